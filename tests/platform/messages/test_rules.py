"""When somebody may be written to, and how long a failure waits."""

from __future__ import annotations

import datetime as dt

import pytest

from samspil.platform.clock import COPENHAGEN
from samspil.platform.messages.rules import Quiet, allowed_from, collected_at, is_day_off, next_try

USUAL = Quiet(dt.time(18), dt.time(7), days_off=True)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


@pytest.mark.parametrize(
    ("posted", "sent"),
    [
        ("2022-09-28 10:00", "2022-09-28 10:00"),
        ("2022-09-28 18:00", "2022-09-29 07:00"),
        ("2022-09-29 06:59", "2022-09-29 07:00"),
        # Friday evening waits for Monday.
        ("2022-09-30 19:00", "2022-10-03 07:00"),
        ("2022-10-01 12:00", "2022-10-03 07:00"),
        # Maundy Thursday to Easter Monday.
        ("2022-04-13 20:00", "2022-04-19 07:00"),
    ],
)
def test_nobody_is_written_to_in_the_evening_the_night_or_on_days_off(posted: str, sent: str) -> None:
    assert allowed_from(at(posted), USUAL) == at(sent)


def test_equal_times_mean_no_quiet_hours() -> None:
    night = at("2022-09-28 03:00")
    assert allowed_from(night, Quiet(dt.time(0), dt.time(0), days_off=False)) == night


def test_quiet_hours_may_lie_within_a_day() -> None:
    lunch = Quiet(dt.time(12), dt.time(13), days_off=False)
    assert allowed_from(at("2022-09-28 12:30"), lunch) == at("2022-09-28 13:00")


def test_the_hour_after_the_night_holds_where_the_clock_changes() -> None:
    # Summer time ends on the night before Sunday 30 October 2022; Monday's seven o'clock is winter's.
    moment = allowed_from(at("2022-10-28 20:00"), USUAL)
    assert moment == at("2022-10-31 07:00")
    assert moment.utcoffset() == dt.timedelta(hours=1)


def test_great_prayer_day_is_a_day_off_only_until_2023() -> None:
    assert is_day_off(dt.date(2023, 5, 5))
    assert not is_day_off(dt.date(2024, 4, 26))


@pytest.mark.parametrize(
    ("posted", "sent"),
    [
        ("2022-09-28 06:00", "2022-09-28 07:30"),
        ("2022-09-28 07:30", "2022-09-29 07:30"),
        ("2022-09-30 09:00", "2022-10-03 07:30"),
    ],
)
def test_collected_messages_go_at_the_next_such_hour_on_a_working_day(posted: str, sent: str) -> None:
    assert collected_at(at(posted), dt.time(7, 30), USUAL) == at(sent)


def test_a_failure_waits_longer_each_time_and_is_given_up_at_last() -> None:
    now = at("2022-09-28 10:00")
    waits = []
    for attempt in range(1, 10):
        again = next_try(now, attempt)
        if again is None:
            break
        waits.append(again - now)
    assert waits == sorted(waits)
    assert len(waits) == 6
    assert waits[-1] == dt.timedelta(hours=12)
