"""A small hub with a scored contract in the database: what the tests of pages look at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import Subject
from samspil.core.measures.contract_folder import read_contract
from samspil.governance import actions as governance
from samspil.governance.models import ContractVersion, PresentationOffer
from samspil.guidance.kinds import InteractionKind, Level, Segment
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.danish import search_key, sort_key
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.referrals.kinds import ReceiverKind
from samspil.referrals.models import Referral
from samspil.scorecards import actions
from samspil.scorecards.models import Run
from samspil.shipped import folder
from samspil.surveys.models import AwarenessRespondent, AwarenessWave, EvaluationAnswer

CODE = "erhvervshus-midtjylland-2022"
JUNE, SEPTEMBER = dt.date(2022, 6, 30), dt.date(2022, 9, 30)
TRADES = ("Smedeværk", "Bageri", "Tømrer", "Software", "Møbelfabrik", "Planteskole", "Rådgivning")
PLACES = ("Nordvest", "Engdal", "Midtby", "Åhuse", "Skovbo")


@dataclass(frozen=True)
class Scored:
    """The hub, its contract and two runs of it."""

    hub: Organisation
    version: ContractVersion
    june: Run
    september: Run


@cache
def contract_folder() -> Path:
    """Where the real contract lies."""
    return folder("contracts") / CODE


def score(hub: Organisation, companies: int = 40) -> Scored:
    """Fill the hub with so many companies, and score the real contract at two days."""
    codes = read_contract(contract_folder()).municipalities
    Municipality.objects.filter(code__in=codes).update(hub=hub)
    _guidance(hub, codes, companies)
    _surveys(hub, codes, companies)
    offers = [
        PresentationOffer(organisation=hub, municipality_id=code, offered=dt.date(2022, 3, 1))
        for code in codes[:17]
    ]
    PresentationOffer.objects.bulk_create(offers)
    governance.decide_milestone(
        by=None, organisation=hub, milestone="mea-continued", on=dt.date(2022, 2, 1), done=True
    )
    version = governance.import_contract(by=None, folder=contract_folder())
    june, september = (_run(version, hub, day) for day in (JUNE, SEPTEMBER))
    return Scored(hub, version, june, september)


def _run(version: ContractVersion, hub: Organisation, day: dt.date) -> Run:
    taken = dt.datetime.combine(day, dt.time(23, 30), dt.UTC)
    return actions.run(contract_version=version, hub=hub, as_of=day, taken_at=taken, by=None)


def _guidance(hub: Organisation, codes: tuple[str, ...], companies: int) -> None:
    """A case each, in 2021 or 2022; some lack segment, municipality or end, one is shielded."""
    subjects = Subject.objects.bulk_create(_subject(number, codes) for number in range(companies))
    adviser = organisations.create_user(by=None, email="signe@example.dk", name="Signe", password=None)
    organisations.grant(by=None, user=adviser, organisation=hub, role=Role.ADVISER)
    cases = GuidanceCase.objects.bulk_create(
        _case(hub, subject, number, adviser) for number, subject in enumerate(subjects)
    )
    Interaction.objects.bulk_create(
        Interaction(
            subject=case.subject, case=case, organisation=hub, on=case.started, kind=InteractionKind.MEETING
        )
        for case in cases
    )
    Referral.objects.bulk_create(
        Referral(
            subject=case.subject,
            case=case,
            organisation=hub,
            on=case.started,
            receiver_kind=ReceiverKind.PRIVATE_ADVISER,
        )
        for case in cases[::2]
    )
    offer = GroupOffer.objects.create(organiser=hub, title="Grøn omstilling i praksis")
    session = Session.objects.create(offer=offer, day=dt.date(2022, 4, 5))
    Participation.objects.bulk_create(
        Participation(session=session, subject=subject, attended=number % 7 != 0)
        for number, subject in enumerate(subjects[::3])
    )
    Participation.objects.create(session=session, subject=None)


def _subject(number: int, codes: tuple[str, ...]) -> Subject:
    founder = number % 13 == 5
    kind = PLACES[number % len(PLACES)], TRADES[number % len(TRADES)]
    name = f"Iværksætter {number:03}" if founder else f"{kind[0]} {kind[1]} {number:03}"
    return Subject(
        kind=SubjectKind.FOUNDER if founder else SubjectKind.COMPANY,
        name=name,
        search_key=search_key(name),
        sort_key=sort_key(name),
        cvr_number=None if founder else f"{99_000_000 + number}",
        municipality_id=None if number % 11 == 4 else codes[number % len(codes)],
    )


def _case(hub: Organisation, subject: Subject, number: int, adviser: User) -> GuidanceCase:
    year = 2021 if number % 4 == 0 else 2022
    started = dt.date(year, 1 + number % 6, 1 + number % 28)
    segment = ("", Segment.GROWTH, Segment.OPERATION)[number % 3]
    return GuidanceCase(
        subject=subject,
        organisation=hub,
        level=Level.SPECIALISED,
        segment=segment,
        segment_by=adviser if segment and number % 5 else None,
        segment_on=started if segment and number % 5 else None,
        started=started,
        ended=started + dt.timedelta(30) if number % 6 else None,
        signed_up=True,
        shielded=number == 3,
        adviser=adviser,
    )


def _surveys(hub: Organisation, codes: tuple[str, ...], companies: int) -> None:
    """An answer for each case of 2021, and two waves of the awareness survey."""
    cases = GuidanceCase.objects.filter(organisation=hub, started__year=2021).select_related("subject")
    EvaluationAnswer.objects.bulk_create(
        EvaluationAnswer(
            subject=case.subject,
            case=case,
            organisation=hub,
            guided_year=2021,
            on=dt.date(2022, 1, 10),
            satisfaction="very_satisfied" if number % 5 else "satisfied",
            recommend=9 + number % 2,
            referred="yes",
            referred_to="private",
            used="used" if number % 2 else "no",
            effect="high" if number % 3 else "some",
            topics="green" if number % 2 else "digital",
            consented=number % 2 == 0,
        )
        for number, case in enumerate(cases.order_by("pk"))
    )
    for year in (2021, 2022):
        wave = AwarenessWave.objects.create(organisation=hub, year=year, population=10_000)
        AwarenessRespondent.objects.bulk_create(
            AwarenessRespondent(
                wave=wave,
                on=dt.date(year, 9, 1),
                municipality_id=codes[number % len(codes)],
                heard="yes" if number % 5 < (2 if year == 2021 else 3) else "no",
                green="yes" if number % 5 == 0 else "",
            )
            for number in range(companies)
        )
