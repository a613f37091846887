"""How urgent something is, to which days it is put off, and until when mending counts."""

from __future__ import annotations

import datetime as dt

import pytest

from samspil.workday.rules import Pressure, cut_off, days_left, monday_after, next_working_day, pressure

FRIDAY = dt.date(2022, 9, 30)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, Pressure.LATE), (0, Pressure.TODAY), (1, Pressure.SOON), (2, Pressure.SOON), (3, Pressure.LATER),
    ],
)  # fmt: skip
def test_a_deadline_presses_more_as_it_comes_nearer(days: int, expected: Pressure) -> None:
    assert pressure(FRIDAY + dt.timedelta(days), on=FRIDAY) == expected


def test_no_deadline_does_not_press() -> None:
    assert pressure(None, on=FRIDAY) == Pressure.NONE


def test_tomorrow_is_the_next_working_day() -> None:
    monday = dt.date(2022, 10, 3)
    assert {next_working_day(FRIDAY + dt.timedelta(days)) for days in range(3)} == {monday}
    assert next_working_day(monday) == dt.date(2022, 10, 4)


def test_next_week_starts_on_monday() -> None:
    for days in range(-4, 3):
        assert monday_after(FRIDAY + dt.timedelta(days)) == dt.date(2022, 10, 3)


def test_mending_counts_until_the_last_of_december_or_the_contracts_own_end() -> None:
    assert cut_off(2022) == dt.date(2022, 12, 31)
    assert cut_off(2022, ends=dt.date(2022, 6, 30)) == dt.date(2022, 6, 30)
    assert cut_off(2022, ends=dt.date(2023, 12, 31)) == dt.date(2022, 12, 31)


def test_the_last_day_itself_is_left() -> None:
    last = dt.date(2022, 12, 31)
    assert days_left(last, on=last) == 1
    assert days_left(last, on=dt.date(2023, 1, 1)) == 0
