"""The directory: who can help where and with what, who performs which municipality's service, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from samspil.organisations.kinds import TAKING_PART, AgreementRole, OfficeKind, OrganisationKind
from samspil.organisations.models import Merger, Municipality, Office, OperatorAgreement, Organisation, User
from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


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


def organisation(key: int) -> Organisation | None:
    """Return an organisation with what its page says first; None when there is none."""
    return Organisation.objects.select_related("parent", "merged_into__successor").filter(pk=key).first()


def organisations_for(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Return what somebody with a place here may see of organisations: all of them, none for a stranger."""
    if not isinstance(user, User) or not user.is_active or not user.memberships.all():
        return Organisation.objects.none()
    return Organisation.objects.all()


def merged_into(successor: Organisation) -> list[Merger]:
    """Return the organisations that went on as this one, the latest first."""
    return list(successor.merged_from.select_related("predecessor").order_by("-on"))


def municipalities(codes: Iterable[str]) -> list[Municipality]:
    """Return the municipalities of these codes."""
    return list(Municipality.objects.filter(pk__in=list(codes)).order_by("pk"))


def by_name(name: str) -> Organisation | None:
    """Return an organisation that is called the same, whatever its accents and capitals."""
    return Organisation.objects.filter(search_key=search_key(name), closed_on__isnull=True).first()


def hosts(guest: Organisation) -> QuerySet[Organisation]:
    """Return who may lay house to another's office (A55): everybody else who takes part or is a place."""
    kinds = [
        *TAKING_PART,
        OrganisationKind.MUNICIPAL_DEPARTMENT,
        OrganisationKind.BUSINESS_COUNCIL,
        OrganisationKind.PREMISES,
        OrganisationKind.KNOWLEDGE_INSTITUTION,
    ]
    found = Organisation.objects.filter(kind__in=kinds, closed_on__isnull=True)
    return found.exclude(pk=guest.pk).order_by("sort_key")


def coverage(hub: Organisation, *, on: dt.date) -> tuple[list[str], dict[str, str]]:
    """Return a hub's municipalities, and those where it meets companies with the place's name (A36)."""
    area = list(Municipality.objects.filter(hub=hub).order_by("name").values_list("pk", flat=True))
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    places = hub.offices.filter(open_then).values_list("municipality_id", "name")
    return area, dict(places)


def open_offices(organisations: Iterable[Organisation]) -> QuerySet[Office]:
    """Return where people can sit in these organisations."""
    found = Office.objects.filter(organisation__in=list(organisations), kind=OfficeKind.OFFICE)
    return (
        found.filter(closed_on__isnull=True)
        .select_related("organisation")
        .order_by("organisation__sort_key", "name")
    )


def employers() -> QuerySet[Organisation]:
    """Return who may lend a colleague to another (A30): any organisation that has not closed."""
    lending = [
        OrganisationKind.HUB,
        OrganisationKind.LOCAL_SERVICE,
        OrganisationKind.AUTHORITY,
        OrganisationKind.STATE_SCHEME,
        OrganisationKind.MUNICIPAL_DEPARTMENT,
        OrganisationKind.KNOWLEDGE_INSTITUTION,
        OrganisationKind.CLUSTER,
        OrganisationKind.FUND,
    ]
    return Organisation.objects.filter(kind__in=lending, closed_on__isnull=True).order_by("sort_key")


def places_of(organisation: Organisation) -> QuerySet[Office]:
    """Return an organisation's offices and meeting places, those that are open first."""
    return organisation.offices.select_related("municipality", "host").order_by("closed_on", "kind", "name")


def agreements_of(organisation: Organisation) -> QuerySet[OperatorAgreement]:
    """Return what an organisation does and did for whom, the latest first."""
    return organisation.agreements.select_related("municipality").order_by(
        "-valid_from", "municipality__name"
    )


def with_size(found: QuerySet[Organisation]) -> QuerySet[Organisation]:
    """Add how many offices and people each has: `places` and `people`."""
    seats = Q(memberships__user__is_active=True)
    return found.annotate(
        places=Count("offices", filter=Q(offices__closed_on__isnull=True), distinct=True),
        people=Count("memberships__user", filter=seats, distinct=True),
    )


def served_by(organisations: list[int], *, on: dt.date) -> dict[int, list[str]]:
    """Return the names of the municipalities that each serves on a day: a hub's area, an operator's own."""
    found: dict[int, list[str]] = {}
    running = running_agreements(on=on).filter(organisation__in=organisations, role=AgreementRole.OPERATOR)
    names = running.order_by("municipality__name").values_list("organisation_id", "municipality__name")
    areas = Municipality.objects.filter(hub__in=organisations).order_by("name")
    for key, name in [*names, *areas.values_list("hub_id", "name")]:
        if key is not None:
            found.setdefault(key, []).append(name)
    return found
