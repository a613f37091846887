"""A small region: a hub, a local service, another hub, and a few of every kind of row."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from samspil.companies.actions import register_company, register_founder, succeed
from samspil.companies.models import RegisterOutcome, Subject
from samspil.core.measures.contract_folder import read_contract, write_contract
from samspil.governance import actions as governance
from samspil.governance.models import ContractVersion
from samspil.guidance import actions as guidance
from samspil.guidance.kinds import InteractionKind, Level, Segment
from samspil.guidance.models import GuidanceCase
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.programmes import actions as programmes
from samspil.referrals.actions import refer
from samspil.referrals.kinds import ReceiverKind
from samspil.shipped import folder
from samspil.surveys import actions as surveys
from samspil.surveys.models import AwarenessRespondent, EvaluationAnswer

CONTRACT = folder("contracts") / "erhvervshus-midtjylland-2022"
TAKEN = dt.datetime(2022, 9, 30, 18, tzinfo=dt.UTC)
DAY = dt.date(2022, 3, 1)
# One point of each kind: respondents, answers, municipalities, subjects, cases.
POINTS = {"1.1", "3.1", "4.2", "8.3", "8.4"}


@dataclass
class Region:
    """What the tests point at."""

    hub: Organisation
    lemvig: Organisation
    other_hub: Organisation
    anna: User
    leader: User
    evaluator: User
    secretary: User
    # Smith: guided, open to all. Secret: its only case is shielded, Anna's colleague's.
    smith: Subject
    secret: Subject
    founder: Subject
    became: Subject
    local: Subject
    local_secret: Subject
    far: Subject
    shielded: GuidanceCase
    case: GuidanceCase
    consented: EvaluationAnswer
    silent: EvaluationAnswer
    version: ContractVersion


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """A data folder of the test's own."""
    settings.DATA = tmp_path / "data"
    return tmp_path / "data"


@pytest.fixture(scope="session")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contract with one point of each kind only, since most tests need no more."""
    whole = read_contract(CONTRACT)
    goals = (
        goal.model_copy(update={"points": tuple(point for point in goal.points if point.id in POINTS)})
        for goal in whole.goals
    )
    place = tmp_path_factory.mktemp("contract")
    write_contract(whole.model_copy(update={"goals": tuple(goals)}), place)
    return place


def somebody(email: str, organisation: Organisation, role: Role = Role.ADVISER) -> User:
    """Somebody with a role; without a password, which takes longest to make."""
    made = organisations.create_user(by=None, email=email, name=email, password=None)
    organisations.grant(by=None, user=made, organisation=organisation, role=role)
    return made


@pytest.fixture
def region(hub: Organisation, municipalities: dict[str, Municipality], contract: Path) -> Region:
    """The region, made through the actions."""
    for code in ("0665", "0751"):
        organisations.assign_to_hub(by=None, municipality=municipalities[code], hub=hub)
    lemvig = organisation("business-lemvig", OrganisationKind.LOCAL_SERVICE)
    organisations.agree_operator(
        by=None, organisation=lemvig, municipality=municipalities["0665"],
        legal_kind=AgreementKind.OWN_DEPARTMENT, valid_from=dt.date(2020, 1, 1),
    )  # fmt: skip
    kkr = organisation("kkr-midtjylland", OrganisationKind.SECRETARIAT, parent=hub)
    anna, bo = somebody("anna@example.dk", hub), somebody("bo@example.dk", hub)
    company = {
        name: register_company(
            by=None, name=f"{name.title()} ÅØ A/S", cvr_number=cvr, municipality=municipalities[code]
        )
        for name, cvr, code in (
            ("smith", "40084606", "0665"), ("secret", "25052943", "0751"), ("local", "10150817", "0665"),
            ("hidden", None, "0665"), ("far", "89563518", "0101"), ("became", None, "0751"),
        )
    }  # fmt: skip
    founder = register_founder(by=None, name="Førstarter Åse", municipality=municipalities["0751"])
    succeed(by=None, predecessor=founder, successor=company["became"], on=dt.date(2022, 6, 1))
    case = guided(anna, company["smith"], hub, level=Level.SPECIALISED)
    guidance.judge_segment(by=anna, case=case, segment=Segment.GROWTH, on=DAY)
    shielded = guided(bo, company["secret"], hub, level=Level.SPECIALISED, shielded=True)
    guidance.judge_segment(by=bo, case=shielded, segment=Segment.GROWTH, on=DAY)
    guided(anna, founder, hub, level=Level.SPECIALISED)
    guided(None, company["local"], lemvig, level=Level.BASIC)
    guided(None, company["hidden"], lemvig, level=Level.BASIC, shielded=True)
    other_hub = organisation("erhvervshus-sjaelland", OrganisationKind.HUB)
    guided(None, company["far"], other_hub, level=Level.SPECIALISED)
    consented, silent = answered(hub, company["smith"], True), answered(hub, company["secret"], None)
    return Region(
        hub=hub, lemvig=lemvig, other_hub=other_hub, anna=anna,
        leader=somebody("leder@example.dk", hub, Role.UNIT_LEADER),
        evaluator=somebody("eva@example.dk", hub, Role.EVALUATOR),
        secretary=somebody("kkr@example.dk", kkr, Role.SECRETARIAT),
        smith=company["smith"], secret=company["secret"], founder=founder, became=company["became"],
        local=company["local"], local_secret=company["hidden"], far=company["far"],
        shielded=shielded, case=case, consented=consented, silent=silent,
        version=governance.import_contract(by=None, folder=contract),
    )  # fmt: skip


def organisation(code: str, kind: OrganisationKind, parent: Organisation | None = None) -> Organisation:
    """An organisation with its code for a name."""
    return organisations.create_organisation(by=None, code=code, name=code, kind=kind, parent=parent)


def guided(by: User | None, subject: Subject, at: Organisation, **details: Any) -> GuidanceCase:
    """A case with a meeting and a referral."""
    case = guidance.open_case(
        by=by, subject=subject, organisation=at, started=DAY, topics=["kapital"], **details
    )
    rows: dict[str, Any] = {"by": by, "subject": subject, "organisation": at, "on": DAY, "case": case}
    guidance.register_interaction(**rows, kind=InteractionKind.MEETING, note="Hemmeligt notat")
    refer(**rows, receiver_kind=ReceiverKind.PRIVATE_ADVISER, receiver_name="Rådgiver Hansen")
    return case


def answered(hub: Organisation, subject: Subject, consented: bool | None) -> EvaluationAnswer:
    """A very satisfied answer on 2021's guidance."""
    return surveys.record_answer(
        by=None, subject=subject, organisation=hub, guided_year=2021, on=DAY, satisfaction="very_satisfied",
        recommend=9, consented=consented,
    )  # fmt: skip


def furnish(region: Region) -> None:
    """Add what only the snapshot tests need: events, awareness, outcomes, offers, milestones."""
    events: list[tuple[Organisation, list[Organisation]]] = [
        (region.hub, []), (region.lemvig, [region.hub]), (region.lemvig, []), (region.other_hub, []),
    ]  # fmt: skip
    for organiser, shared in events:
        offer = programmes.create_offer(
            by=None, organiser=organiser, title="Gå-hjem-møde", co_organisers=shared
        )
        session = programmes.add_session(by=None, offer=offer, day=DAY)
        programmes.record_participation(by=None, session=session, subject=region.smith, attended=True)
        programmes.record_participation(by=None, session=session, subject=None)
    wave = surveys.open_wave(by=None, organisation=region.hub, year=2022, population=40_000)
    surveys.open_wave(by=None, organisation=region.hub, year=2021)
    AwarenessRespondent.objects.create(wave=wave, on=DAY, heard="yes", green="no", municipality_id="0665")
    AwarenessRespondent.objects.create(wave=wave, on=DAY, heard="no_answer", weight=1.5)
    for subject in (region.smith, region.far):
        RegisterOutcome.objects.create(subject=subject, year=2020, revenue=1200.5, employment=3, fte=2.5)
    lemvig = Municipality.objects.get(code="0665")
    governance.offer_presentation(by=None, organisation=region.hub, municipality=lemvig, offered=DAY)
    governance.decide_milestone(
        by=None, organisation=region.hub, milestone="mea-continued", on=DAY, done=True
    )
