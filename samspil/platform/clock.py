"""The one clock: which day it is, and what time."""

from __future__ import annotations

import datetime as dt
import os
from zoneinfo import ZoneInfo

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


class WrongDayError(ValueError):
    """SAMSPIL_TODAY holds something that is not a day."""


def today() -> dt.date:
    """Return the day in Denmark, or the one that SAMSPIL_TODAY names (YYYY-MM-DD).

    Only commands and views read the clock; everything below takes the day as an argument.
    """
    given = os.environ.get("SAMSPIL_TODAY", "")
    if not given:
        return dt.datetime.now(COPENHAGEN).date()
    try:
        return dt.date.fromisoformat(given)
    except ValueError:
        raise WrongDayError(f"SAMSPIL_TODAY is {given!r}; wanted a day such as 2022-09-30") from None


def now() -> dt.datetime:
    """Return the time in Denmark, on the day that today() gives."""
    real = dt.datetime.now(COPENHAGEN)
    return dt.datetime.combine(today(), real.timetz())
