"""Who knows most about this? Ranks advisers of all offices by what they know, have done and have time for.

Shielded cases are counted for nobody: a count would tell partners that there is one.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from samspil.competence import queries as competence
from samspil.competence.queries import Knowing
from samspil.competence.rules import YEARS, Candidate, kilometres, ranked
from samspil.core.reference import municipalities
from samspil.guidance import topics as catalogue
from samspil.guidance.models import GuidanceCase
from samspil.guidance.queries import cases_for
from samspil.organisations.queries import among, works_with_companies

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import Membership, Organisation, User


@dataclass
class Specialist:
    """One place in the ranking: who, where, and every fact that the place rests on."""

    seat: Membership
    candidate: Candidate
    certificates: list[str] = field(default_factory=list)


def specialists(
    user: User, *, topics: Iterable[str], municipality: str = "", on: dt.date, limit: int = 20
) -> list[Specialist]:
    """Return who knows most about these topics, best first, of all organisations.

    `municipality` is the code of where the company is; without it nobody is near or far.
    """
    asked = sorted(set(topics))
    if not asked or not works_with_companies(user):
        return []
    # A case of some years ago carries the code of its day.
    stored = {code for each in catalogue.choices(on) if each.code in asked for code in each.codes}
    known = competence.specialists(stored | set(asked), on=on)
    closed = _closed_cases(stored | set(asked), on)
    seats: dict[int, Membership] = {}
    for seat in competence.guides(on=on).filter(user_id__in={*known, *closed}):
        seats.setdefault(seat.user_id, seat)
    opened = _open_cases(seats)
    found = {
        key: Specialist(
            seat,
            _candidate(seat, known.get(key, Knowing()), closed[key], opened[key], municipality, on),
            known[key].certificates if key in known else [],
        )
        for key, seat in seats.items()
    }
    order = ranked((each.candidate for each in found.values()), asked)
    return [found[candidate.key] for candidate in order[:limit]]


def _candidate(
    seat: Membership, knowing: Knowing, closed: int, opened: int, municipality: str, on: dt.date
) -> Candidate:
    depths: dict[str, int] = {}
    for topic, depth in knowing.depths.items():
        newer = catalogue.code_in_force(topic, on)
        depths[newer] = max(depth, depths.get(newer, 0))
    return Candidate(
        key=seat.user_id,
        sort_key=seat.user.name.casefold(),
        depths=depths,
        certificates=len(knowing.certificates),
        closed_cases=closed,
        open_cases=opened,
        kilometres=_distance(seat, municipality),
    )


def _distance(seat: Membership, municipality: str) -> int | None:
    """From the middle of the office's municipality to the middle of the company's."""
    places = municipalities()
    here = seat.office.municipality_id if seat.office else ""
    if here not in places or municipality not in places:
        return None
    one, other = places[here], places[municipality]
    return kilometres((one.longitude, one.latitude), (other.longitude, other.latitude))


def _closed_cases(codes: Iterable[str], on: dt.date) -> Counter[int]:
    """How many cases on the topics each adviser has closed in the last years."""
    about = Q()
    for code in sorted(codes):
        about |= among("topics", code)
    since = dt.date(on.year - YEARS, on.month, 1)
    rows = (
        GuidanceCase.objects.filter(
            about, shielded=False, ended__gte=since, ended__lte=on, adviser__is_active=True
        )
        .order_by()
        .values_list("adviser_id")
        .annotate(Count("pk"))
    )
    return Counter({adviser: count for adviser, count in rows if adviser is not None})


def _open_cases(advisers: Iterable[int]) -> Counter[int]:
    rows = (
        GuidanceCase.objects.filter(adviser_id__in=list(advisers), ended=None, shielded=False)
        .order_by()
        .values_list("adviser_id")
        .annotate(Count("pk"))
    )
    return Counter({adviser: count for adviser, count in rows if adviser is not None})


@dataclass
class Load:
    """An adviser's open cases, and how many of them are on each topic; a case may have several."""

    user: User
    cases: int = 0
    topics: Counter[str] = field(default_factory=Counter)


def workload(user: User, organisation: Organisation, *, on: dt.date) -> list[Load]:
    """Return the open cases of each adviser of an organisation, by topic (A32), as far as one may read."""
    found: dict[int, Load] = {}
    mine = cases_for(user).filter(organisation=organisation, ended=None, adviser__isnull=False)
    for case in mine.select_related("adviser").only("topics", "adviser__name").order_by("pk"):
        assert case.adviser is not None
        load = found.setdefault(case.adviser.pk, Load(case.adviser))
        load.cases += 1
        load.topics.update(each.code for each in catalogue.shown(case.topics, on))
    return sorted(found.values(), key=lambda each: (-each.cases, each.user.name, each.user.pk))
