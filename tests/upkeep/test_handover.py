"""A colleague leaves: everything open gets a new name in one step, or nothing does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from samspil.companies.actions import register_company
from samspil.companies.models import ContactPerson, Subject
from samspil.guidance import actions as guidance
from samspil.guidance.kinds import Level, TaskKind
from samspil.guidance.models import GuidanceCase, Task
from samspil.organisations.absences import note_absence
from samspil.organisations.actions import create_organisation, grant
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.organisations.queries import substitute_for
from samspil.platform.audit.models import Event
from samspil.platform.messages.models import Message
from samspil.referrals.kinds import Basis, ReceiverKind, State
from samspil.referrals.models import Handover, Referral
from samspil.upkeep.handover import estate_of, hand_everything_over

MakeUser = Callable[..., User]
DAY = dt.date(2022, 9, 30)


@pytest.fixture
def people(hub: Organisation, make_user: MakeUser) -> dict[str, User]:
    """A leader, one who leaves, and two who stay."""
    roles = {"lene": Role.UNIT_LEADER, "anna": Role.ADVISER, "bo": Role.ADVISER, "carl": Role.ADVISER}
    return {name: make_user(f"{name}@example.dk", hub, role) for name, role in roles.items()}


def company(name: str = "Nordvest Smedeværk") -> Subject:
    return Subject.objects.get(pk=register_company(by=None, name=name).pk)


def opened(adviser: User, hub: Organisation, subject: Subject) -> GuidanceCase:
    return guidance.open_case(
        by=adviser, subject=subject, organisation=hub, level=Level.SPECIALISED, started=DAY
    )


def task(assignee: User, hub: Organisation, subject: Subject) -> Task:
    return guidance.create_task(
        by=assignee,
        organisation=hub,
        assignee=assignee,
        kind=TaskKind.CALL_BACK,
        due=DAY,
        subject=subject,
        text="Ring",
    )


def test_every_case_and_task_gets_a_new_adviser_and_the_log_in_is_closed(
    hub: Organisation, people: dict[str, User]
) -> None:
    anna, bo, carl = people["anna"], people["bo"], people["carl"]
    one, other = opened(anna, hub, company("Ét")), opened(anna, hub, company("To"))
    closed = opened(anna, hub, company("Tre"))
    guidance.close_case(by=anna, case=closed, on=DAY)
    waiting = task(anna, hub, company("Fire"))
    outcome = hand_everything_over(
        by=people["lene"], leaver=anna, to=bo, chosen={other.pk: carl}, on=DAY, why="fratrådt"
    )
    assert (outcome.cases, outcome.tasks) == (2, 1)
    for row in (one, other, closed, waiting, anna):
        row.refresh_from_db()
    assert (one.adviser, other.adviser, waiting.assignee) == (bo, carl, bo)
    assert closed.adviser == anna, "history says who it was"
    assert not anna.is_active
    told = Event.objects.filter(action="hand_over", key=str(one.pk)).latest("pk")
    assert (told.by, told.why, told.changes["adviser_id"]) == (people["lene"], "fratrådt", [anna.pk, bo.pk])
    assert estate_of(anna).cases == []


def test_when_one_thing_cannot_be_handed_over_nothing_is(hub: Organisation, people: dict[str, User]) -> None:
    anna = people["anna"]
    case = opened(anna, hub, company())
    task(anna, hub, company("To"))
    with pytest.raises(ValidationError, match="Vælg, hvem"):
        hand_everything_over(by=people["lene"], leaver=anna, to=None, chosen={case.pk: people["bo"]}, on=DAY)
    case.refresh_from_db()
    anna.refresh_from_db()
    assert (case.adviser, anna.is_active) == (anna, True)


def test_only_a_colleague_who_can_be_responsible_takes_over(
    hub: Organisation, people: dict[str, User], make_user: MakeUser
) -> None:
    opened(people["anna"], hub, company())
    student = make_user("stud@example.dk", hub, Role.STUDENT_HELPER)
    stranger = make_user("fremmed@example.dk")
    for taker in (student, stranger, people["anna"]):
        with pytest.raises(ValidationError, match="kan ikke overtage"):
            hand_everything_over(by=people["lene"], leaver=people["anna"], to=taker, on=DAY)


@pytest.mark.parametrize("who", ["bo", "anna"])
def test_a_colleague_does_not_send_anybody_away_nor_oneself(
    hub: Organisation, people: dict[str, User], who: str
) -> None:
    with pytest.raises(PermissionDenied):
        hand_everything_over(by=people[who], leaver=people["anna"], to=people["bo"], on=DAY)


def test_a_leader_does_not_give_away_what_belongs_to_another_organisation(
    hub: Organisation, people: dict[str, User]
) -> None:
    other = create_organisation(by=None, code="x", name="Business X", kind=OrganisationKind.LOCAL_SERVICE)
    opened(people["anna"], other, company())
    with pytest.raises(ValidationError, match="anden organisation"):
        hand_everything_over(by=people["lene"], leaver=people["anna"], to=people["bo"], on=DAY)
    grant(by=None, user=people["anna"], organisation=other, role=Role.ADVISER)
    with pytest.raises(PermissionDenied):
        hand_everything_over(by=people["lene"], leaver=people["anna"], to=people["bo"], on=DAY)


def test_the_company_gets_a_letter_with_the_new_name_if_wished_and_a_shielded_case_none(
    hub: Organisation, people: dict[str, User]
) -> None:
    subject, hidden = company(), company("Skjult")
    for each in (subject, hidden):
        ContactPerson.objects.create(
            subject=each, organisation=hub, name="Kim Kontakt", email=f"kim{each.pk}@example.dk", primary=True
        )
    opened(people["anna"], hub, subject)
    guidance.shield_case(by=people["anna"], case=opened(people["anna"], hub, hidden))
    outcome = hand_everything_over(
        by=people["lene"], leaver=people["anna"], to=people["bo"], on=DAY, tell=True
    )
    assert (outcome.cases, outcome.letters) == (2, 1)
    [letter] = Message.objects.filter(kind="handover")
    assert letter.address == f"kim{subject.pk}@example.dk"
    assert "Bo" in letter.body


def test_who_counted_on_the_leaver_as_a_substitute_gets_the_one_who_takes_over(
    hub: Organisation, people: dict[str, User]
) -> None:
    anna, bo, carl = people["anna"], people["bo"], people["carl"]
    note_absence(by=carl, user=carl, substitute=anna, first=DAY, last=DAY)
    hand_everything_over(by=people["lene"], leaver=anna, to=bo, on=DAY)
    assert substitute_for(carl, on=DAY) == bo


def test_what_another_colleague_does_on_the_case_stays_with_the_colleague(
    hub: Organisation, people: dict[str, User]
) -> None:
    subject = company()
    case = opened(people["anna"], hub, subject)
    own, other = (
        guidance.create_task(
            by=user,
            organisation=hub,
            assignee=user,
            kind=TaskKind.NEXT_STEP,
            due=DAY,
            subject=subject,
            case=case,
            text="Send",
        )
        for user in (people["anna"], people["carl"])
    )
    hand_everything_over(by=people["lene"], leaver=people["anna"], to=people["bo"], on=DAY)
    for task_row, assignee in ((own, people["bo"]), (other, people["carl"])):
        task_row.refresh_from_db()
        assert task_row.assignee == assignee


def test_referrals_that_wait_go_on_to_the_one_who_takes_over(
    hub: Organisation, people: dict[str, User]
) -> None:
    other = create_organisation(by=None, code="x", name="Business X", kind=OrganisationKind.LOCAL_SERVICE)
    subject, anna = company(), people["anna"]
    case = opened(anna, hub, subject)
    rows = [
        Referral.objects.create(
            subject=subject,
            case=case if sender == hub else None,
            organisation=sender,
            adviser=anna if sender == hub else None,
            receiver=receiver,
            receiver_adviser=anna if receiver == hub else None,
            receiver_kind=ReceiverKind.MUNICIPALITY,
            state=state,
            on=DAY,
            handover=Handover.objects.create(need="Lån", basis=Basis.CONSENT),
        )
        for sender, receiver, state in (
            (hub, other, State.SENT),
            (other, hub, State.ACCEPTED),
            (hub, other, State.HELPED),
        )
    ]
    outcome = hand_everything_over(
        by=people["lene"], leaver=anna, to=people["bo"], chosen={case.pk: people["carl"]}, on=DAY
    )
    assert outcome.referrals == 2
    for row in rows:
        row.refresh_from_db()
    sent, received, closed = rows
    assert sent.adviser == people["carl"], "a referral on a case follows the case"
    assert received.receiver_adviser == people["bo"]
    assert closed.adviser == anna
