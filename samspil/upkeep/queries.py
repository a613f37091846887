"""Every question about imports and merges, scoped to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from samspil.companies.kinds import SubjectKind
from samspil.companies.queries import subjects_for
from samspil.guidance.rules import DECIDERS, LEADERS
from samspil.organisations.models import Membership, Organisation
from samspil.platform.audit.models import label_of
from samspil.platform.imports import kinds
from samspil.platform.imports.models import Import, ImportedRow
from samspil.platform.reading import keys_in
from samspil.upkeep.duplicates import visible
from samspil.upkeep.models import Likeness, Merge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User

# As many pairs as anybody looks through in a sitting, and as many as are asked about to find them.
MOST_PAIRS = 500
MOST_LOOKED_AT = 3000


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
    return Likeness.objects.filter(
        visible(mine), first__in=known, second__in=known, dismissed_at__isnull=not dismissed
    )


def likeness_for(user: User | AnonymousUser, key: int, *, dismissed: bool = False) -> Likeness | None:
    """Return one pair of `likenesses_for`; only the two are looked up."""
    mine = list(deciding_for(user).values_list("pk", flat=True))
    pairs = Likeness.objects.filter(visible(mine), pk=key, dismissed_at__isnull=not dismissed)
    pair = pairs.first() if mine else None
    both = (pair.first_id, pair.second_id) if pair is not None else ()
    return pair if pair is not None and subjects_for(user).filter(pk__in=both).count() == 2 else None


def pairs_for(user: User | AnonymousUser, *, dismissed: bool = False) -> tuple[list[int], bool]:
    """Return the keys of the pairs to list, the nearest first, and whether there may be more.

    Whom the user knows is asked of those in the nearest pairs only: of a million it takes too long.
    """
    mine = list(deciding_for(user).values_list("pk", flat=True))
    order = ("-dismissed_at", "-pk") if dismissed else ("-score", "pk")
    pairs = Likeness.objects.filter(visible(mine), dismissed_at__isnull=not dismissed).order_by(*order)
    nearest = list(pairs.values_list("pk", "first_id", "second_id")[: MOST_LOOKED_AT + 1]) if mine else []
    everybody = subjects_for(user)
    found: list[int] = []
    start = 0
    for end in (MOST_PAIRS, MOST_LOOKED_AT):
        some = nearest[start:end]
        keys = {key for _pair, *two in some for key in two}
        known = set(everybody.filter(pk__in=keys_in(keys)).values_list("pk", flat=True)) if keys else set()
        found += [pair for pair, one, other in some if one in known and other in known]
        start = end
        if len(found) >= MOST_PAIRS or len(nearest) <= end:
            break
    return found[:MOST_PAIRS], len(nearest) > start or len(found) > MOST_PAIRS


def pairs_of(keys: list[int]) -> list[Likeness]:
    """Return pairs by the keys that `pairs_for` gave, in that order."""
    rows = Likeness.objects.select_related("first__municipality", "second__municipality").in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def merges_for(user: User | AnonymousUser) -> QuerySet[Merge]:
    """Return the merges that the user's organisations have made, newest first.

    A founder who was merged away is named to who may know of them: see companies.queries.signposts_within.
    """
    known = subjects_for(user).values("pk")
    may_know = (
        Q(duplicate__kind=SubjectKind.COMPANY)
        | Q(survivor__kind=SubjectKind.FOUNDER, survivor__in=known)
        | Q(duplicate__in=known)
        | Q(duplicate__organisation__in=_where(user, DECIDERS))
        | Q(organisation__in=_where(user, LEADERS))
        | Q(by=user.pk or 0)
    )
    made = Merge.objects.filter(may_know, organisation_id__in=_where(user, DECIDERS))
    return made.select_related("survivor", "duplicate", "by", "organisation")
