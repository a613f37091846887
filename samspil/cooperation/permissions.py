"""Who may read, answer and decide in cooperation: the twin of `queries`, one row at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.cooperation import queries
from samspil.cooperation.kinds import GreyState
from samspil.guidance.permissions import may_grant_access, roles_in
from samspil.guidance.rules import LEADERS, READERS, WORKERS
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.cooperation.models import AccessRequest, CooperationAgreement, GreyArea, JointVisit

    Reader = User | AnonymousUser


def _in_any(user: Reader, organisations: tuple[int, ...], roles: frozenset[str]) -> bool:
    return any(roles_in(user, each) & roles for each in organisations)


@permission("cooperation.read_access_request")
def may_read_access_request(user: Reader, request: AccessRequest | None) -> bool:
    """Both sides follow a request."""
    return request is not None and _in_any(user, (request.asker_id, request.owner_id), READERS)


@permission("cooperation.answer_access_request")
def may_answer_access_request(user: Reader, request: AccessRequest | None) -> bool:
    """A leader of the owner answers, or the adviser of a case of the subject there."""
    if request is None:
        return False
    return may_grant_access(user, organisation=request.owner_id, subject=request.subject_id)


@permission("cooperation.cancel_access_request")
def may_cancel_access_request(user: Reader, request: AccessRequest | None) -> bool:
    """Those who work for the asker take a request back, or give the access up."""
    return request is not None and _in_any(user, (request.asker_id,), WORKERS)


@permission("cooperation.read_joint_visit")
def may_read_joint_visit(user: Reader, visit: JointVisit | None) -> bool:
    """The two organisations see a joint visit, and nobody else."""
    return visit is not None and _in_any(user, (visit.proposer_id, visit.invited_id), READERS)


@permission("cooperation.answer_joint_visit")
def may_answer_joint_visit(user: Reader, visit: JointVisit | None) -> bool:
    """Those who work for the invited organisation answer."""
    return visit is not None and _in_any(user, (visit.invited_id,), WORKERS)


@permission("cooperation.follow_joint_visit")
def may_follow_joint_visit(user: Reader, visit: JointVisit | None) -> bool:
    """Those who work for either side withdraw a visit or register that it was held."""
    return visit is not None and _in_any(user, (visit.proposer_id, visit.invited_id), WORKERS)


@permission("cooperation.read_grey_area")
def may_read_grey_area(user: Reader, grey: GreyArea | None) -> bool:
    """The question, with its company and comments, is for the two sides and who asked."""
    return grey is not None and _in_any(user, (grey.hub_id, grey.local_id, grey.organisation_id), READERS)


@permission("cooperation.comment_grey_area")
def may_comment_grey_area(user: Reader, grey: GreyArea | None) -> bool:
    """Those who work for one of the sides comment."""
    return grey is not None and _in_any(user, (grey.hub_id, grey.local_id, grey.organisation_id), WORKERS)


@permission("cooperation.decide_grey_area")
def may_decide_grey_area(user: Reader, grey: GreyArea | None) -> bool:
    """The leaders of the two sides decide, and only together (B19)."""
    return grey is not None and _in_any(user, (grey.hub_id, grey.local_id), LEADERS)


@permission("cooperation.read_precedent")
def may_read_precedent(user: Reader, grey: GreyArea | None) -> bool:
    """What was decided guides everybody who works in the hub's area, and the two sides."""
    if grey is None or grey.state != GreyState.DECIDED:
        return False
    return may_read_grey_area(user, grey) or grey.hub_id in hubs_around(user)


@permission("cooperation.read_agreement")
def may_read_agreement(user: Reader, agreement: CooperationAgreement | None) -> bool:
    """The parties read their agreement."""
    if agreement is None:
        return False
    return _in_any(user, tuple(agreement.parties.values_list("pk", flat=True)), READERS)


def hubs_around(user: Reader) -> set[int]:
    """The hubs that the user's organisations are, or in whose area they serve a municipality."""
    mine = queries.reads(user)
    own = Organisation.objects.filter(kind=OrganisationKind.HUB, pk__in=mine)
    served = Municipality.objects.filter(agreements__organisation__in=mine, hub__isnull=False)
    return {*own.values_list("pk", flat=True), *served.values_list("hub_id", flat=True)}


def leads(user: Reader, organisation: int) -> bool:
    """Whether the user leads the organisation."""
    return bool(roles_in(user, organisation) & LEADERS)


def works_in(user: Reader, organisation: int) -> bool:
    """Whether the user works with companies there."""
    return bool(roles_in(user, organisation) & WORKERS)


def leads_somewhere(user: Reader) -> bool:
    """Whether the user leads an organisation."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return any(row.role in LEADERS for row in user.memberships.all())
