"""Joint visits: proposed, agreed, and registered once on either side."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from django.core.exceptions import ValidationError

from samspil.companies.actions import register_founder
from samspil.companies.models import Approach
from samspil.cooperation import actions
from samspil.cooperation.kinds import VisitState
from samspil.cooperation.models import JointVisit
from samspil.cooperation.queries import collisions, joint_visits_for
from samspil.cooperation.rules import VISIT_TRANSITIONS
from samspil.cooperation.visits import move
from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import Interaction, Task
from tests.cooperation.conftest import DAY, Parties

FIRST, SECOND = DAY + dt.timedelta(5), DAY + dt.timedelta(7)


def propose(parties: Parties, **changes: object) -> JointVisit:
    given: dict[str, object] = {
        "subject": parties.company, "proposer": parties.hub, "invited": parties.lemvig,
        "days": [SECOND, FIRST], "purpose": "Generationsskifte", "on": DAY,
    }  # fmt: skip
    return actions.propose_visit(by=parties.anna, **{**given, **changes})  # type: ignore[arg-type]  # in a table


@pytest.mark.requirement("B25", "B26")
def test_an_agreed_visit_is_a_task_and_a_planned_contact_on_either_side(parties: Parties) -> None:
    visit = propose(parties)
    assert not Task.objects.exists()
    actions.accept_visit(by=parties.bo, visit=visit, day=FIRST, on=DAY)
    tasks = {task.organisation: task for task in Task.objects.all()}
    assert {task.kind for task in tasks.values()} == {TaskKind.JOINT_VISIT}
    assert (tasks[parties.hub].assignee, tasks[parties.lemvig].assignee) == (parties.anna, parties.bo)
    assert (tasks[parties.hub].partner, tasks[parties.hub].due) == (parties.lemvig, FIRST)
    planned = {(row.organisation, row.day, row.kind, row.state) for row in Approach.objects.all()}
    assert planned == {(side, FIRST, "visit", "planned") for side in (parties.hub, parties.lemvig)}


@pytest.mark.requirement("B25")
def test_each_side_registers_a_held_visit_once_and_both_count_it_once(parties: Parties) -> None:
    visit = propose(parties)
    actions.accept_visit(by=parties.bo, visit=visit, day=FIRST, on=DAY)
    for who, side in ((parties.anna, parties.hub), (parties.bo, parties.lemvig)):
        actions.register_visit(by=who, visit=visit, organisation=side, on=FIRST, today=FIRST, note="Godt")
        with pytest.raises(ValidationError, match="allerede registreret"):
            actions.register_visit(by=who, visit=visit, organisation=side, on=FIRST, today=FIRST)
    assert sorted(Interaction.objects.values_list("organisation", "kind")) == sorted(
        [(parties.hub.pk, "visit"), (parties.lemvig.pk, "visit")]
    )
    assert visit.state == VisitState.HELD
    assert not Task.objects.filter(done_on=None).exists()
    # What was planned has become what was held: one fact on each side, and no more.
    assert sorted(Approach.objects.values_list("state", flat=True)) == ["held", "held"]


def test_a_visit_is_not_held_before_its_day_nor_before_it_is_agreed(parties: Parties) -> None:
    visit = propose(parties)
    with pytest.raises(ValidationError, match="allerede: foreslået"):
        actions.register_visit(by=parties.anna, visit=visit, organisation=parties.hub, on=DAY, today=DAY)
    actions.accept_visit(by=parties.bo, visit=visit, day=FIRST, on=DAY)
    with pytest.raises(ValidationError, match="ikke kommet"):
        actions.register_visit(by=parties.anna, visit=visit, organisation=parties.hub, on=FIRST, today=DAY)


def test_calling_it_off_takes_the_plans_away(parties: Parties) -> None:
    visit = propose(parties)
    actions.accept_visit(by=parties.bo, visit=visit, day=SECOND, on=DAY)
    actions.withdraw_visit(by=parties.anna, visit=visit, on=DAY, why="Sygdom")
    assert not Approach.objects.exists()
    assert not Task.objects.filter(done_on=None).exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"days": []}, "en til tre dage"),
        ({"days": [DAY - dt.timedelta(1)]}, "allerede gået"),
        ({"days": [DAY + dt.timedelta(n) for n in range(4)]}, "en til tre dage"),
        ({"purpose": " "}, "hvad I vil bruge"),
        ({"purpose": "CPR 010190-1234"}, "CPR"),
    ],
)
def test_what_cannot_be_proposed_is_said(parties: Parties, changes: dict[str, object], told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        propose(parties, **changes)


def test_a_founder_nobody_else_knows_of_is_not_told_of_by_an_invitation(parties: Parties) -> None:
    founder = register_founder(by=parties.anna, name="Iværksætter Lund", organisation=parties.hub)
    with pytest.raises(ValidationError, match="kun kendt hos jer"):
        propose(parties, subject=founder)


@pytest.mark.requirement("B21")
def test_only_the_two_know_of_a_proposal(parties: Parties) -> None:
    visit = propose(parties)
    assert list(joint_visits_for(parties.lis)) == [visit]
    assert not Approach.objects.exists()
    assert collisions(parties.bo, parties.company, on=DAY) == []


def test_every_step_that_is_not_in_the_table_is_refused(parties: Parties) -> None:
    visit = propose(parties)
    for before, after in itertools.product(VisitState, VisitState):
        visit.state = before
        if (str(before), str(after)) in VISIT_TRANSITIONS:
            move(visit, after)
            assert visit.state == after
        else:
            with pytest.raises(ValidationError):
                move(visit, after)


def test_the_same_two_wait_for_one_answer_at_a_time(parties: Parties) -> None:
    visit = propose(parties)
    with pytest.raises(ValidationError, match="allerede foreslået"):
        propose(parties)
    actions.decline_visit(by=parties.bo, visit=visit, on=DAY, answer="Vi har lige været der")
    propose(parties)
