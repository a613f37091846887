"""Every question about imports, scoped to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from samspil.guidance.rules import DECIDERS, LEADERS
from samspil.organisations.models import Membership, Organisation
from samspil.platform.audit.models import label_of
from samspil.platform.imports import kinds
from samspil.platform.imports.models import Import, ImportedRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User


def _where(user: User | AnonymousUser, roles: Iterable[str]) -> QuerySet[Membership, Any]:
    return Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(roles)
    ).values("organisation_id")


def deciding_for(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Return the organisations that the user may move tables in for, and merge."""
    mine = Organisation.objects.filter(pk__in=_where(user, DECIDERS), closed_on__isnull=True)
    return mine.order_by("name")


def imports_for(user: User | AnonymousUser) -> QuerySet[Import]:
    """Return the imports that the user made, and those of the organisations that the user leads."""
    mine = Q(by__pk=user.pk or 0, organisation_id__in=_where(user, DECIDERS))
    led = Q(organisation_id__in=_where(user, LEADERS))
    return Import.objects.filter(mine | led).select_related("by", "organisation")


def last_source(user: User | AnonymousUser) -> str:
    """Return the system that the user's organisations moved in from last."""
    found = imports_for(user).order_by("-pk").values_list("source", flat=True).first()
    return found or ""


def tallies_of(imported: Import) -> dict[str, list[tuple[str, str, int]]]:
    """Return what an import brought, counted by year in each way its kind knows; found records too."""
    kind = kinds.get(imported.kind)
    table = kind.records().model
    rows = ImportedRow.objects.filter(imported=imported, label=label_of(table)).exclude(external_id="")
    return kind.tallies(kind.records().filter(pk__in=rows.values("key")))
