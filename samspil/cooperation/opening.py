"""Opens what is read by few, and writes down who opened it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from samspil.cooperation import queries
from samspil.cooperation.models import AccessRequest, CooperationAgreement, GreyArea, JointVisit
from samspil.platform.audit.actions import note_access

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from samspil.organisations.models import User

    Row = TypeVar("Row", bound=Model)


def _opened(by: User, rows: QuerySet[Row], key: int, place: str) -> Row | None:
    row = rows.filter(pk=key).first()
    if row is not None:
        note_access(by=by, place=f"cooperation.{place}", kind=type(row), keys=[key])
    return row


def open_request(*, by: User, key: int) -> AccessRequest | None:
    """Return a request for access that the user may read."""
    rows = queries.access_requests_for(by).select_related("share", "case")
    return _opened(by, rows, key, "access_request")


def open_visit(*, by: User, key: int) -> JointVisit | None:
    """Return a joint visit that the user may read, with its tasks."""
    rows = queries.joint_visits_for(by).select_related("proposer_task", "invited_task")
    return _opened(by, rows, key, "visit")


def open_grey_area(*, by: User, key: int) -> GreyArea | None:
    """Return a question that the user's organisations are a side of."""
    return _opened(by, queries.grey_areas_for(by), key, "grey_area")


def open_agreement(*, by: User, key: int) -> CooperationAgreement | None:
    """Return an agreement that the user's organisations are parties to."""
    return _opened(by, queries.agreements_for(by), key, "agreement")
