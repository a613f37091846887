"""What stands on the day's page, and for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samspil.guidance.casework import shield_case
from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import Task
from samspil.guidance.tasks import complete_task, create_task
from samspil.organisations.models import Absence
from samspil.platform.audit.models import Access
from samspil.workday import queries
from tests.workday.conftest import FRIDAY, Desk

pytestmark = pytest.mark.django_db


def task(desk: Desk, **other: Any) -> Task:
    values: dict[str, Any] = {
        "by": desk.anna, "organisation": desk.hub, "kind": TaskKind.NEXT_STEP, "due": FRIDAY,
        "assignee": desk.anna, "case": desk.case, **other,
    }  # fmt: skip
    return create_task(**values)


def due(desk: Desk, user: Any = None) -> list[Task]:
    return queries.tasks_due(queries.hands_of(user or desk.anna, on=FRIDAY))


def test_what_is_due_stands_there_overdue_first_and_by_the_clock(desk: Desk) -> None:
    later = task(desk, at=dt.time(14))
    plain = task(desk)
    early = task(desk, at=dt.time(9))
    overdue = task(desk, due=dt.date(2022, 9, 26))
    task(desk, due=dt.date(2022, 10, 3))
    complete_task(by=desk.anna, task=task(desk), on=FRIDAY)
    assert due(desk) == [overdue, early, later, plain]


def test_a_colleagues_tasks_are_not_mine_unless_i_stand_in(desk: Desk) -> None:
    bos = task(desk, assignee=desk.bo)
    assert due(desk) == []
    Absence.objects.create(
        user=desk.bo, substitute=desk.anna, first=dt.date(2022, 9, 26), last=dt.date(2022, 10, 7)
    )
    assert due(desk) == [bos]


def test_a_call_back_that_nobody_has_taken_waits_for_everybody_at_the_office(desk: Desk) -> None:
    waiting = task(desk, assignee=None, kind=TaskKind.CALL_BACK, case=None, subject=desk.smith)
    assert due(desk) == [waiting]
    assert due(desk, desk.bo) == [waiting]
    assert due(desk, desk.outsider) == []


def test_a_task_on_a_case_shielded_from_me_is_not_on_my_page_though_i_stand_in(desk: Desk) -> None:
    task(desk)
    shield_case(by=desk.anna, case=desk.case)
    Absence.objects.create(
        user=desk.anna, substitute=desk.bo, first=dt.date(2022, 9, 26), last=dt.date(2022, 10, 7)
    )
    assert due(desk, desk.bo) == []
    assert len(due(desk, desk.anna)) == 1


def test_an_open_case_without_a_next_step_waits_until_it_has_one(desk: Desk) -> None:
    hands = queries.hands_of(desk.anna, on=FRIDAY)
    assert queries.without_next_step(hands) == [desk.case]
    made = task(desk, due=dt.date(2022, 12, 1))
    assert queries.without_next_step(hands) == []
    complete_task(by=desk.anna, task=made, on=FRIDAY)
    assert queries.without_next_step(hands) == [desk.case]


@pytest.mark.requirement("B26")
def test_a_proposed_joint_visit_and_a_request_for_access_wait_for_the_invited(desk: Desk) -> None:
    from samspil.cooperation.models import AccessRequest, JointVisit

    AccessRequest.objects.create(
        subject=desk.smith, asker=desk.lemvig, owner=desk.hub, asked_by=desk.outsider,
        asked_on=dt.date(2022, 9, 28), reason="Samme virksomhed",
    )  # fmt: skip
    JointVisit.objects.create(
        subject=desk.smith, proposer=desk.lemvig, invited=desk.hub, proposed_by=desk.outsider,
        proposed_on=dt.date(2022, 9, 27), days="2022-10-05", purpose="Grøn omstilling",
    )  # fmt: skip
    found = queries.questions_waiting(queries.hands_of(desk.anna, on=FRIDAY))
    assert [(each.kind, each.name, each.other) for each in found] == [
        ("visit", "Nordvest Smedeværk A/S", "Business Lemvig"),
        ("access", "Nordvest Smedeværk A/S", "Business Lemvig"),
    ]
    assert queries.questions_waiting(queries.hands_of(desk.outsider, on=FRIDAY)) == []


def test_the_same_few_questions_are_asked_however_much_there_is(
    desk: Desk, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        task(desk)
    with django_assert_max_num_queries(7):
        hands = queries.hands_of(desk.anna, on=FRIDAY)
        queries.tasks_due(hands)
        queries.referrals_waiting(hands)
        queries.questions_waiting(hands)
        queries.without_next_step(hands)
        queries.to_mend(hands)


def test_what_a_substitute_reads_of_a_colleague_is_logged_and_ones_own_is_not(desk: Desk) -> None:
    bos, own = task(desk, assignee=desk.bo), task(desk)
    client = Client()
    client.force_login(desk.anna)
    assert client.get(reverse("my-day")).status_code == 200
    assert not Access.objects.exists()
    Absence.objects.create(
        user=desk.bo, substitute=desk.anna, first=dt.date(2022, 9, 26), last=dt.date(2022, 10, 7)
    )
    client.get(reverse("my-day"))
    assert [(each.by_id, each.place, each.key) for each in Access.objects.all()] == [
        (desk.anna.pk, "workday.day", str(bos.pk))
    ]
    assert str(own.pk) not in Access.objects.values_list("key", flat=True)
