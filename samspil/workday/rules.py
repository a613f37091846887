"""What is decided about a day: how urgent something is, the days to postpone to, and the year's cut-off."""

from __future__ import annotations

import datetime as dt
from enum import Enum

DAY = dt.timedelta(days=1)
# How long a case may lie without a word before it is called quiet.
QUIET = dt.timedelta(days=60)


class Pressure(Enum):
    """How a deadline stands."""

    LATE = "late"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"
    NONE = "none"


def pressure(deadline: dt.date | None, *, on: dt.date) -> Pressure:
    """How a deadline stands on a day; two days or less is soon."""
    if deadline is None:
        return Pressure.NONE
    left = (deadline - on).days
    if left < 0:
        return Pressure.LATE
    if left == 0:
        return Pressure.TODAY
    return Pressure.SOON if left <= 2 else Pressure.LATER


def next_working_day(day: dt.date) -> dt.date:
    """The next day from Monday to Friday."""
    return day + DAY * {4: 3, 5: 2}.get(day.weekday(), 1)


def monday_after(day: dt.date) -> dt.date:
    """Monday of the next week."""
    return day + DAY * (7 - day.weekday())


def cut_off(activity_year: int, *, ends: dt.date | None = None) -> dt.date:
    """The last day on which mending still counts for a contract's year: 31 December, or where it ends."""
    return min(dt.date(activity_year, 12, 31), ends) if ends else dt.date(activity_year, 12, 31)


def days_left(last: dt.date, *, on: dt.date) -> int:
    """How many days there are until and with the last one; 0 when it has passed."""
    return max(0, (last - on).days + 1)
