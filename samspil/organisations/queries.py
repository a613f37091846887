"""Every question about organisations, municipalities and memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from samspil.organisations.directory import actors, among, operators_in, running_agreements
from samspil.organisations.kinds import LEADING, WORKING, OrganisationKind, Role
from samspil.organisations.models import (
    Absence,
    Membership,
    Municipality,
    OperatorAgreement,
    Organisation,
    User,
)
from samspil.organisations.rules import demands_second_factor

__all__ = [
    "absences_of",
    "actors",
    "among",
    "arranged_by",
    "away",
    "colleagues_of",
    "fetch_seats",
    "has_role",
    "hubs",
    "is_empty",
    "managed_by",
    "memberships_of",
    "municipalities_of",
    "operators_in",
    "organisations_of",
    "people_of",
    "person",
    "reader_of_mail",
    "roles_in",
    "running_agreements",
    "seats_in",
    "second_factor_is_demanded",
    "stood_in_for_by",
    "substitute_for",
    "working_for",
    "workplaces_of",
    "works_with_companies",
]

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return what the user is, and where, with organisation and office fetched."""
    return user.memberships.select_related("organisation", "office").order_by("organisation__name", "role")


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that the user belongs to."""
    return Organisation.objects.filter(memberships__user=user).distinct()


def fetch_seats(user: User) -> None:
    """Fetch once what the user is and where, for a page that will ask so many times over."""
    seats = Membership.objects.select_related("organisation", "office", "employer").order_by("pk")
    prefetch_related_objects([user], Prefetch("memberships", seats))


def has_role(user: User | AnonymousUser, organisation: Organisation | int, roles: Iterable[Role]) -> bool:
    """Return whether the user has one of the roles in the organisation."""
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    return bool(roles_in(user, key) & set(roles))


def roles_in(user: User | AnonymousUser, organisation: int) -> set[str]:
    """Return what the user is in an organisation; nothing for who is not logged in or has left."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    return {seat.role for seat in user.memberships.all() if seat.organisation_id == organisation}


def workplaces_of(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Return where the user works with companies, the first of them being where one registers unless told.

    An organisation that has closed is none; the order is that in which the user came to them.
    """
    mine = Q(memberships__user__pk=user.pk or 0, memberships__user__is_active=True)
    return (
        Organisation.objects.filter(mine, memberships__role__in=WORKING, closed_on__isnull=True)
        .annotate(came=Min("memberships__pk"))
        .order_by("came")
    )


def working_for(user: User | AnonymousUser) -> Organisation | None:
    """Return the organisation that the user registers for unless told otherwise."""
    return workplaces_of(user).first()


def works_with_companies(user: User | AnonymousUser) -> bool:
    """Return whether the user works with companies anywhere."""
    if not isinstance(user, User) or not user.is_active:
        return False
    seats = [seat for seat in user.memberships.all() if seat.role in WORKING]
    return any(seat.organisation.closed_on is None for seat in seats)


def people_of(organisation: Organisation | int, *, roles: Iterable[Role] = WORKING) -> QuerySet[User]:
    """Return who works in an organisation now, by name; `roles` narrows to what they are there."""
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    there = Membership.objects.filter(organisation_id=key, role__in=list(roles)).values("user_id")
    return User.objects.filter(pk__in=there, is_active=True).order_by("name", "pk")


def colleagues_of(user: User) -> QuerySet[User]:
    """Return everybody active who belongs to one of the user's organisations, the user among them."""
    there = Membership.objects.filter(organisation__memberships__user=user).values("user_id")
    return User.objects.filter(pk__in=there, is_active=True).order_by("name", "pk")


def managed_by(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Return the organisations whose particulars and people the user keeps.

    Leaders keep their own; an administrator keeps the own one and what lies under it. Until a local
    service has a leader or administrator who has logged in, the administrator of its area's hub keeps it.
    """
    seats = Membership.objects.filter(user__pk=user.pk or 0, user__is_active=True)
    leads = seats.filter(role__in=LEADING).values("organisation_id")
    over = seats.filter(role=Role.ADMINISTRATOR).values("organisation_id")
    kept_by_own = Membership.objects.filter(
        organisation=OuterRef("pk"),
        role__in=[*LEADING, Role.ADMINISTRATOR],
        user__is_active=True,
        user__last_login__isnull=False,
    )
    in_area = OperatorAgreement.objects.filter(organisation=OuterRef("pk"), municipality__hub__in=over)
    orphan = Q(kind=OrganisationKind.LOCAL_SERVICE) & Exists(in_area) & ~Exists(kept_by_own)
    return Organisation.objects.filter(
        Q(pk__in=leads) | Q(pk__in=over) | Q(parent__in=over) | Q(parent__parent__in=over) | orphan
    )


def arranged_by(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Return whose agreements the user keeps: the organisations managed, and the own hub's services."""
    over = Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role=Role.ADMINISTRATOR
    ).values("organisation_id")
    in_area = OperatorAgreement.objects.filter(organisation=OuterRef("pk"), municipality__hub__in=over)
    services = Q(kind=OrganisationKind.LOCAL_SERVICE) & Exists(in_area)
    return Organisation.objects.filter(services | Q(pk__in=managed_by(user).values("pk")))


def second_factor_is_demanded(user: User) -> bool:
    """Return whether an organisation demands a second factor of what the user is there."""
    return any(
        seat.organisation.closed_on is None
        and demands_second_factor(seat.organisation.second_factor, [seat.role])
        for seat in user.memberships.all()
    )


def seats_in(organisations: Iterable[int] | QuerySet[Organisation]) -> QuerySet[Membership]:
    """Return who is what and where in these organisations, with what a list of people shows."""
    return (
        Membership.objects.filter(organisation__in=organisations)
        .select_related("user", "organisation", "office", "employer")
        .order_by("user__name", "user_id", "role")
    )


def person(key: int) -> User | None:
    """Return somebody who has or had a place here; None when there is nobody."""
    return User.objects.filter(pk=key).first()


def away(users: Iterable[int], *, on: dt.date) -> dict[int, Absence]:
    """Return who of these is away on a day: user's key -> the absence with its substitute."""
    found = Absence.objects.filter(user_id__in=list(users), first__lte=on, last__gte=on)
    return {each.user_id: each for each in found.select_related("substitute")}


def absences_of(user: User, *, since: dt.date) -> QuerySet[Absence]:
    """Return when the user is or will be away from that day on."""
    return Absence.objects.filter(user=user, last__gte=since).select_related("substitute").order_by("first")


def substitute_for(user: User, *, on: dt.date) -> User | None:
    """Return who stands in for the user on a day; None when the user is at work.

    A substitute who is away too is stood in for by the next; a ring of absent people has nobody.
    """
    away = dict(
        Absence.objects.filter(first__lte=on, last__gte=on, user__is_active=True).values_list(
            "user_id", "substitute_id"
        )
    )
    stands_in, met = away.get(user.pk), {user.pk}
    while stands_in in away and stands_in not in met:
        met.add(stands_in)
        stands_in = away[stands_in]
    if stands_in is None or stands_in in met:
        return None
    return User.objects.filter(pk=stands_in, is_active=True).first()


def reader_of_mail(user: User, *, at: Iterable[int], on: dt.date, shielded: bool = False) -> User:
    """Return who is written to in the user's place about a row of these organisations: mostly the user.

    A substitute is, who works in one of them where the user does: a colleague from elsewhere must not
    learn of it. What is shielded waits until the user is back.
    """
    instead = None if shielded else substitute_for(user, on=on)
    if instead is None:
        return user
    theirs = Membership.objects.filter(user=user, organisation__in=list(at)).values("organisation")
    shared = instead.memberships.filter(organisation__in=theirs, role__in=WORKING)
    return instead if shared.exists() else user


def stood_in_for_by(user: User, *, on: dt.date) -> QuerySet[User]:
    """Return the absent colleagues whose tasks, cases and referrals the user sees to on a day."""
    away = dict(Absence.objects.filter(first__lte=on, last__gte=on).values_list("user_id", "substitute_id"))
    mine: set[int] = set()
    waiting = [user.pk]
    while waiting:
        one = waiting.pop()
        new = {absent for absent, other in away.items() if other == one} - mine - {user.pk}
        mine |= new
        waiting += new
    # Who is away does not stand in for anybody.
    return User.objects.filter(pk__in=mine if user.pk not in away else (), is_active=True).order_by("name")


def hubs() -> QuerySet[Organisation]:
    """Return the houses."""
    return Organisation.objects.filter(kind=OrganisationKind.HUB)


def municipalities_of(hub: Organisation) -> QuerySet[Municipality]:
    """Return the municipalities in a house's area, by code."""
    return Municipality.objects.filter(hub=hub)


def is_empty() -> bool:
    """Return whether nobody has set the installation up yet."""
    return not User.objects.exists() and not Organisation.objects.exists()
