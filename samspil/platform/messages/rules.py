"""What is decided about messages: when somebody may be written to, and how long a failure waits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

import holidays

from samspil.platform.clock import COPENHAGEN

# From a hiccup of the network to a mail server that is down for a night.
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# A notice this old tells of what its reader has seen long ago.
STALE = dt.timedelta(days=7)
# No mail takes so long to hand over; the sender that took it is gone.
ABANDONED = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Quiet:
    """When somebody is left in peace: between two times of day, and on days off."""

    start: dt.time
    end: dt.time
    days_off: bool

    def covers(self, at: dt.time) -> bool:
        """Whether a time of day lies in the quiet hours, which may run past midnight."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


@lru_cache(maxsize=16)
def _public_holidays(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("DK", years=year))


def is_day_off(day: dt.date) -> bool:
    """Whether a day is a Saturday, a Sunday or a public holiday in Denmark."""
    return day.weekday() >= 5 or day in _public_holidays(day.year)


def day_start(day: dt.date) -> dt.datetime:
    """The first moment of a day in Denmark."""
    return dt.datetime.combine(day, dt.time(), COPENHAGEN)


def allowed_from(moment: dt.datetime, quiet: Quiet) -> dt.datetime:
    """Return the first moment from `moment` on that is not quiet."""
    local = moment.astimezone(COPENHAGEN)
    while True:
        if quiet.days_off and is_day_off(local.date()):
            local = day_start(local.date() + dt.timedelta(days=1))
        elif quiet.covers(local.time()):
            # Past midnight it is the next morning's end that counts.
            tomorrow = quiet.start > quiet.end and local.time() >= quiet.start
            day = local.date() + dt.timedelta(days=1 if tomorrow else 0)
            local = dt.datetime.combine(day, quiet.end, COPENHAGEN)
        else:
            return local


def collected_at(posted: dt.datetime, at: dt.time, quiet: Quiet) -> dt.datetime:
    """Return when a message posted then goes with the others: at the next such time, not on days off."""
    local = posted.astimezone(COPENHAGEN)
    moment = dt.datetime.combine(local.date(), at, COPENHAGEN)
    if moment <= local:
        moment = dt.datetime.combine(local.date() + dt.timedelta(days=1), at, COPENHAGEN)
    while quiet.days_off and is_day_off(moment.date()):
        moment = dt.datetime.combine(moment.date() + dt.timedelta(days=1), at, COPENHAGEN)
    return moment


def next_try(now: dt.datetime, attempts: int) -> dt.datetime | None:
    """Return when a message that has failed so often is tried again; None when it is given up."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
