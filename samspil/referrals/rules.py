"""What is decided about referrals: which step leads where and whose it is, and the receiver's clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

# The parties to a referral; the clock is the daily sweep.
SENDER, RECEIVER, CLOCK = "sender", "receiver", "clock"
PARTIES = (SENDER, RECEIVER, CLOCK)

TICKED, DRAFT, SENT, SEEN = "ticked", "draft", "sent", "seen"
ACCEPTED, CONTACTED, HELPED, NOT_HELPED = "accepted", "contacted", "helped", "not_helped"
NOT_REACHED, RETURNED, WITHDRAWN, EXPIRED = "not_reached", "returned", "withdrawn", "expired"
STATES = (
    TICKED, DRAFT, SENT, SEEN, ACCEPTED, CONTACTED,
    HELPED, NOT_HELPED, NOT_REACHED, RETURNED, WITHDRAWN, EXPIRED,
)  # fmt: skip

# The receiver has not answered yet: the clock runs.
WAITING = frozenset({SENT, SEEN})
# The receiver has taken it over and has more to do.
TAKEN = frozenset({ACCEPTED, CONTACTED})
OPEN = WAITING | TAKEN
# Nobody has taken it: the sender may ask another, and tell the company.
FAILED = frozenset({RETURNED, EXPIRED, NOT_REACHED})
CLOSED = frozenset({HELPED, NOT_HELPED, NOT_REACHED, RETURNED, WITHDRAWN, EXPIRED})
# Nobody was referred after all: counted nowhere, goal 8 included (B82).
UNCOUNTED = frozenset({DRAFT, WITHDRAWN})

# Who in an organisation does what; a student helper sends but does not take over.
SENDERS = frozenset({"adviser", "student_helper", "unit_leader", "director"})
RECEIVERS = frozenset({"adviser", "unit_leader", "director"})


@dataclass(frozen=True)
class Transition:
    """A step: from which state to which, whose step it is, and whether it needs a reason."""

    step: str
    source: str
    target: str
    party: str
    reason: bool = False


TRANSITIONS = (
    Transition("send", DRAFT, SENT, SENDER),
    Transition("discard", DRAFT, WITHDRAWN, SENDER),
    # A tick set by mistake.
    Transition("discard", TICKED, WITHDRAWN, SENDER),
    Transition("see", SENT, SEEN, RECEIVER),
    *(Transition("accept", state, ACCEPTED, RECEIVER) for state in (SENT, SEEN)),
    *(Transition("return", state, RETURNED, RECEIVER, True) for state in (SENT, SEEN, ACCEPTED)),
    # Somebody who was not to be reached calls back.
    *(Transition("contact", state, CONTACTED, RECEIVER) for state in (ACCEPTED, NOT_REACHED)),
    Transition("miss", ACCEPTED, NOT_REACHED, RECEIVER),
    Transition("help", CONTACTED, HELPED, RECEIVER),
    Transition("not_help", CONTACTED, NOT_HELPED, RECEIVER, True),
    # Once the company has been contacted, it is the receiver who says how it went.
    *(Transition("withdraw", state, WITHDRAWN, SENDER, True) for state in (SENT, SEEN, ACCEPTED)),
    *(Transition("expire", state, EXPIRED, CLOCK) for state in (SENT, SEEN)),
)
STEPS = tuple(dict.fromkeys(each.step for each in TRANSITIONS))


class IllegalStepError(Exception):
    """The step does not lead on from the state, or is another party's."""

    def __init__(self, step: str, source: str, party: str) -> None:
        self.step, self.source, self.party = step, source, party
        super().__init__(f"{party} cannot {step} a referral that is {source}")


def transition(step: str, source: str, party: str) -> Transition:
    """Return where a step leads; IllegalStepError when it is not in the table."""
    for each in TRANSITIONS:
        if (each.step, each.source, each.party) == (step, source, party):
            return each
    raise IllegalStepError(step, source, party)


def steps_from(source: str, parties: Iterable[str]) -> list[Transition]:
    """Return the steps that these parties may take from a state, in the table's order."""
    held = set(parties)
    return [each for each in TRANSITIONS if each.source == source and each.party in held]


# In the receiver's working days after sending: the first is the deadline for an answer, the last is
# when a referral that nobody answered expires (the steps of conseillers-entreprises, plus a first one).
CHASE_DAYS = (3, 9, 21, 45)
# From this reminder on, the unit's inbox is told too, not only the person it was sent to.
ESCALATES_FROM = 2

# How long an answering link lives, and when the sender is asked whether the referral was used.
LINK_DAYS = 90
HALF_A_YEAR_IN_MONTHS = 6

# Days on which offices may be closed besides the public holidays, as month and day.
CLOSED_DAYS = ("05-01", "06-05", "12-24", "12-31")
USUALLY_CLOSED = ("12-24", "12-31")


@dataclass(frozen=True)
class WorkingDays:
    """A unit's working days: no weekends, no public holidays, not its closed days, not its pauses.

    `pauses` are first and last days; on none of them does the clock run.
    """

    closed: tuple[str, ...] = USUALLY_CLOSED
    pauses: tuple[tuple[dt.date, dt.date], ...] = ()

    def includes(self, day: dt.date) -> bool:
        """Whether the unit works on that day."""
        return (
            day.weekday() < 5
            and f"{day:%m-%d}" not in self.closed
            and day not in public_holidays(day.year)
            and not any(first <= day <= last for first, last in self.pauses)
        )

    def after(self, day: dt.date, count: int) -> dt.date:
        """Return the working day that comes so many after a day; the day itself counts for nothing."""
        while count > 0:
            day += dt.timedelta(1)
            count -= self.includes(day)
        return day

    def between(self, first: dt.date, last: dt.date) -> int:
        """Return how many working days follow the first, up to and with the last."""
        days = (first + dt.timedelta(number) for number in range(1, (last - first).days + 1))
        return sum(self.includes(day) for day in days)


@cache
def public_holidays(year: int) -> frozenset[dt.date]:
    """Return Denmark's public holidays; Store Bededag is one until 2023 (lov nr. 214 af 06/03/2023)."""
    # Costs a sixth of a second to import: only who looks at a clock pays for it.
    from holidays import country_holidays

    return frozenset(country_holidays("DK", years=year))


def half_a_year_before(day: dt.date) -> dt.date:
    """Return the day half a year earlier; the last of the month where that has no such day."""
    years, month = divmod(day.month - 1 - HALF_A_YEAR_IN_MONTHS, 12)
    year = day.year + years
    for number in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError(f"{year}-{month + 1} has no 28 days")


def median(values: Iterable[int]) -> float | None:
    """Return the middle of whole numbers, None for none: no data is not zero."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    return float(ordered[middle]) if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
