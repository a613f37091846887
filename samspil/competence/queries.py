"""Every question about what people know."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.competence.kinds import Depth
from samspil.competence.models import Certificate, Competence
from samspil.organisations.kinds import Role
from samspil.organisations.models import Membership
from samspil.organisations.queries import among

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from samspil.organisations.models import User

# Who gives guidance; a student helper is nobody's specialist.
GUIDES = (Role.ADVISER, Role.UNIT_LEADER, Role.DIRECTOR)


@dataclass
class Knowing:
    """What one person is known to know about some topics, on a day."""

    depths: dict[str, int] = field(default_factory=dict)
    certificates: list[str] = field(default_factory=list)


def competences_of(user: User) -> QuerySet[Competence]:
    """Return what the user knows, best first."""
    return Competence.objects.filter(user=user).order_by("-depth", "topic")


def certificates_of(user: User) -> QuerySet[Certificate]:
    """Return what the user has passed, newest first."""
    return Certificate.objects.filter(user=user, withdrawn=False)


def expiring(users: Iterable[User], *, until: dt.date, since: dt.date) -> QuerySet[Certificate]:
    """Return the certificates of these people that run out between two days, the first to do so first."""
    found = Certificate.objects.filter(user__in=users, withdrawn=False)
    return (
        found.filter(expires_on__gte=since, expires_on__lte=until)
        .select_related("user")
        .order_by("expires_on", "pk")
    )


def guides(*, on: dt.date) -> QuerySet[Membership]:
    """Return where each adviser and leader sits, in organisations that have not closed by a day."""
    alive = Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gt=on)
    return (
        Membership.objects.filter(alive, role__in=GUIDES, user__is_active=True)
        .select_related("user", "organisation", "office", "employer")
        .order_by("user_id", "pk")
    )


def specialists(topics: Iterable[str], *, on: dt.date) -> dict[int, Knowing]:
    """Return what is stored of everybody who knows one of the topics: user's key -> what is known.

    The ranking, which also counts cases and workload, is `samspil.guidance.specialists`.
    """
    wanted = sorted(set(topics))
    known: dict[int, Knowing] = defaultdict(Knowing)
    if not wanted:
        return known
    for user, topic, depth in Competence.objects.filter(topic__in=wanted).values_list(
        "user_id", "topic", "depth"
    ):
        known[user].depths[topic] = depth
    about = Q()
    for topic in wanted:
        about |= among("topics", topic)
    valid = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    passed = Certificate.objects.filter(about, valid, withdrawn=False, passed_on__lte=on)
    for user, title in passed.order_by("-passed_on", "pk").values_list("user_id", "title"):
        known[user].certificates.append(title)
    return known


def topics_by_office(seats: Iterable[Membership]) -> dict[int | None, dict[str, int]]:
    """Return how many at each office know each topic (B15), from the seats of an organisation's people."""
    placed: dict[int, set[int | None]] = defaultdict(set)
    for seat in seats:
        if seat.role in GUIDES:
            placed[seat.user_id].add(seat.office_id)
    found: dict[int | None, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    # Who has only heard of a topic helps nobody with it.
    known = Competence.objects.filter(user_id__in=placed, depth__gte=Depth.WORKS)
    for user, topic in known.values_list("user_id", "topic"):
        for office in placed[user]:
            found[office][topic] += 1
    return found
