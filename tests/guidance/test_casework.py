"""Cases edited by two, handed over, shielded, left alone and opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from samspil.companies.actions import register_company
from samspil.companies.models import Approach, Company
from samspil.guidance import actions, contacts
from samspil.guidance.casework import set_idle_rule
from samspil.guidance.kinds import InteractionKind, Level, ShareSource, TaskKind
from samspil.guidance.models import GuidanceCase, Lead, Share, Task
from samspil.guidance.queries import cases_for, tasks_for
from samspil.guidance.sweeps import close_idle, remind_idle
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Event
from samspil.platform.audit.queries import changed_since
from samspil.platform.versioning import StaleRowError

DAY = dt.date(2022, 3, 1)


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days)


@pytest.fixture
def company(db: None) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")


@pytest.fixture
def lemvig(db: None) -> Organisation:
    return create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def bo(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("bo@example.dk", hub)


@pytest.fixture
def case(anna: User, company: Company, hub: Organisation) -> GuidanceCase:
    return opened(anna, company, hub)


def opened(by: User, company: Company, organisation: Organisation, **details: Any) -> GuidanceCase:
    return actions.open_case(
        by=by, subject=company, organisation=organisation, level=Level.BASIC, started=DAY, **details
    )


def met(case: GuidanceCase, on: dt.date) -> None:
    actions.register_interaction(
        by=case.adviser, subject=case.subject, organisation=case.organisation, on=on,
        kind=InteractionKind.MEETING, case=case,
    )  # fmt: skip


def planned(case: GuidanceCase, due: dt.date, kind: TaskKind = TaskKind.MEETING) -> Task:
    return actions.create_task(
        by=case.adviser, organisation=case.organisation, kind=kind, due=due, assignee=case.adviser, case=case
    )


def test_the_second_of_two_editors_is_told_what_changed_and_overwrites_nothing(
    case: GuidanceCase, anna: User, bo: User
) -> None:
    seen = case.version
    mine, hers = GuidanceCase.objects.get(pk=case.pk), GuidanceCase.objects.get(pk=case.pk)
    actions.edit_case(by=anna, case=hers, version=seen, level=Level.SPECIALISED, topics=["green"])
    with pytest.raises(StaleRowError):
        actions.edit_case(by=bo, case=mine, version=seen, level_reason="Aftalt med kommunen")
    case.refresh_from_db()
    assert (case.level, case.topics, case.level_reason) == (Level.SPECIALISED, "green", "")
    assert changed_since(case, seen) == {"level": ["basic", "specialised"], "topics": ["", "green"]}


@pytest.mark.requirement("A2", "A11")
def test_several_municipal_departments_take_part_and_the_trail_says_who_put_them_there(
    case: GuidanceCase, anna: User
) -> None:
    building, environment = (
        create_organisation(by=None, code=code, name=code, kind=OrganisationKind.MUNICIPAL_DEPARTMENT)
        for code in ("byggesag", "miljoe")
    )
    actions.edit_case(by=anna, case=case, version=case.version, departments=[building, environment])
    assert set(case.departments.all()) == {building, environment}
    assert Event.objects.get(action="edit_case").details == {
        "departments": [[], [building.pk, environment.pk]]
    }


@pytest.mark.requirement("B28", "B29")
def test_programmes_are_kept_as_codes_each_once(anna: User, company: Company, hub: Organisation) -> None:
    case = opened(anna, company, hub, programmes=["react-eu-green", "react-eu-digital", "react-eu-green"])
    assert case.programmes == "react-eu-digital;react-eu-green"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"started": later(1)}, "fremtiden"),
        ({"ended": DAY - dt.timedelta(1)}, "før det er begyndt"),
        ({"level_reason": "Ejeren har 010190-1234"}, "CPR"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    case: GuidanceCase, anna: User, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        actions.edit_case(by=anna, case=case, version=case.version, today=DAY, **fields)


def test_closing_asks_of_the_evaluation_and_drops_what_only_reminded(case: GuidanceCase, anna: User) -> None:
    reminder, meeting = planned(case, later(9), TaskKind.REMINDER), planned(case, later(20))
    actions.close_case(by=anna, case=case, on=later(5), signed_up=False, reason="Ønsker det ikke")
    reminder.refresh_from_db()
    meeting.refresh_from_db()
    assert reminder.dropped
    assert not meeting.dropped
    assert (case.signed_up, case.not_signed_up_reason) == (False, "Ønsker det ikke")


def test_closing_may_take_the_open_tasks_and_their_traces_along(case: GuidanceCase, anna: User) -> None:
    meeting = planned(case, later(20))
    actions.close_case(by=anna, case=case, on=later(5), signed_up=True, drop_tasks=True)
    meeting.refresh_from_db()
    assert meeting.dropped
    assert not Approach.objects.exists()


@pytest.mark.requirement("A18")
def test_one_person_is_the_companys_way_in_and_follows_the_case(
    case: GuidanceCase, company: Company, anna: User, bo: User, lemvig: Organisation,
    make_user: Callable[..., User],
) -> None:  # fmt: skip
    actions.take_lead(by=anna, case=case, on=DAY)
    local = opened(make_user("ida@example.dk", lemvig), company, lemvig)
    actions.take_lead(by=local.adviser, case=local, on=later(3))
    lead = Lead.objects.get()
    assert (lead.organisation, lead.adviser, lead.since) == (lemvig, local.adviser, later(3))
    actions.take_lead(by=anna, case=case, on=later(4))
    actions.hand_over(by=anna, case=case, to=bo, on=later(5), why="Orlov")
    assert Lead.objects.get().adviser == bo


def test_a_shielded_case_is_nobodys_way_in_and_its_plans_and_shares_are_taken_back(
    case: GuidanceCase, anna: User, lemvig: Organisation, make_user: Callable[..., User]
) -> None:
    reader = make_user("ida@example.dk", lemvig)
    Share.objects.create(
        subject=case.subject, owner=case.organisation, reader=lemvig, case=case, since=DAY,
        source=ShareSource.REFERRAL,
    )  # fmt: skip
    actions.take_lead(by=anna, case=case, on=DAY)
    met(case, DAY)
    planned(case, later(20))
    assert case in cases_for(reader)
    actions.shield_case(by=anna, case=case, on=later(2))
    assert not cases_for(reader).exists()
    assert not Approach.objects.exists()
    assert not Lead.objects.exists()
    with pytest.raises(ValidationError, match="skærmet"):
        actions.take_lead(by=anna, case=case, on=DAY)
    actions.unshield_case(by=anna, case=case)
    assert not cases_for(reader).exists(), "who was let in has to be let in again"
    assert not Approach.objects.exists(), "what was taken away stays away"
    held = case.interactions.get()
    contacts.cancel_interaction(by=anna, interaction=held, on=DAY, why="Forkert dag")
    contacts.restore_interaction(by=anna, interaction=held)
    contacts.edit_interaction(
        by=anna, interaction=held, version=held.version, on=later(1), kind=InteractionKind.CALL, case=case
    )
    contacts.edit_interaction(
        by=anna, interaction=held, version=held.version, on=later(1), kind=InteractionKind.CALL
    )
    assert not Approach.objects.exists(), "no correction brings it back"
    met(case, later(3))
    assert Approach.objects.count() == 1, "what follows is known again"


def test_leaving_hands_over_every_open_case_and_task_there_and_leaves_the_closed_ones(
    case: GuidanceCase, company: Company, anna: User, bo: User, hub: Organisation, lemvig: Organisation
) -> None:
    closed = opened(anna, company, hub)
    actions.close_case(by=anna, case=closed, on=DAY)
    elsewhere = opened(anna, company, lemvig)
    meeting = planned(case, later(20))
    assert actions.hand_over(by=bo, adviser=anna, to=bo, on=later(9), organisation=hub, why="Fratrådt") == 1
    for row in (case, closed, elsewhere, meeting):
        row.refresh_from_db()
    assert (case.adviser, meeting.assignee, closed.adviser, elsewhere.adviser) == (bo, bo, anna, anna)
    assert meeting.approach is not None
    assert meeting.approach.adviser == bo
    assert Event.objects.get(action="hand_over", kind="guidance.GuidanceCase").why == "Fratrådt"


@pytest.fixture
def rule(hub: Organisation) -> None:
    set_idle_rule(by=None, organisation=hub, remind_after=60, close_after=30)


@pytest.mark.requirement("B71")
@pytest.mark.usefixtures("rule")
def test_a_case_without_contact_is_reminded_of_once_and_then_closed_on_the_day_of_the_last_contact(
    case: GuidanceCase, anna: User
) -> None:
    met(case, later(10))
    assert remind_idle(on=later(69)) == 0
    assert [remind_idle(on=later(70)), remind_idle(on=later(70)), remind_idle(on=later(80))] == [1, 0, 0]
    task = Task.objects.get(kind=TaskKind.REMINDER)
    assert (task.assignee, task.due) == (anna, later(70))
    assert "11-03-2022" in task.text
    assert close_idle(on=later(99)) == 0
    assert [close_idle(on=later(100)), close_idle(on=later(100))] == [1, 0]
    case.refresh_from_db()
    task.refresh_from_db()
    assert case.ended == later(10)
    assert task.dropped
    event = Event.objects.get(action="close_case")
    assert event.by is None
    assert "ingen kontakt siden 11-03-2022" in event.why


@pytest.mark.requirement("B71")
@pytest.mark.usefixtures("rule")
def test_opened_again_a_case_is_left_alone_until_it_has_been_idle_anew(
    case: GuidanceCase, anna: User
) -> None:
    remind_idle(on=later(60))
    close_idle(on=later(90))
    case.refresh_from_db()
    actions.reopen_case(by=anna, case=case, on=later(91))
    assert close_idle(on=later(92)) == remind_idle(on=later(92)) == 0
    assert remind_idle(on=later(91 + 60)) == 1
    assert close_idle(on=later(91 + 90)) == 1
    case.refresh_from_db()
    assert case.ended == DAY, "nobody gave guidance on the day it was opened again"


@pytest.mark.usefixtures("rule")
@pytest.mark.parametrize("due", [later(61), later(300)])
def test_a_plan_still_to_come_keeps_a_case_alive(case: GuidanceCase, due: dt.date) -> None:
    planned(case, due)
    assert remind_idle(on=later(60)) == 0
    assert close_idle(on=later(120)) == 0


@pytest.mark.usefixtures("rule")
def test_a_contact_after_the_reminder_puts_the_closing_off(case: GuidanceCase) -> None:
    remind_idle(on=later(60))
    met(case, later(65))
    assert close_idle(on=later(95)) == 0
    assert remind_idle(on=later(125)) == 1


def test_without_a_rule_nobody_is_reminded_and_nothing_closes(case: GuidanceCase) -> None:
    assert remind_idle(on=later(1000)) == close_idle(on=later(1000)) == 0


def test_closing_alone_cannot_be_chosen_since_nobodys_case_ends_unannounced(hub: Organisation) -> None:
    with pytest.raises(ValidationError, match="påmindelse"):
        set_idle_rule(by=None, organisation=hub, remind_after=None, close_after=30)
    set_idle_rule(by=None, organisation=hub, remind_after=90, close_after=None)
    with pytest.raises(ValidationError, match="mellem 7"):
        set_idle_rule(by=None, organisation=hub, remind_after=1, close_after=None)


def test_what_was_to_follow_a_contact_goes_with_it_onto_a_shielded_case(
    case: GuidanceCase, anna: User, bo: User
) -> None:
    on: dict[str, Any] = {"by": anna, "subject": case.subject, "organisation": case.organisation}
    row = actions.register_interaction(
        **on, on=DAY, kind=InteractionKind.CALL,
        next_step=actions.NextStep(TaskKind.MEETING, later(20), text="Krisemøde"),
    )  # fmt: skip
    apart = actions.create_task(**on, kind=TaskKind.VISIT, due=later(30), assignee=anna)
    assert Approach.objects.count() == 3
    actions.shield_case(by=anna, case=case, on=DAY)
    actions.edit_interaction(
        by=anna, interaction=row, version=row.version, on=row.on, kind=InteractionKind(row.kind), case=case
    )
    follow = Task.objects.get(text="Krisemøde")
    assert (follow.case, follow.approach) == (case, None)
    assert [fact.pk for fact in Approach.objects.all()] == [apart.approach_id], "the other plan stays"
    assert list(tasks_for(bo)) == [apart], "a colleague reads no plan of a shielded case"
    # Put back by mistake's correction, the plan is seen coming again, as the contact is.
    row.refresh_from_db()
    actions.edit_interaction(
        by=anna, interaction=row, version=row.version, on=row.on, kind=InteractionKind(row.kind)
    )
    assert Approach.objects.count() == 3


def test_who_edits_the_adviser_of_a_case_gives_the_open_tasks_along(
    case: GuidanceCase, anna: User, bo: User
) -> None:
    task = planned(case, later(3))
    actions.edit_case(by=anna, case=case, version=case.version, adviser=bo)
    task.refresh_from_db()
    assert task.assignee == bo
    assert Approach.objects.get().adviser == bo


def test_a_correction_brings_no_trace_back_that_shielding_took_away(case: GuidanceCase, anna: User) -> None:
    met(case, DAY)
    actions.shield_case(by=anna, case=case, on=DAY)
    actions.unshield_case(by=anna, case=case)
    row = case.interactions.get()
    actions.edit_interaction(
        by=anna,
        interaction=row,
        version=row.version,
        on=row.on,
        kind=InteractionKind(row.kind),
        case=case,
        note="Rettet",
    )
    assert not Approach.objects.exists()
