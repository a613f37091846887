"""Every question about events, for the people of those who arrange them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from samspil.organisations.models import Membership
from samspil.organisations.queries import among
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.programmes.participation import participations_for
from samspil.programmes.rules import READERS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User

__all__ = [
    "Wanted",
    "came",
    "list_events",
    "offers_for",
    "participants_of",
    "participations_for",
    "sessions_of",
    "unresolved",
]


@dataclass(frozen=True)
class Wanted:
    """How the list of events is narrowed; what is empty does not narrow."""

    # "coming", "held", "cancelled" or "" for all.
    state: str = ""
    kind: str = ""
    topics: frozenset[str] = frozenset()
    municipality: str = ""
    search: str = ""


def offers_for(user: User | AnonymousUser) -> QuerySet[GroupOffer]:
    """Return what the user's organisations arrange, alone or with others."""
    mine = Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(READERS)
    ).values("organisation")
    shared = GroupOffer.co_organisers.through._default_manager.filter(
        groupoffer_id=OuterRef("pk"), organisation_id__in=mine
    )
    return GroupOffer.objects.filter(Q(organiser__in=mine) | Exists(shared))


def came() -> Q:
    """A participation that counts: on the list, of a day that was held, and not ticked off as absent."""
    return Q(cancelled=False, session__cancelled=False) & (Q(attended=True) | Q(attended__isnull=True))


def list_events(user: User | AnonymousUser, wanted: Wanted, *, on: dt.date) -> QuerySet[GroupOffer]:
    """Return events with `first_day`, `next_day`, `companies` and `persons`; the caller orders and cuts.

    Companies are counted once for the whole event, persons for every day.
    """
    sessions = Session.objects.filter(offer=OuterRef("pk"))
    there = Participation.objects.filter(came(), session__offer=OuterRef("pk")).order_by()
    companies = there.values("session__offer").annotate(n=Count("subject", distinct=True)).values("n")
    persons = there.values("session__offer").annotate(n=Sum("persons")).values("n")
    rows = offers_for(user).annotate(
        first_day=Min("sessions__day"),
        next_day=Min("sessions__day", filter=Q(sessions__day__gte=on, sessions__cancelled=False)),
        companies=Coalesce(Subquery(companies, output_field=IntegerField()), 0),
        persons=Coalesce(Subquery(persons, output_field=IntegerField()), 0),
    )
    alive = Exists(sessions.filter(cancelled=False))
    if wanted.state == "coming":
        rows = rows.filter(next_day__isnull=False)
    elif wanted.state == "held":
        rows = rows.filter(alive, next_day__isnull=True)
    elif wanted.state == "cancelled":
        rows = rows.filter(Exists(sessions), ~alive)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.municipality:
        rows = rows.filter(Exists(sessions.filter(municipality=wanted.municipality)))
    if wanted.topics:
        fits = Q(pk__in=[])
        for code in sorted(wanted.topics):
            fits |= among("topics", code)
        rows = rows.filter(fits)
    for word in wanted.search.split():
        # Without regard to case in Danish too, which one of the databases knows for ASCII only.
        spelt = {word, word.lower(), word.upper(), word.capitalize()}
        fits = Q(pk__in=[])
        for each in sorted(spelt):
            fits |= Q(title__contains=each)
        rows = rows.filter(fits)
    return rows.select_related("organiser")


def sessions_of(offer: GroupOffer) -> QuerySet[Session]:
    """Return the days of an event in order."""
    return offer.sessions.select_related("municipality").order_by("day", "at", "pk")


def participants_of(session: Session) -> QuerySet[Participation]:
    """Return who is on the list of a day, by name, those nobody knows last."""
    rows = session.participations.filter(cancelled=False).select_related("subject", "subject__municipality")
    return rows.order_by(F("subject__sort_key").asc(nulls_last=True), "told", "pk")


def unresolved(session: Session) -> QuerySet[Participation]:
    """Return lines of a list that fitted nobody and that nobody has looked at."""
    return session.participations.filter(cancelled=False, subject__isnull=True, unknown=False).exclude(
        told=""
    )


def session_for(user: User | AnonymousUser, key: int) -> Session | None:
    """Return a day of an event that the user may read."""
    rows = Session.objects.filter(offer__in=offers_for(user).values("pk")).select_related("offer__organiser")
    return rows.filter(pk=key).first()


@dataclass(frozen=True)
class Counts:
    """How many a day counts: companies and founders once each, persons, unknown lines, and no-shows."""

    subjects: int
    persons: int
    unknown: int
    absent: int


def counts_of(session: Session) -> Counts:
    """Return the figures of a day, of the whole list."""
    listed = Q(cancelled=False)
    found = session.participations.aggregate(
        subjects=Count("pk", filter=came() & Q(subject__isnull=False)),
        persons=Sum("persons", filter=came()),
        unknown=Count("pk", filter=came() & Q(subject__isnull=True)),
        absent=Count("pk", filter=listed & Q(attended=False)),
    )
    return Counts(**{name: value or 0 for name, value in found.items()})
