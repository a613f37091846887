"""Figures of our own about referrals: how many, how quickly, on what, and whether they were used (A22, B55).

None of them is a measurement point of the contract: goal 4 is the evaluation's, goal 8 the scorecard's.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q, QuerySet

from samspil.guidance.rules import READERS
from samspil.referrals import rules
from samspil.referrals.kinds import ReceiverKind, Use
from samspil.referrals.models import Referral
from samspil.referrals.queries import places, sent_by

if TYPE_CHECKING:
    from samspil.organisations.models import User

# Of those that were sent to somebody who was asked to answer.
FOLLOWED = Q(handover__isnull=False)
TAKEN_OVER = Q(accepted_on__isnull=False)


@dataclass(frozen=True)
class Sent:
    """What a unit has sent in a period: counts, and the median of working days until contact."""

    name: str
    sent: int
    subjects: int
    ticked: int
    followed: int
    accepted: int
    contacted: int
    helped: int
    returned: int
    expired: int
    median: float | None


@dataclass(frozen=True)
class Received:
    """What a unit has received in a period."""

    name: str
    received: int
    accepted: int
    in_time: int
    waiting: int
    median: float | None


@dataclass(frozen=True)
class Used:
    """Whether referrals were used, asked by ourselves half a year later; "ved ikke" is not in the share."""

    due: int
    asked: int
    used: int
    not_used: int
    dont_know: int

    @property
    def base(self) -> int:
        return self.used + self.not_used

    @property
    def share(self) -> float | None:
        """Per cent; None when nobody has answered."""
        return 100 * self.used / self.base if self.base else None


def _sent(user: User, first: dt.date, last: dt.date) -> QuerySet[Referral]:
    rows = Referral.objects.filter(sent_by(user), on__gte=first, on__lte=last)
    return rows.exclude(state__in=sorted(rules.UNCOUNTED)).order_by()


def _medians(rows: QuerySet[Referral], unit: str) -> dict[str, float | None]:
    """The median of working days from sending to contact, by unit."""
    held: dict[str, list[int]] = {}
    days = rows.filter(handover_days__isnull=False).values_list(unit, "handover_days")
    for name, count in days:
        held.setdefault(name, []).append(count or 0)
    return {name: rules.median(every) for name, every in held.items()}


def sent(user: User, *, first: dt.date, last: dt.date) -> list[Sent]:
    """Return what each of the user's units has sent, those without follow-up too."""
    rows = _sent(user, first, last)
    counted = rows.values(name=F("organisation__name")).annotate(
        sent=Count("pk"),
        subjects=Count("subject", distinct=True),
        ticked=Count("pk", filter=~FOLLOWED),
        followed=Count("pk", filter=FOLLOWED),
        accepted=Count("pk", filter=TAKEN_OVER),
        contacted=Count("pk", filter=Q(contacted_on__isnull=False)),
        helped=Count("pk", filter=Q(state=rules.HELPED)),
        returned=Count("pk", filter=Q(state=rules.RETURNED)),
        expired=Count("pk", filter=Q(state=rules.EXPIRED)),
    )
    medians = _medians(rows, "organisation__name")
    return [
        Sent(**row, median=medians.get(row["name"])) for row in counted.order_by("organisation__sort_key")
    ]


def received(user: User, *, first: dt.date, last: dt.date) -> list[Received]:
    """Return what each of the user's units has received and been asked to answer."""
    rows = Referral.objects.filter(
        FOLLOWED, receiver_id__in=places(user, READERS), expires_on__isnull=False, on__gte=first, on__lte=last
    )
    rows = rows.exclude(state=rules.WITHDRAWN).order_by()
    counted = rows.values(name=F("receiver__name")).annotate(
        received=Count("pk"),
        accepted=Count("pk", filter=TAKEN_OVER),
        in_time=Count("pk", filter=Q(accepted_on__lte=F("answer_by"))),
        waiting=Count("pk", filter=Q(state__in=sorted(rules.WAITING))),
    )
    medians = _medians(rows, "receiver__name")
    return [
        Received(**row, median=medians.get(row["name"])) for row in counted.order_by("receiver__sort_key")
    ]


def by_topic(user: User, *, first: dt.date, last: dt.date) -> list[tuple[str, int, int]]:
    """Return stored topic, referrals, and how many of them were to private advisers (A28)."""
    every: Counter[str] = Counter()
    private: Counter[str] = Counter()
    counted = _sent(user, first, last).values_list("topics", "receiver_kind").annotate(count=Count("pk"))
    for topics, kind, count in counted:
        for topic in topics.split(";"):
            every[topic] += count
            private[topic] += count if kind == ReceiverKind.PRIVATE_ADVISER else 0
    return [(topic, count, private[topic]) for topic, count in sorted(every.items())]


def by_receiver(user: User, *, first: dt.date, last: dt.date) -> list[tuple[str, int]]:
    """Return kind of receiver and number of referrals, the most first (A10, B23)."""
    counted = _sent(user, first, last).values_list("receiver_kind").annotate(count=Count("pk"))
    return [(kind, count) for kind, count in counted.order_by("-count", "receiver_kind")]


def used(user: User, *, first: dt.date, last: dt.date, on: dt.date) -> Used:
    """Return what came of the followed referrals of a period that are half a year old on a day."""
    rows = _sent(user, first, min(last, rules.half_a_year_before(on))).filter(FOLLOWED)
    counts = rows.exclude(state=rules.RETURNED).aggregate(
        due=Count("pk"),
        asked=Count("pk", filter=Q(use_asked_on__isnull=False)),
        used=Count("pk", filter=Q(use=Use.USED)),
        not_used=Count("pk", filter=Q(use=Use.NOT_USED)),
        dont_know=Count("pk", filter=Q(use=Use.DONT_KNOW)),
    )
    return Used(**counts)
