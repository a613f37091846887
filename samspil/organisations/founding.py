"""Starts an empty installation: the hub of an area, its local services and the first administrator."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from django.db import transaction
from django.utils.text import slugify

from samspil.organisations import actions
from samspil.organisations.imports import load_municipalities, municipality_rows
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User


@dataclass(frozen=True)
class LocalServicePlan:
    """A local service to be created, and the municipalities it will serve, by code."""

    name: str
    municipalities: tuple[str, ...]

    @classmethod
    def parse(cls, text: str, area: str) -> LocalServicePlan:
        """Read "Business Djursland=0706,0707"; raises ValueError saying what is wrong."""
        name, equals, codes = text.partition("=")
        parts = tuple(code.strip() for code in codes.split(",") if code.strip())
        if not (name.strip() and equals and parts):
            raise ValueError(f"--local-service {text!r}: wanted NAME=CODES, such as Business Lemvig=0665")
        inside = {row.code for row in municipality_rows() if row.hub_area == area}
        for code in parts:
            if code not in inside:
                raise ValueError(f"--local-service {text!r}: {code} is not a municipality in {area}")
        return cls(name.strip(), parts)


@dataclass(frozen=True)
class Plan:
    """All that a new installation starts with."""

    area: str
    hub_name: str
    local_services: tuple[LocalServicePlan, ...]
    since: dt.date
    admin_email: str
    admin_name: str
    admin_password: str


@dataclass(frozen=True)
class Founded:
    """What was made."""

    hub: Organisation
    municipalities: int
    local_services: int
    administrator: User


def code_of(name: str) -> str:
    """Erhvervshus Sjælland -> erhvervshus-sjaelland."""
    folded = name.lower().replace("æ", "ae").replace("ø", "oe").replace("å", "aa")
    return slugify(folded)


def free_code(name: str) -> str:
    """Return the code of a name, with a number behind it when another has it."""
    code, taken = code_of(name)[:70] or "organisation", Organisation.objects.values_list("code", flat=True)
    used = set(taken.filter(code__startswith=code))
    return next(each for each in _tries(code) if each not in used)


def _tries(code: str) -> Iterator[str]:
    yield code
    yield from (f"{code}-{number}" for number in count(2))


def areas() -> list[str]:
    """Return the hubs' areas that the reference table knows."""
    return sorted({row.hub_area for row in municipality_rows()})


def refuse_two_operators(services: Iterable[LocalServicePlan]) -> None:
    """Raise ValueError naming the municipalities that more than one local service would serve."""
    served = Counter(code for service in services for code in service.municipalities)
    twice = sorted(code for code, count in served.items() if count > 1)
    if twice:
        raise ValueError(f"--local-service: {', '.join(twice)} more than once; wanted one for each")


def one_each(area: str, *, except_for: Iterable[LocalServicePlan]) -> list[LocalServicePlan]:
    """Plan one local service for every municipality of the area that has none yet."""
    taken = {code for service in except_for for code in service.municipalities}
    return [
        LocalServicePlan(f"Business {row.name}", (row.code,))
        for row in municipality_rows()
        if row.hub_area == area and row.code not in taken
    ]


@transaction.atomic
def found(*, plan: Plan) -> Founded:
    """Carry the plan out, all or nothing.

    Raises ValidationError for an address, a password or a name that will not do.
    """
    load_municipalities(by=None)
    administrator = actions.create_user(
        by=None, email=plan.admin_email, name=plan.admin_name, password=plan.admin_password
    )
    hub = actions.create_organisation(
        by=administrator, code=code_of(plan.hub_name), name=plan.hub_name, kind=OrganisationKind.HUB
    )
    actions.grant(by=administrator, user=administrator, organisation=hub, role=Role.ADMINISTRATOR)
    codes = [row.code for row in municipality_rows() if row.hub_area == plan.area]
    municipalities = Municipality.objects.in_bulk(codes)
    for municipality in municipalities.values():
        actions.assign_to_hub(by=administrator, municipality=municipality, hub=hub)
    for service in plan.local_services:
        served = [municipalities[code] for code in service.municipalities]
        create_local_service(by=administrator, name=service.name, municipalities=served, since=plan.since)
    return Founded(hub, len(municipalities), len(plan.local_services), administrator)


def create_local_service(
    *, by: User | None, name: str, municipalities: list[Municipality], since: dt.date
) -> Organisation:
    """Create a local service and note whom it serves; several municipalities share it (A7)."""
    organisation = actions.create_organisation(
        by=by, code=code_of(name), name=name, kind=OrganisationKind.LOCAL_SERVICE
    )
    kind = AgreementKind.SHARED if len(municipalities) > 1 else AgreementKind.OWN_DEPARTMENT
    for municipality in municipalities:
        actions.agree_operator(
            by=by, organisation=organisation, municipality=municipality, legal_kind=kind, valid_from=since
        )
    return organisation
