"""One of everything, owned by a local service, with somebody in every role of every organisation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from samspil.companies.actions import add_contact_person, register_company, register_founder
from samspil.companies.kinds import ApproachKind
from samspil.companies.models import Approach, Subject
from samspil.cooperation import actions as cooperation
from samspil.governance.actions import import_contract
from samspil.guidance import actions as guidance
from samspil.guidance.kinds import Channel, InteractionKind, Level, TaskKind
from samspil.guidance.models import GuidanceCase, Share
from samspil.organisations import actions as organisations
from samspil.organisations.imports import load_municipalities
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.documents.actions import store
from samspil.platform.imports.models import Import
from samspil.programmes.actions import add_session, create_offer, record_participation
from samspil.referrals import actions as referrals
from samspil.referrals import rules as referral_rules
from samspil.referrals.kinds import ReceiverKind
from samspil.scorecards import actions as scorecards
from samspil.scorecards.models import Run
from tests.access.matrix import RELATIONS
from tests.web.scored import contract_folder

DAY = dt.date(2022, 9, 14)
LATER = dt.date(2022, 9, 28)
KINDS = {"hub": OrganisationKind.HUB, "far": OrganisationKind.HUB, "outside": OrganisationKind.PARTNER}
SECRET = "Betalingsstandsning"
PDF = b"%PDF-1.4 1 0 obj <<>> endobj %%EOF"


@dataclass(frozen=True)
class World:
    """The organisations by relation, the people by relation and role, and the rows by kind."""

    organisations: dict[str, Organisation]
    people: dict[tuple[str, Role], User]
    # The adviser of everything, shielded cases too.
    own: User
    # Was the adviser of a shielded case, and has left the owner.
    left: User
    rows: dict[str, Any]


def make() -> World:
    """Make the world, what is shielded with it; once for each test that asks for it."""
    world = make_open()
    hide(world)
    return world


def make_open() -> World:
    """Make the world as it is without anything shielded."""
    places = _places()
    people = {
        (relation, role): _person(f"{relation}-{role.value}", places[relation], role)
        for relation in RELATIONS
        for role in Role
    }
    own, left = _person("own", places["owner"], Role.ADVISER), _person("left")
    rows = _rows(places, people, own)
    _more(rows, places, people, own)
    return World(places, people, own, left, rows)


def _places() -> dict[str, Organisation]:
    load_municipalities(by=None)
    made = {
        relation: organisations.create_organisation(
            by=None,
            code="erhvervshus-midtjylland" if relation == "hub" else f"org-{relation}",
            name=f"Organisation {relation}",
            kind=KINDS.get(relation, OrganisationKind.LOCAL_SERVICE),
        )
        for relation in RELATIONS
    }
    served = {"owner": "0665", "neighbour": "0671", "receiver": "0657", "guest": "0661"}
    for relation, code in served.items():
        place = organisations.assign_to_hub(
            by=None, municipality=Municipality.objects.get(pk=code), hub=made["hub"]
        )
        organisations.agree_operator(
            by=None, organisation=made[relation], municipality=place, legal_kind=AgreementKind.GRANT,
            valid_from=dt.date(2019, 1, 1),
        )  # fmt: skip
    organisations.assign_to_hub(by=None, municipality=Municipality.objects.get(pk="0851"), hub=made["far"])
    return made


def _person(name: str, place: Organisation | None = None, role: Role | None = None) -> User:
    user = organisations.create_user(by=None, email=f"{name}@example.dk", name=f"P {name}", password=None)
    if place is not None and role is not None:
        organisations.grant(by=None, user=user, organisation=place, role=role)
    return user


def _case(by: User, subject: Subject, owner: Organisation, **details: Any) -> GuidanceCase:
    return guidance.open_case(
        by=by, subject=subject, organisation=owner, level=Level.BASIC, started=DAY, **details
    )


def _contact(by: User, subject: Subject, owner: Organisation, **details: Any) -> Any:
    return guidance.register_interaction(
        by=by, subject=subject, organisation=owner, on=DAY, kind=InteractionKind.MEETING, **details
    )


def _rows(places: dict[str, Organisation], people: dict[tuple[str, Role], User], own: User) -> dict[str, Any]:
    """Companies, founders, people, cases, contacts, tasks: what the owner has."""
    owner = places["owner"]
    company = register_company(
        by=own, name="Nordvest Smedeværk A/S", cvr_number="40084606", organisation=owner,
        municipality=Municipality.objects.get(pk="0665"),
    )  # fmt: skip
    known, alone = (
        register_founder(by=own, name=name, organisation=owner)
        for name in ("Iværksætter Kendt", "Iværksætter Alene")
    )
    case, other = (_case(own, company, owner) for _ in range(2))
    person = add_contact_person(
        by=own, subject=company, organisation=owner, name="Karen Smed", phone="97820000"
    )
    first = _contact(own, company, owner, note="Et notat")
    return {
        "company": company,
        "founder known to partners": known,
        "founder only the owner knows": alone,
        "approach": Approach.objects.create(
            subject=known, organisation=owner, adviser=own, day=DAY, kind=ApproachKind.CALL
        ),
        "contact person": person,
        "case": case,
        "another case": other,
        "interaction": first,
        "interaction on a case": _contact(own, company, owner, case=case, note="På forløbet"),
        **{
            name: guidance.create_task(
                by=own,
                organisation=owner,
                kind=TaskKind.VISIT,
                due=LATER,
                assignee=own,
                subject=company,
                case=on,
            )
            for name, on in (("task", None), ("task on a case", case))
        },
        "enquiry": guidance.register_enquiry(
            by=own, organisation=owner, on=DAY, channel=Channel.CALL, topics=["capital"]
        ),
        "document on a case": store(by=own, owner=case, name="plan.pdf", content=PDF),
    }


def _more(
    rows: dict[str, Any],
    places: dict[str, Organisation],
    people: dict[tuple[str, Role], User],
    own: User,
) -> None:
    """What lies between organisations: referrals, shares, visits, grey areas, agreements."""
    owner, company = places["owner"], rows["company"]
    rows["referral"] = _accepted(rows["case"], places, people, own)
    offer = create_offer(by=own, organiser=owner, title="Gå-hjem-møde")
    session = add_session(by=own, offer=offer, day=DAY)
    rows["participation"] = record_participation(by=own, session=session, subject=company, attended=True)
    leader = people["owner", Role.UNIT_LEADER]
    guest = people["guest", Role.ADVISER]
    request = cooperation.ask_access(
        by=guest, subject=company, asker=places["guest"], owner=owner, reason="Fælles plan", on=DAY
    )
    cooperation.grant_access(by=leader, request=request, on=DAY)
    rows["access request"], rows["share"] = request, Share.objects.get(request=request)
    rows["joint visit"] = cooperation.propose_visit(
        by=own,
        subject=company,
        proposer=owner,
        invited=places["hub"],
        days=[LATER],
        purpose="Eksport",
        on=DAY,
    )
    rows["grey area"], rows["decision"] = (
        cooperation.ask_grey_area(
            by=own,
            organisation=owner,
            hub=places["hub"],
            local=owner,
            title=title,
            question="Hvem?",
            service="networks",
            on=DAY,
            subject=company,
        )
        for title in ("Spørgsmål", "Afgjort spørgsmål")
    )
    for side, who in (("local", leader), ("hub", people["hub", Role.DIRECTOR])):
        cooperation.settle_grey_area(
            by=who, grey=rows["decision"], sides=[side], decision="Det gør huset", level="specialised", on=DAY
        )
    rows["agreement"] = cooperation.agree(
        by=leader, title="Aftale", parties=[owner, places["hub"]], valid_from=DAY, obligations="Møder"
    )
    rows["import"] = Import.objects.create(
        organisation=owner, by=own, kind="companies", source="x", name="x.csv"
    )
    rows["run"] = _run(places["hub"])


def hide(world: World) -> None:
    """Add what is shielded: a crisis, a founder nobody else knows of, and all that belongs to a case."""
    own, owner, company = world.own, world.organisations["owner"], world.rows["company"]
    founder = register_founder(by=own, name="Skjult Iværksætter", organisation=None)
    _case(own, founder, owner, shielded=True)
    _contact(own, founder, owner, case=founder.cases.get(), note=SECRET)
    case = _case(own, company, owner, shielded=True, topics=["crisis"])
    lawyer = add_contact_person(by=own, subject=company, organisation=owner, name="Kurator Krag")
    contact = _contact(own, company, owner, case=case, person=lawyer, note=SECRET)
    task = guidance.create_task(
        by=own, organisation=owner, kind=TaskKind.VISIT, due=LATER, assignee=own, case=case, text=SECRET
    )
    referral = referrals.refer(
        by=own,
        subject=company,
        organisation=owner,
        case=case,
        on=DAY,
        receiver_kind=ReceiverKind.OTHER,
        receiver_name="Advokat Krag",
    )
    world.rows.update(
        {
            "founder of a shielded case": founder,
            "shielded case": case,
            "contact person of a shielded case": lawyer,
            "interaction on a shielded case": contact,
            "task on a shielded case": task,
            "document on a shielded case": store(by=own, owner=case, name="krise.pdf", content=PDF),
            "referral of a shielded case": referral,
            "shielded case of one who left": _case(world.left, company, owner, shielded=True),
        }
    )


def score(world: World) -> None:
    """Put a run that can be opened in the place of the empty one."""
    empty = world.rows["run"]
    version = empty.contract_version
    empty.delete()
    moment = dt.datetime.combine(DAY, dt.time(23), dt.UTC)
    world.rows["run"] = scorecards.run(
        contract_version=version, hub=world.organisations["hub"], as_of=DAY, taken_at=moment, by=None
    )


def _run(hub: Organisation) -> Run:
    """A run that nothing was scored in: who sees it is all that is asked."""
    moment = dt.datetime.combine(DAY, dt.time(12), dt.UTC)
    return Run.objects.create(
        contract_version=import_contract(by=None, folder=contract_folder()), hub=hub, origin="database",
        as_of=DAY, taken_at=moment, started=moment, finished=moment, scorecard="{}", folder="run",
    )  # fmt: skip


def _accepted(
    case: GuidanceCase, places: dict[str, Organisation], people: dict[tuple[str, Role], User], own: User
) -> Any:
    """A referral that the receiver took over, with the case."""
    texts = {
        "need": "Eksport", "tried": "", "contact_name": "Karen Smed", "contact_phone": "97820000",
        "contact_email": "karen@nordvest.example", "choice_reason": "De kan", "basis": "consent",
        "consent_by": "Karen Smed", "consent_on": DAY, "consent_how": "call", "share_case": True,
    }  # fmt: skip
    [referral] = referrals.draft(
        by=own, subject=case.subject, organisation=places["owner"], case=case,
        receivers=[referrals.Receiver(places["receiver"])], on=DAY, texts=texts, topics=["capital"],
    )  # fmt: skip
    [sent] = referrals.send(by=own, referral=referral, on=DAY)
    return referrals.take(
        by=people["receiver", Role.ADVISER],
        referral=sent,
        step="accept",
        party=referral_rules.RECEIVER,
        on=DAY,
    )
