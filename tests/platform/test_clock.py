"""The one clock."""

from __future__ import annotations

import datetime as dt

import pytest

from samspil.platform import clock


def test_today_is_the_day_that_the_environment_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")
    assert clock.today() == dt.date(2022, 9, 30)
    assert clock.now().date() == dt.date(2022, 9, 30)


def test_today_is_the_day_in_denmark_when_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMSPIL_TODAY", raising=False)
    assert clock.today() in {dt.datetime.now(clock.COPENHAGEN).date(), clock.now().date()}


def test_the_time_carries_the_offset_of_its_own_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-07-01")
    assert clock.now().utcoffset() == dt.timedelta(hours=2)
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-01-01")
    assert clock.now().utcoffset() == dt.timedelta(hours=1)


def test_a_day_that_is_none_is_refused_with_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "30.9.2022")
    with pytest.raises(clock.WrongDayError, match="wanted a day such as 2022-09-30"):
        clock.today()
