"""Furnishes the region: whom one refers to, a merger of old, a lent colleague, and what advisers know.

The institutions are real and public, and nothing is said of them but what they are; everybody else is
invented. No text, no person and no figure comes from them.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samspil.competence.kinds import Depth
from samspil.competence.models import Certificate, Competence
from samspil.core.standards import topics
from samspil.demo.world.organisations import HUB_OFFICES, JOINT, code_of
from samspil.demo.world.places import HUB
from samspil.demo.world.records import World
from samspil.organisations import actions, mergers
from samspil.organisations.founding import free_code
from samspil.organisations.kinds import AgreementKind, OfficeKind, OrganisationKind, Role
from samspil.organisations.models import Membership, Municipality, Office, Organisation

K = OrganisationKind
# The day two local services became one.
JOINED = dt.date(2019, 1, 1)
BEFORE = dt.date(2017, 1, 1)
CATALOGUE = "resultatkontrakt-2022"

# What the hub's and the services' advisers have passed: title and topics.
COURSES = (
    ("Certificeret virksomhedsvejleder", ""),
    ("Grøn omstilling i praksis", "green"),
    ("Kapital og investorer", "capital"),
    ("Digitale forretningsmodeller", "business_models;digital"),
)


@dataclass(frozen=True)
class Actor:
    """A line of actors.csv: no topic is all of them, no municipality the whole country."""

    kind: OrganisationKind
    name: str
    topics: tuple[str, ...]
    municipalities: tuple[str, ...]
    description: str


def actors() -> list[Actor]:
    """Read whom one refers to in the region."""
    with Path(__file__).with_name("actors.csv").open(encoding="utf-8", newline="") as file:
        return [
            Actor(
                K(row["kind"]),
                row["name"],
                tuple(row["topics"].split()),
                tuple(row["municipalities"].split()),
                row["description"],
            )
            for row in csv.DictReader(file, delimiter=";")
        ]


def furnish(
    world: World,
    made: Mapping[str, Organisation],
    places: Mapping[str, Municipality],
    advisers: Mapping[str, int],
) -> None:
    """Put it all in; the same for every seed, so that no figure of the region moves."""
    inboxes = [each for each in made.values() if each.kind in (K.HUB, K.LOCAL_SERVICE)]
    for organisation in inboxes:
        organisation.email = f"post@{organisation.code}.example"
        organisation.save()
    directory = {each.name: _actor(each, places) for each in actors()}
    _merge_of_old(made, places)
    _offices(made, places)
    lent = next(each for each in world.advisers if each.organisation == HUB and each.office == "Horsens")
    seats = Membership.objects.filter(user=advisers[lent.key], role=Role.ADVISER)
    seats.update(employer=directory["Eksportrådet"])
    _knowledge(world, advisers)


def _actor(each: Actor, places: Mapping[str, Municipality]) -> Organisation:
    return actions.create_organisation(
        by=None,
        code=free_code(each.name),
        name=each.name,
        kind=each.kind,
        topics=";".join(sorted(each.topics)),
        description=each.description,
        covers=[places[code] for code in each.municipalities],
    )


def _merge_of_old(made: Mapping[str, Organisation], places: Mapping[str, Municipality]) -> None:
    """The joint service was two before (A1, A24)."""
    for name, codes in JOINT.values():
        for code in codes:
            old = actions.create_organisation(
                by=None,
                code=f"{code_of(name)}-{code}",
                name=f"Business {places[code].name}",
                kind=K.LOCAL_SERVICE,
            )
            actions.agree_operator(
                by=None,
                organisation=old,
                municipality=places[code],
                legal_kind=AgreementKind.OWN_DEPARTMENT,
                valid_from=BEFORE,
            )
            mergers.merge(by=None, predecessor=old, successor=made[code_of(name)], on=JOINED)


def _offices(made: Mapping[str, Organisation], places: Mapping[str, Municipality]) -> None:
    """A branch of the hub lies at a large local operator (A55); it meets companies elsewhere too (A36)."""
    [herning] = [name for name, _codes in JOINT.values()]
    assert HUB_OFFICES[1].name == "Herning"
    Office.objects.filter(organisation=made[HUB], name="Herning").update(host=made[code_of(herning)])
    for code, name in (("0665", "Lemvig Rådhus"), ("0741", "Samsø Energiakademi")):
        actions.open_office(
            by=None,
            organisation=made[HUB],
            name=name,
            municipality=places[code],
            kind=OfficeKind.MEETING_PLACE,
        )


def _knowledge(world: World, advisers: Mapping[str, int]) -> None:
    """Each adviser is a specialist in one topic and works with two; every third has a certificate."""
    codes = [topic.code for topic in topics().named(CATALOGUE).topics]
    competences, certificates = [], []
    for number, each in enumerate(world.advisers):
        at_hub = each.organisation == HUB
        first = Depth.SPECIALIST if at_hub else Depth.WORKS
        for step, depth in ((0, first), (3, Depth.WORKS), (7, Depth.KNOWS)):
            topic = codes[(number + step) % len(codes)]
            competences.append(Competence(user_id=advisers[each.key], topic=topic, depth=depth))
        if number % 3 == 0:
            title, about = COURSES[number // 3 % len(COURSES)]
            passed = dt.date(2019 + number % 3, 1 + number % 12, 15)
            certificates.append(
                Certificate(
                    user_id=advisers[each.key],
                    title=title,
                    institution="Midtjysk Erhvervsudviklings Akademi (MEA)",
                    topics=about,
                    passed_on=passed,
                    expires_on=passed.replace(year=passed.year + 3) if about == "" else None,
                )
            )
    Competence.objects.bulk_create(competences)
    Certificate.objects.bulk_create(certificates)
