"""Puts the region's organisations and people into the database, with a log-in for every role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from samspil.demo.database.directory import JOINED, furnish
from samspil.demo.world.organisations import MAIL
from samspil.demo.world.places import HUB, OTHER_HUB
from samspil.demo.world.records import Adviser, Served, World
from samspil.demo.world.records import Organisation as Invented
from samspil.organisations import actions
from samspil.organisations.imports import load_municipalities
from samspil.organisations.kinds import AgreementKind, LegalForm, OrganisationKind, Role
from samspil.organisations.models import Membership, Municipality, Office, Organisation, User

# Printed for everybody to see: the demo holds nothing that is real.
PASSWORD = "samspil-i-midtjylland"  # noqa: S105  printed by the command; the region is invented
SINCE = dt.date(2017, 1, 1)


@dataclass(frozen=True)
class LogIn:
    """A role one can try; an adviser's log-in is one of the invented advisers."""

    email: str
    name: str
    organisation: str
    role: Role
    office: str = ""


LOG_INS = (
    LogIn(f"lokal@{MAIL}", "Lokal erhvervskonsulent", "business-lemvig", Role.ADVISER),
    LogIn(f"lokalleder@{MAIL}", "Demo Leder i Lemvig", "business-lemvig", Role.UNIT_LEADER),
    LogIn(f"konsulent@{MAIL}", "Erhvervskonsulent i huset", HUB, Role.ADVISER),
    LogIn(f"student@{MAIL}", "Demo Studentermedhjælper", HUB, Role.STUDENT_HELPER, "Aarhus"),
    LogIn(f"leder@{MAIL}", "Demo Leder", HUB, Role.UNIT_LEADER, "Herning"),
    LogIn(f"direktoer@{MAIL}", "Demo Direktør", HUB, Role.DIRECTOR, "Aarhus"),
    LogIn(f"sekretariat@{MAIL}", "Demo KKR-sekretariat", "kkr-midtjylland", Role.SECRETARIAT),
    LogIn(f"evaluator@{MAIL}", "Demo Evaluator", HUB, Role.EVALUATOR),
    LogIn(f"administrator@{MAIL}", "Demo Administrator", HUB, Role.ADMINISTRATOR),
    LogIn(f"nabo@{MAIL}", "Erhvervskonsulent i nabohuset", OTHER_HUB, Role.ADVISER),
)


@dataclass(frozen=True)
class People:
    """Whom the rows of the region belong to: database keys by the world's codes."""

    organisations: dict[str, Organisation]
    offices: dict[tuple[str, str], int]
    advisers: dict[str, int]


def settle(world: World) -> People:
    """Create municipalities, organisations, offices, agreements, advisers and log-ins."""
    load_municipalities(by=None)
    places = Municipality.objects.in_bulk()
    made = {each.code: _organisation(each) for each in world.organisations}
    secretariat = made["kkr-midtjylland"]
    # The secretariat follows the hub's contract without working in the hub.
    secretariat.parent = made[HUB]
    secretariat.save()
    for place in world.places:
        actions.assign_to_hub(by=None, municipality=places[place.code], hub=made[place.hub])
    for each in world.organisations:
        for office in each.offices:
            actions.open_office(
                by=None,
                organisation=made[each.code],
                name=office.name,
                municipality=places[office.municipality],
            )
        for served in each.serves:
            _agree(made[each.code], places[served.municipality], served)
    offices = {(office.organisation.code, office.name): office.pk for office in _offices()}
    people = People(made, offices, _users(world, made, offices))
    furnish(world, made, places, people.advisers)
    return people


def _offices() -> list[Office]:
    return list(Office.objects.select_related("organisation"))


def _organisation(each: Invented) -> Organisation:
    form = LegalForm(each.legal_form) if each.legal_form else None
    kind = OrganisationKind(each.kind)
    return actions.create_organisation(by=None, code=each.code, name=each.name, kind=kind, legal_form=form)


def _agree(organisation: Organisation, municipality: Municipality, served: Served) -> None:
    actions.agree_operator(
        by=None,
        organisation=organisation,
        municipality=municipality,
        legal_kind=AgreementKind(served.footing),
        valid_from=JOINED if served.footing == "shared" else SINCE,
    )


def _users(
    world: World, organisations: dict[str, Organisation], offices: dict[tuple[str, str], int]
) -> dict[str, int]:
    """Everybody at once: hashing a password takes its time by design, so it is done for all together."""
    password = make_password(PASSWORD)
    lent = _lent(world)
    users = [
        User(email=lent.get(each.key, each.email), name=each.name, password=password)
        for each in world.advisers
    ]
    others = [each for each in LOG_INS if each.role != Role.ADVISER]
    extra = [User(email=each.email, name=each.name, password=password) for each in others]
    User.objects.bulk_create([*users, *extra])
    seats = [_seat(user, each) for user, each in zip(users, world.advisers, strict=True)]
    seats += [_seat(user, each) for user, each in zip(extra, others, strict=True)]
    Membership.objects.bulk_create(
        Membership(
            user=user,
            organisation=organisations[organisation],
            role=role,
            office_id=offices.get((organisation, office)),
        )
        for user, organisation, office, role in seats
    )
    return {each.key: user.pk for each, user in zip(world.advisers, users, strict=True)}


def _seat(user: User, each: Adviser | LogIn) -> tuple[User, str, str, str]:
    return user, each.organisation, each.office, each.role


def _lent(world: World) -> dict[str, str]:
    """The address of an adviser's log-in goes to the first adviser there, who has cases."""
    return {
        world.people(each.organisation)[0].key: each.email for each in LOG_INS if each.role == Role.ADVISER
    }
