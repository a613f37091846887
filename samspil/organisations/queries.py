"""Every question about organisations, municipalities and memberships."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Exists, Min, OuterRef, Q, QuerySet

from samspil.organisations.kinds import LEADING, TAKING_PART, WORKING, AgreementRole, OrganisationKind, Role
from samspil.organisations.models import (
    Absence,
    Membership,
    Municipality,
    OperatorAgreement,
    Organisation,
    User,
)
from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


def memberships_of(user: User) -> QuerySet[Membership]:
    """Return what the user is, and where, with organisation and office fetched."""
    return user.memberships.select_related("organisation", "office").order_by("organisation__name", "role")


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that the user belongs to."""
    return Organisation.objects.filter(memberships__user=user).distinct()


def has_role(user: User | AnonymousUser, organisation: Organisation | int, roles: Iterable[Role]) -> bool:
    """Return whether the user has one of the roles in the organisation."""
    if not isinstance(user, User) or not user.is_active:
        return False
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    return user.memberships.filter(organisation_id=key, role__in=list(roles)).exists()


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
    return workplaces_of(user).exists()


def people_of(organisation: Organisation | int, *, roles: Iterable[Role] = WORKING) -> QuerySet[User]:
    """Return who works in an organisation now, by name; `roles` narrows to what they are there."""
    key = organisation.pk if isinstance(organisation, Organisation) else organisation
    there = Membership.objects.filter(organisation_id=key, role__in=list(roles)).values("user_id")
    return User.objects.filter(pk__in=there, is_active=True).order_by("name", "pk")


def colleagues_of(user: User) -> QuerySet[User]:
    """Return everybody active who belongs to one of the user's organisations, the user among them."""
    there = Membership.objects.filter(organisation__memberships__user=user).values("user_id")
    return User.objects.filter(pk__in=there, is_active=True).order_by("name", "pk")


def actors(
    *,
    kind: str = "",
    topic: str = "",
    municipality: Municipality | str = "",
    text: str = "",
    on: dt.date | None = None,
) -> QuerySet[Organisation]:
    """Return the directory of those one may refer to (A10, A17, B23), in alphabetical order.

    Alphabetical, so that no private provider stands before another by anybody's choice. One that names no
    topics helps with all, one that names no municipalities helps everywhere. `on` keeps those that had not
    closed on that day; without it, those that have not closed at all.
    """
    found = Organisation.objects.exclude(kind=OrganisationKind.SECRETARIAT)
    alive = Q(closed_on__isnull=True)
    found = found.filter(alive | Q(closed_on__gt=on) if on else alive)
    if kind:
        found = found.filter(kind=kind)
    if topic:
        found = found.filter(Q(topics="") | among("topics", topic))
    if municipality:
        code = municipality.pk if isinstance(municipality, Municipality) else municipality
        found = found.filter(_reaches(code))
    for word in search_key(text).split():
        found = found.filter(search_key__contains=word)
    return found.order_by("sort_key", "pk")


def among(column: str, code: str) -> Q:
    """A column of codes with semicolons between holds this one."""
    return (
        Q(**{column: code})
        | Q(**{f"{column}__startswith": f"{code};"})
        | Q(**{f"{column}__endswith": f";{code}"})
        | Q(**{f"{column}__contains": f";{code};"})
    )


def _reaches(code: str) -> Q:
    """Who helps in a municipality: a hub in its area, a service by agreement, others where they say."""
    served = OperatorAgreement.objects.filter(
        organisation=OuterRef("pk"), municipality_id=code, role=AgreementRole.OPERATOR, valid_to__isnull=True
    )
    area = Municipality.objects.filter(hub=OuterRef("pk"), pk=code)
    said = Organisation.covers.through._default_manager.filter(organisation_id=OuterRef("pk"))
    by_agreement = Q(kind=OrganisationKind.LOCAL_SERVICE)
    return (
        Q(kind=OrganisationKind.HUB) & Exists(area)
        | by_agreement & Exists(served)
        | Exists(said.filter(municipality_id=code))
        | ~Q(kind__in=[OrganisationKind.HUB, OrganisationKind.LOCAL_SERVICE]) & ~Exists(said)
    )


def taking_part() -> QuerySet[Organisation]:
    """Return those who do the work together: hubs, local services, secretariats, the authority."""
    return Organisation.objects.filter(kind__in=TAKING_PART)


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


def operators_in(municipality: Municipality, *, on: dt.date) -> QuerySet[OperatorAgreement]:
    """Return who performs local business service in the municipality on a day."""
    return OperatorAgreement.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        municipality=municipality,
        role=AgreementRole.OPERATOR,
        valid_from__lte=on,
    ).select_related("organisation")


def running_agreements(*, on: dt.date, until: dt.date | None = None) -> QuerySet[OperatorAgreement]:
    """Return the agreements that hold on a day, or on one of the days until another."""
    holds = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return OperatorAgreement.objects.filter(holds, valid_from__lte=until or on)


def operators_over_time(hub: Organisation, *, until: dt.date) -> list[tuple[dt.date, int]]:
    """Return how many operators the hub's area had on 1 January of each year, and on the last day (A1).

    From the year of the first agreement on; an operator with several municipalities counts once.
    """
    held = list(
        OperatorAgreement.objects.filter(
            municipality__hub=hub, role=AgreementRole.OPERATOR, valid_from__lte=until
        ).values_list("organisation_id", "valid_from", "valid_to")
    )
    if not held:
        return []
    first = min(start for _, start, _ in held).year
    days = [dt.date(year, 1, 1) for year in range(first, until.year + 1)]
    return [
        (day, len({who for who, start, end in held if start <= day and (end is None or end >= day)}))
        for day in [*days, *([until] if until not in days else [])]
    ]


def is_empty() -> bool:
    """Return whether nobody has set the installation up yet."""
    return not User.objects.exists() and not Organisation.objects.exists()
