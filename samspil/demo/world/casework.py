"""Makes one guidance case at a time: contacts, topics, segment, end and referrals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from samspil.demo.world.dice import Dice
from samspil.demo.world.places import HUB, office_for
from samspil.demo.world.records import LAST, Adviser, Case, Contact, Referral, Subject, World

TOPICS = (
    ("digital", 18.0), ("innovation", 14.0), ("capital", 15.0), ("internationalisation", 10.0),
    ("business_models", 14.0), ("social_responsibility", 4.0), ("green", 16.0), ("crisis", 4.0),
    ("management", 10.0), ("ownership_change", 5.0),
)  # fmt: skip
CONFIDENTIAL = {"crisis", "ownership_change"}
KINDS: tuple[tuple[Literal["visit", "meeting", "call", "mail"], float], ...] = (
    ("visit", 3), ("meeting", 4), ("call", 3), ("mail", 1),
)  # fmt: skip
SEGMENTS: tuple[tuple[Literal["growth", "operation"] | None, float], ...] = (
    ("growth", 30), ("operation", 57.5), (None, 12.5),
)  # fmt: skip
RECEIVERS = (
    ("private_adviser", 40.0), ("state_scheme", 14.0), ("knowledge_institution", 7.0), ("cluster", 6.0),
    ("fund", 5.0), ("gts", 3.0), ("municipality", 9.0), ("virksomhedsguiden", 7.0), ("other", 3.0),
    ("own_programme", 6.0),
)  # fmt: skip
LOCAL_RECEIVERS = (
    ("business_hub", 45.0), ("private_adviser", 25.0), ("virksomhedsguiden", 12.0), ("job_centre", 8.0),
    ("knowledge_institution", 5.0), ("other", 5.0),
)  # fmt: skip
GAPS = (0, 1, 1, 2, 2, 3, 4)


class Casework:
    """Opens cases at an organisation and carries them through."""

    def __init__(self, world: World, topic: str) -> None:
        self.world = world
        self.dice = Dice(world.seed, topic)
        self._people = {each.code: world.people(each.code) for each in world.organisations}

    def guide(self, subject: Subject, on: date, organisation: str, *, more: int | None = None) -> Case:
        """A specialised case at a hub, from its first contact to its end; `more` contacts after the first."""
        topics = self._topics()
        office = office_for(subject.municipality)
        case = self._open(subject, on, organisation, office, "specialised", topics)
        case.signed_up = self.dice.by_weight(((True, 0.72), (False, 0.2), (None, 0.08)))
        case.shielded = bool(CONFIDENTIAL & set(topics)) and self.dice.hit(0.25)
        self._contacts(case, self.dice.one(GAPS) if more is None else more)
        if subject.kind == "company":
            self._judge(case)
        self._close(case, never=0.05)
        self._refer(case)
        return case

    def clarify(self, subject: Subject, on: date, organisation: str) -> Case:
        """A basic case at a local service: a talk or two, and perhaps a referral."""
        case = self._open(subject, on, organisation, "", "basic", self._topics()[:1])
        self._contacts(case, self.dice.by_weight(((0, 6), (1, 3), (2, 1))))
        self._close(case, never=0.08)
        if self.dice.hit(0.35):
            receiver = self.dice.by_weight(LOCAL_RECEIVERS)
            self.refer(case, case.contacts[0].on, receiver)
        return case

    def _open(
        self,
        subject: Subject,
        on: date,
        organisation: str,
        office: str,
        level: Literal["specialised", "basic"],
        topics: tuple[str, ...],
    ) -> Case:
        people = self._people[organisation]
        near = [each for each in people if each.office == office] or people
        adviser = self.dice.one(near)
        met = subject.municipality if self.dice.hit(0.6) else self._seat(adviser)
        case = Case(
            key=f"c{len(self.world.cases) + 1:06}",
            subject=subject,
            organisation=organisation,
            office=adviser.office,
            adviser=adviser,
            level=level,
            topics=topics,
            met=met if self.dice.hit(0.85) else None,
            target_group=target_group(subject, on),
            started=on,
            registered=on,
        )
        self.world.cases.append(case)
        return case

    def _seat(self, adviser: Adviser) -> str:
        organisation = next(each for each in self.world.organisations if each.code == adviser.organisation)
        return next(each.municipality for each in organisation.offices if each.name == adviser.office)

    def _topics(self) -> tuple[str, ...]:
        first = self.dice.by_weight(TOPICS)
        second = self.dice.by_weight(TOPICS)
        return (first, second) if second != first and self.dice.hit(0.35) else (first,)

    def _contacts(self, case: Case, more: int) -> None:
        """The first contact opens the case; the others follow at one to six weeks."""
        on = case.started
        self.contact(case.subject, on, case.organisation, case.adviser, case)
        for _ in range(more):
            on += timedelta(self.dice.number(7, 42))
            if on > LAST:
                return
            self.contact(case.subject, on, case.organisation, case.adviser, case)

    def contact(
        self,
        subject: Subject,
        on: date,
        organisation: str,
        adviser: Adviser | None = None,
        case: Case | None = None,
    ) -> Contact:
        """A contact that was held, on a case or by itself."""
        contact = Contact(
            key=f"i{len(self.world.contacts) + 1:06}",
            subject=subject,
            organisation=organisation,
            adviser=adviser or self.dice.one(self._people[organisation]),
            on=on,
            registered=on,
            kind=self.dice.by_weight(KINDS),
            case=case,
        )
        self.world.contacts.append(contact)
        if case is not None:
            case.contacts.append(contact)
        return contact

    def _judge(self, case: Case) -> None:
        case.segment = self.dice.by_weight(SEGMENTS)
        if case.segment is not None:
            case.segment_by = case.adviser
            case.segment_on = case.segment_registered = case.started + timedelta(self.dice.number(0, 21))

    def _close(self, case: Case, never: float) -> None:
        last = case.contacts[-1].on
        ended = last + timedelta(self.dice.number(0, 30))
        if not self.dice.hit(never):
            case.ended = case.ended_registered = ended

    def _refer(self, case: Case) -> None:
        """Most are referred on; some only to a programme of the hub's own."""
        if not self.dice.hit(0.87):
            return
        self.refer(case, self.dice.one(case.contacts).on, self.dice.by_weight(RECEIVERS))
        if self.dice.hit(0.3):
            self.refer(case, self.dice.one(case.contacts).on, self.dice.by_weight(RECEIVERS))

    def refer(self, case: Case, on: date, receiver: str) -> Referral:
        """Refer the case's subject to another actor on a day of contact."""
        referral = Referral(
            key=f"r{len(self.world.referrals) + 1:06}",
            subject=case.subject,
            organisation=case.organisation,
            adviser=case.adviser,
            on=on,
            registered=on,
            receiver=receiver,
            case=case,
            to=HUB if receiver == "business_hub" else "",
        )
        self.world.referrals.append(referral)
        case.referrals.append(referral)
        return referral


def target_group(subject: Subject, on: date) -> str:
    """The reporting group of standards/target_groups.toml: the first that fits."""
    if subject.kind == "founder":
        return "foerstarter"
    if subject.founded is not None and (on - subject.founded).days < 3 * 365:
        return "ivaerksaetter"
    return "stor" if (subject.employees or 0) >= 250 else "smv"
