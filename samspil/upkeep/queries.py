"""Every question about imports and merges, scoped to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from samspil.companies.queries import subjects_for
from samspil.guidance.rules import DECIDERS, LEADERS
from samspil.organisations.models import Membership, Organisation
from samspil.platform.audit.models import label_of
from samspil.platform.imports import kinds
from samspil.platform.imports.models import Import, ImportedRow
from samspil.upkeep.duplicates import visible
from samspil.upkeep.models import Likeness, Merge

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


def likenesses_for(user: User | AnonymousUser, *, dismissed: bool = False) -> QuerySet[Likeness]:
    """Return the pairs that may be the same, of those whom the user knows both of."""
    mine = list(deciding_for(user).values_list("pk", flat=True))
    if not mine:
        return Likeness.objects.none()
    known = subjects_for(user).values("pk")
    pairs = Likeness.objects.filter(
        visible(mine), first__in=known, second__in=known, dismissed_at__isnull=not dismissed
    )
    return pairs.select_related("first__municipality", "second__municipality")


def merges_for(user: User | AnonymousUser) -> QuerySet[Merge]:
    """Return the merges that the user's organisations have made, newest first."""
    made = Merge.objects.filter(organisation_id__in=_where(user, DECIDERS))
    return made.select_related("survivor", "duplicate", "by", "organisation")
