"""A calendar reads times and short titles from a secret address, and nothing else."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from icalendar import Calendar

from samspil.guidance.casework import shield_case
from samspil.guidance.kinds import TaskKind
from samspil.guidance.tasks import create_task
from samspil.platform.clock import COPENHAGEN
from samspil.workday import actions, calendar
from samspil.workday.models import CalendarFeed
from tests.workday.conftest import FRIDAY, Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(desk: Desk) -> Any:
    return create_task(
        by=desk.anna, organisation=desk.hub, kind=TaskKind.MEETING, due=dt.date(2022, 10, 5),
        at=dt.time(13), assignee=desk.anna, case=desk.case, text="Hemmeligt notat",
    )  # fmt: skip


def address(desk: Desk, **other: Any) -> str:
    feed, secret = actions.make_feed(by=desk.anna, on=FRIDAY, **other)
    return f"/kalender/{feed.name}/{secret}.ics"


def events(answer: Any) -> list[Any]:
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_an_appointment_has_its_time_and_a_short_title_and_no_content(desk: Desk, meeting: Any) -> None:
    answer = Client().get(address(desk))
    (event,) = events(answer)
    assert str(event["summary"]) == "Møde: Nordvest Smedeværk A/S"
    assert event["dtstart"].dt == dt.datetime(2022, 10, 5, 13, tzinfo=COPENHAGEN)
    assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(hours=1)
    assert "Hemmeligt" not in answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


def test_who_wants_no_names_gets_none(desk: Desk, meeting: Any) -> None:
    (event,) = events(Client().get(address(desk, names=False)))
    assert str(event["summary"]) == "Møde"


def test_a_shielded_case_says_only_that_the_time_is_taken(desk: Desk, meeting: Any) -> None:
    shield_case(by=desk.anna, case=desk.case)
    (event,) = events(Client().get(address(desk)))
    assert str(event["summary"]) == "Optaget"


def test_only_ones_own_appointments_with_an_hour_are_in_it(desk: Desk, meeting: Any) -> None:
    values: dict[str, Any] = {"by": desk.anna, "organisation": desk.hub, "due": FRIDAY, "case": desk.case}
    create_task(**values, kind=TaskKind.MEETING, at=dt.time(9), assignee=desk.bo)
    create_task(**values, kind=TaskKind.NEXT_STEP, assignee=desk.anna)
    assert len(events(Client().get(address(desk)))) == 1


@pytest.mark.parametrize("change", ["name", "secret", "both"])
def test_a_wrong_address_finds_nothing(desk: Desk, change: str) -> None:
    feed, secret = actions.make_feed(by=desk.anna, on=FRIDAY)
    name = "0000000000000000" if change in {"name", "both"} else feed.name
    tried = "x" * 43 if change in {"secret", "both"} else secret
    assert Client().get(f"/kalender/{name}/{tried}.ics").status_code == 404


def test_a_new_address_closes_the_old_one_and_a_closed_one_opens_nothing(desk: Desk) -> None:
    old, new = address(desk), address(desk)
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    actions.close_feed(by=desk.anna)
    assert Client().get(new).status_code == 404


def test_who_has_left_has_no_calendar(desk: Desk) -> None:
    place = address(desk)
    desk.anna.is_active = False
    desk.anna.save()
    assert Client().get(place).status_code == 404


def test_who_is_no_longer_in_the_organisation_reads_none_of_its_appointments(
    desk: Desk, meeting: Any
) -> None:
    place = address(desk)
    assert len(events(Client().get(place))) == 1
    desk.anna.memberships.all().delete()
    assert events(Client().get(place)) == []


def test_the_secret_is_nowhere_in_the_database(desk: Desk) -> None:
    feed, secret = actions.make_feed(by=desk.anna, on=FRIDAY)
    assert secret not in str(CalendarFeed.objects.values().get(pk=feed.pk))


def test_the_same_appointments_give_the_same_bytes(desk: Desk, meeting: Any) -> None:
    now = dt.datetime(2022, 9, 30, 10, tzinfo=COPENHAGEN)
    assert calendar.written([meeting], now=now) == calendar.written([meeting], now=now)
