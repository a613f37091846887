"""Before one calls: who was or will be in contact, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from samspil.companies.actions import note_approach
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.cooperation.queries import collisions, parties_to
from samspil.guidance.actions import create_task, open_case, register_interaction, shield_case
from samspil.guidance.kinds import InteractionKind, Level, TaskKind
from tests.cooperation.conftest import DAY, Parties


def told(parties: Parties) -> list[tuple[str, dt.date, str, bool, bool]]:
    found = collisions(parties.anna, parties.company, on=DAY)
    return [(each.party, each.day, each.kind, each.planned, each.own) for each in found]


@pytest.mark.requirement("B26", "B21")
def test_one_is_told_which_party_when_and_how_and_what_is_planned_stands_first(parties: Parties) -> None:
    parties.contact(parties.bo, parties.lemvig, DAY - dt.timedelta(10))
    parties.contact(parties.bo, parties.lemvig, DAY - dt.timedelta(20), InteractionKind.CALL)
    create_task(
        by=parties.bo, organisation=parties.lemvig, kind=TaskKind.MEETING, due=DAY + dt.timedelta(5),
        assignee=parties.bo, subject=parties.company,
    )  # fmt: skip
    assert told(parties) == [
        ("Business Lemvig", DAY + dt.timedelta(5), "meeting", True, False),
        ("Business Lemvig", DAY - dt.timedelta(10), "visit", False, False),
    ]


def test_a_colleague_s_contact_is_told_and_one_s_own_is_not(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    parties.contact(parties.hanne, parties.hub)
    assert told(parties) == [("Erhvervshus Midtjylland", DAY, "visit", False, True)]


def test_what_lies_sixty_days_back_counts_and_what_is_older_does_not(parties: Parties) -> None:
    parties.contact(parties.bo, parties.lemvig, DAY - dt.timedelta(61))
    assert told(parties) == []
    parties.contact(parties.bo, parties.lemvig, DAY - dt.timedelta(60))
    assert len(told(parties)) == 1


def test_an_installation_may_look_further_back_or_less_far(parties: Parties, settings: Any) -> None:
    parties.contact(parties.bo, parties.lemvig, DAY - dt.timedelta(61))
    settings.SAMSPIL_COLLISION_DAYS = 90
    assert len(told(parties)) == 1
    settings.SAMSPIL_COLLISION_DAYS = 30
    assert told(parties) == []


def test_a_plan_whose_day_has_passed_says_nothing(parties: Parties) -> None:
    note_approach(
        by=parties.bo, subject=parties.company, organisation=parties.lemvig, day=DAY - dt.timedelta(1),
        kind=ApproachKind.CALL, state=ApproachState.PLANNED,
    )  # fmt: skip
    assert told(parties) == []


@pytest.mark.requirement("B21")
def test_a_shielded_case_warns_nobody(parties: Parties) -> None:
    case = open_case(
        by=parties.bo, subject=parties.company, organisation=parties.lemvig, level=Level.BASIC, started=DAY
    )
    register_interaction(
        by=parties.bo, subject=parties.company, organisation=parties.lemvig, on=DAY,
        kind=InteractionKind.MEETING, case=case,
    )  # fmt: skip
    create_task(
        by=parties.bo, organisation=parties.lemvig, kind=TaskKind.VISIT, due=DAY + dt.timedelta(3),
        assignee=parties.bo, case=case,
    )  # fmt: skip
    assert len(told(parties)) == 2
    shield_case(by=parties.bo, case=case)
    assert told(parties) == []
    assert parties_to(parties.anna, parties.company) == []
