"""The last weeks' daily work, made through the same actions as the pages use, so that every page shows it.

Nothing here is part of what the hub's contract measures: referrals go from the local service, tasks
and requests are in no data package. The region's scorecard stays equal to its truth.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from samspil.companies.actions import add_contact_person
from samspil.companies.kinds import SubjectKind
from samspil.companies.models import Subject
from samspil.cooperation import actions as cooperation
from samspil.demo.world.organisations import MAIL
from samspil.demo.world.places import HUB
from samspil.guidance import actions as guidance
from samspil.guidance.kinds import Channel, InteractionKind, TaskKind
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Event
from samspil.referrals import actions as referrals
from samspil.referrals.kinds import Basis, ConsentHow
from samspil.referrals.models import Referral

LOCAL = "business-lemvig"
# How far each referral of the local service has come: the steps taken, by whom, days after each other.
ROADS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    (("see", "receiver"),),
    (("see", "receiver"), ("accept", "receiver")),
    (("see", "receiver"), ("accept", "receiver"), ("contact", "receiver")),
    (("see", "receiver"), ("accept", "receiver"), ("contact", "receiver"), ("help", "receiver")),
    (("see", "receiver"), ("return", "receiver")),
)
NEEDS = (
    "Vil finde kapital til en ny hal og har brug for hjælp til at lave investormateriale.",
    "Overvejer at sælge til Tyskland og vil vide, hvor man begynder.",
    "Skal have styr på energiforbruget, før næste aftale med kunden.",
    "Ejeren vil gå fra om tre år og kender ikke mulighederne.",
    "Vil automatisere pakningen og kender ikke priserne.",
    "Har fået en ide, som måske kan beskyttes.",
)


@dataclass(frozen=True)
class Desk:
    """Somebody's place of work in the demo."""

    user: User
    organisation: Organisation


def work(day: dt.date) -> int:
    """Fill the desks of the demo's advisers as of a day; return how many things were done."""
    local, hub = _desk(f"lokal@{MAIL}", LOCAL), _desk(f"konsulent@{MAIL}", HUB)
    before = Event.objects.count()
    for desk in (local, hub):
        subjects = _known_to(desk)
        _people(desk, subjects)
        _tasks(desk, subjects, day)
    lemvig = _known_to(local)
    if not lemvig:
        # The smallest regions may have nobody in Lemvig.
        return Event.objects.count() - before
    _calls(local, lemvig, day)
    _refer(local, hub, lemvig, day)
    _side_by_side(local, lemvig[-1], day)
    _cooperate(local, hub, lemvig, day)
    return Event.objects.count() - before


def _desk(email: str, organisation: str) -> Desk:
    return Desk(User.objects.get(email=email), Organisation.objects.get(code=organisation))


def _known_to(desk: Desk, most: int = 10) -> list[Subject]:
    """Companies the organisation was in contact with and has no shielded case of, newest first."""
    shielded = GuidanceCase.objects.filter(subject=OuterRef("pk"), shielded=True)
    known = Interaction.objects.filter(subject=OuterRef("pk"), organisation=desk.organisation)
    rows = Subject.objects.filter(
        Exists(known), ~Exists(shielded), kind=SubjectKind.COMPANY, ceased=None, succeeded_by=None
    )
    return list(rows.order_by("-pk")[:most])


def _people(desk: Desk, subjects: list[Subject]) -> None:
    for subject in subjects:
        # No telephone number in Denmark begins with 0.
        add_contact_person(
            by=desk.user,
            subject=subject,
            organisation=desk.organisation,
            name=f"Demo Kontakt {subject.pk:05}",
            title="Direktør",
            email=f"kontakt{subject.pk}@{MAIL}",
            phone=f"00{subject.pk % 1_000_000:06}",
            primary=True,
        )


def _tasks(desk: Desk, subjects: list[Subject], day: dt.date) -> None:
    """An appointment today and one ahead, a call back, a next step overdue and one to come."""
    plans: tuple[tuple[TaskKind, int, str, dt.time | None], ...] = (
        (TaskKind.MEETING, 0, "Gennemgå handlingsplanen", dt.time(10)),
        (TaskKind.CALL_BACK, 0, "Vil høre om støtte til rådgivning", dt.time(13, 30)),
        (TaskKind.NEXT_STEP, -2, "Send link om vækstfinansiering", None),
        (TaskKind.NEXT_STEP, 4, "Hør, om de fik svar fra banken", None),
        (TaskKind.VISIT, 6, "Se produktionen", dt.time(9)),
    )
    for subject, (kind, days, text, at) in zip(subjects, plans, strict=False):
        guidance.create_task(
            by=desk.user,
            organisation=desk.organisation,
            assignee=desk.user,
            subject=subject,
            kind=kind,
            due=day + dt.timedelta(days),
            at=at,
            text=text,
        )


def _calls(desk: Desk, subjects: list[Subject], day: dt.date) -> None:
    for number, subject in enumerate(subjects[:4]):
        guidance.register_interaction(
            by=desk.user,
            subject=subject,
            organisation=desk.organisation,
            on=day - dt.timedelta(number),
            kind=InteractionKind.CALL,
            topics=["capital"],
            note="Demo: spurgte, hvem der kan hjælpe med finansiering. Aftalt, at vi vender tilbage.",
            today=day,
        )
    for number, channel in enumerate((Channel.CALL, Channel.WEB, Channel.MAIL)):
        guidance.register_enquiry(
            by=desk.user,
            organisation=desk.organisation,
            on=day - dt.timedelta(number),
            channel=channel,
            topics=["innovation"],
            today=day,
        )


def _refer(local: Desk, hub: Desk, subjects: list[Subject], day: dt.date) -> None:
    """Referrals from the local service to the hub, each a little further than the one before."""
    for number, (subject, road) in enumerate(zip(subjects, ROADS, strict=False)):
        sent = day - dt.timedelta(days=4 + 2 * len(road))
        (draft,) = _written(local, subject, [referrals.Receiver(organisation=hub.organisation)], number, sent)
        referrals.take(by=local.user, referral=draft, step="send", party="sender", on=sent, today=day)
        for days, (step, party) in enumerate(road, start=1):
            referrals.take(
                by=hub.user,
                referral=draft,
                step=step,
                party=party,
                on=sent + dt.timedelta(days),
                note="Demo: vi tager den herfra." if step != "return" else "Demo: hører til hos jer.",
                contact=InteractionKind.CALL if step == "contact" else None,
                today=day,
            )


def _side_by_side(local: Desk, subject: Subject, day: dt.date) -> None:
    """Two private providers asked at once, who are not told of each other."""
    both = [
        referrals.Receiver(name=f"Demo Rådgivning {letter}", email=f"raadgiver-{letter.lower()}@{MAIL}")
        for letter in "AB"
    ]
    for row in _written(local, subject, both, 2, day):
        referrals.take(by=local.user, referral=row, step="send", party="sender", on=day, today=day)


def _written(desk: Desk, subject: Subject, receivers: list[Any], number: int, on: dt.date) -> list[Referral]:
    return referrals.draft(
        by=desk.user,
        subject=subject,
        organisation=desk.organisation,
        receivers=receivers,
        on=on,
        texts={
            "need": NEEDS[number % len(NEEDS)],
            "tried": "Har talt med banken og med den lokale erhvervsservice.",
            "contact_name": f"Demo Kontakt {subject.pk:05}",
            "contact_phone": f"00{subject.pk % 1_000_000:06}",
            "choice_reason": "Nærmeste med erfaring i emnet.",
            "basis": Basis.CONSENT,
            "consent_by": f"Demo Kontakt {subject.pk:05}",
            "consent_on": on,
            "consent_how": ConsentHow.CALL,
        },
    )


def _cooperate(local: Desk, hub: Desk, subjects: list[Subject], day: dt.date) -> None:
    """A joint visit proposed, a request for access, and a question in the grey area."""
    cooperation.propose_visit(
        by=hub.user,
        subject=subjects[0],
        proposer=hub.organisation,
        invited=local.organisation,
        days=[day + dt.timedelta(6), day + dt.timedelta(11)],
        purpose="Se produktionen sammen og aftale, hvem der gør hvad.",
        on=day,
    )
    cooperation.ask_access(
        by=hub.user,
        subject=subjects[-1],
        asker=hub.organisation,
        owner=local.organisation,
        reason="Vi skal i gang med virksomheden og vil ikke spørge om det samme igen.",
        on=day,
    )
    cooperation.ask_grey_area(
        by=local.user,
        organisation=local.organisation,
        hub=hub.organisation,
        local=local.organisation,
        title="Netværk for ejerledere",
        question="Må vi selv drive et netværk for ejerledere, når en konsulent fra huset holder oplægget?",
        topics=["management"],
        on=day,
    )
