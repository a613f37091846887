"""The table of steps, and the days on which a clock runs."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.referrals import rules
from samspil.referrals.kinds import Party, State, StepCode
from samspil.referrals.rules import WorkingDays

DAYS = st.dates(dt.date(2015, 1, 1), dt.date(2035, 12, 31))


@given(st.sampled_from(rules.STATES), st.sampled_from(rules.STEPS), st.sampled_from(rules.PARTIES))
def test_a_step_leads_where_the_table_says_and_nowhere_else(state: str, step: str, party: str) -> None:
    found = [t for t in rules.TRANSITIONS if (t.source, t.step, t.party) == (state, step, party)]
    if found:
        assert [rules.transition(step, state, party)] == found
    else:
        with pytest.raises(rules.IllegalStepError):
            rules.transition(step, state, party)


def test_every_state_is_reached_and_those_that_are_over_lead_nowhere_but_to_a_late_call() -> None:
    assert {each.target for each in rules.TRANSITIONS} == set(rules.STATES) - {rules.TICKED, rules.DRAFT}
    ends = set(rules.STATES) - {each.source for each in rules.TRANSITIONS}
    assert ends == rules.CLOSED - {rules.NOT_REACHED}
    assert set(State.values) == set(rules.STATES)
    assert set(Party.values) == set(rules.PARTIES)
    assert set(rules.STEPS) <= set(StepCode.values)


def test_nobody_withdraws_once_the_company_was_contacted_and_only_the_clock_lets_expire() -> None:
    assert {t.source for t in rules.TRANSITIONS if t.step == "withdraw"} == {"sent", "seen", "accepted"}
    assert {t.party for t in rules.TRANSITIONS if t.step == "expire"} == {rules.CLOCK}


@pytest.mark.parametrize(
    ("first", "count", "due"),
    [
        # Store Bededag was 5 May 2023 and 26 April 2024 is a Friday like any other.
        (dt.date(2023, 5, 3), 2, dt.date(2023, 5, 8)),
        (dt.date(2024, 4, 24), 2, dt.date(2024, 4, 26)),
        # Easter 2022: Thursday 14 to Monday 18 April.
        (dt.date(2022, 4, 13), 1, dt.date(2022, 4, 19)),
        # Christmas 2022 with 26 December a Monday, New Year's Eve a Saturday.
        (dt.date(2022, 12, 22), 2, dt.date(2022, 12, 27)),
        (dt.date(2024, 12, 23), 1, dt.date(2024, 12, 27)),
    ],
)
def test_the_clock_stands_still_on_weekends_and_danish_holidays(
    first: dt.date, count: int, due: dt.date
) -> None:
    assert WorkingDays().after(first, count) == due


def test_a_unit_decides_about_the_days_that_are_no_public_holidays() -> None:
    labour_day = dt.date(2024, 5, 1)
    assert WorkingDays().includes(labour_day)
    assert not WorkingDays(closed=("05-01",)).includes(labour_day)
    assert WorkingDays(closed=()).includes(dt.date(2024, 12, 24))


def test_a_pause_moves_the_deadline_by_its_working_days() -> None:
    summer = WorkingDays(pauses=((dt.date(2022, 7, 11), dt.date(2022, 7, 24)),))
    assert WorkingDays().after(dt.date(2022, 7, 8), 3) == dt.date(2022, 7, 13)
    assert summer.after(dt.date(2022, 7, 8), 3) == dt.date(2022, 7, 27)


@given(DAYS, st.integers(1, 60))
def test_counting_forward_and_counting_between_agree(day: dt.date, count: int) -> None:
    calendar = WorkingDays()
    due = calendar.after(day, count)
    assert calendar.includes(due)
    assert calendar.between(day, due) == count


@given(DAYS)
def test_half_a_year_before_is_the_same_day_of_the_month_or_the_last_there_is(day: dt.date) -> None:
    before = rules.half_a_year_before(day)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == 6
    assert before.day == day.day or (before + dt.timedelta(1)).day == 1


def test_a_median_of_nothing_is_nothing() -> None:
    assert rules.median([]) is None
    assert rules.median([5, 1, 3]) == 3
    assert rules.median([1, 2]) == 1.5
