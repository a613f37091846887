"""A page of the list of companies or founders: narrowed, in order, and never counted further than needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from samspil.companies import queries
from samspil.companies.kinds import SubjectKind
from samspil.companies.models import Approach, Subject
from samspil.companies.rules import SIZES
from samspil.platform.reading import keys_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.companies.queries import Reach
    from samspil.organisations.models import User

Order = Literal["name", "employees", "founded"]
ORDERS: dict[Order, str] = {"name": "sort_key", "employees": "employees", "founded": "founded"}
# Beyond so many the list says "more than": a million rows are not counted for each view, nor leafed through.
COUNTED = 10_000
# Hits of a search that a list shows.
SEARCHED = 500


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed to; empty means everything."""

    text: str = ""
    municipality: str = ""
    # The first digits of a DB07 code: 25 is the metal industry.
    industry: str = ""
    # One of companies.rules.SIZES.
    size: str = ""
    # "own" for those one's own organisation has been in contact with, "none" for those it has not.
    contact: str = ""
    protected: str = ""
    # Keys of subjects with an open case that the user may read; the room above hands them in.
    with_case: QuerySet[Any] | None = None


def listed(
    user: User,
    reach: Reach,
    kind: SubjectKind,
    narrowed: Narrowed,
    order: Order = "name",
    *,
    down: bool = False,
) -> QuerySet[Subject]:
    """Return the subjects that the user knows of, narrowed and in order."""
    found = queries.within(reach, kind)
    if narrowed.text:
        hits = queries.search(user, narrowed.text, limit=SEARCHED, kind=kind)
        found = found.filter(pk__in=keys_in(hit.subject for hit in hits))
    if narrowed.municipality:
        found = found.filter(municipality=narrowed.municipality)
    if narrowed.industry:
        found = found.filter(industry__gte=narrowed.industry, industry__lte=narrowed.industry + "9999")
    if narrowed.size in SIZES:
        least, most = SIZES[narrowed.size]
        found = found.filter(employees__gte=least)
        found = found.filter(employees__lte=most) if most is not None else found
    if narrowed.protected:
        found = found.filter(advertising_protected=narrowed.protected == "yes")
    found = _by_contact(found, reach, narrowed)
    column = F(ORDERS[order])
    # Nulls last in both directions, except where the order is an index's own.
    primary = (column.desc() if down else column.asc()) if order == "name" else _known_first(column, down)
    return found.order_by(primary, F("pk").desc() if down and order == "name" else F("pk").asc())


def _known_first(column: F, down: bool) -> Any:
    return column.desc(nulls_last=True) if down else column.asc(nulls_last=True)


def _by_contact(found: QuerySet[Subject], reach: Reach, narrowed: Narrowed) -> QuerySet[Subject]:
    own = Exists(Approach.objects.filter(subject=OuterRef("pk"), organisation__in=reach.reads))
    if narrowed.contact == "own":
        found = found.filter(own)
    elif narrowed.contact == "none":
        found = found.filter(~Q(own))
    return found if narrowed.with_case is None else found.filter(pk__in=narrowed.with_case)


def counted(found: QuerySet[Subject]) -> int:
    """Return how many there are, or COUNTED + 1 when there are more."""
    return found.order_by()[: COUNTED + 1].count()


def latest_contacts(keys: Iterable[int]) -> dict[int, Approach]:
    """Return the latest contact held of each subject: party, day and form (B21)."""
    place = Window(RowNumber(), partition_by=[F("subject")], order_by=[F("day").desc(), F("pk").desc()])
    rows = (
        Approach.objects.filter(subject__in=keys_in(keys), state="held")
        .annotate(place=place)
        .filter(place=1)
        .select_related("organisation")
    )
    return {row.subject_id: row for row in rows}
