"""What the daily tick does for referrals; run twice, it does nothing the second time."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from samspil.platform.audit.actions import keep
from samspil.referrals import letters, rules
from samspil.referrals.kinds import Party, StepCode
from samspil.referrals.models import Clock, Referral
from samspil.referrals.queries import clock_of, working_days_of
from samspil.referrals.steps import note_step, take


def chase_due(*, on: dt.date) -> int:
    """Remind receivers who have not answered, and end what nobody answered; return how many of both.

    The clock runs in the receiver's working days. A server that was off sends the latest reminder only.
    """
    waiting = Referral.objects.filter(state__in=sorted(rules.WAITING), answer_by__lte=on)
    keys = list(waiting.order_by("pk").values_list("pk", flat=True))
    rule = _Rules()
    return sum(_chase(key, rule, on) for key in keys)


class _Rules:
    """Each unit's clock and working days, asked for once a run."""

    def __init__(self) -> None:
        self.known: dict[int | None, tuple[Clock, rules.WorkingDays]] = {}

    def of(self, referral: Referral) -> tuple[Clock, rules.WorkingDays]:
        key = referral.receiver_id
        if key not in self.known:
            self.known[key] = clock_of(referral.receiver), working_days_of(referral.receiver)
        return self.known[key]


@transaction.atomic
def _chase(key: int, rule: _Rules, on: dt.date) -> bool:
    """Look at one referral under lock, since its receiver may be answering at this moment."""
    rows = Referral.objects.select_for_update(of=("self",))
    referral = rows.select_related("receiver", "organisation", "subject", "case").get(pk=key)
    if referral.state not in rules.WAITING or referral.expires_on is None:
        return False
    if on > referral.expires_on:
        take(by=None, referral=referral, step="expire", party=rules.CLOCK, on=on)
        return True
    clock, calendar = rule.of(referral)
    if not clock.chasing:
        return False
    passed = calendar.between(referral.on, on)
    due = [number for number in clock.days if number <= passed]
    sent = referral.steps.filter(number__isnull=False).order_by("-number").first()
    if not due or (sent is not None and sent.number is not None and sent.number >= due[-1]):
        return False
    note_step(by=None, referral=referral, code=StepCode.CHASE, party=Party.CLOCK, on=on, number=due[-1])
    letters.remind(referral, number=due[-1], place=len(due), on=on)
    return True


def ask_use_due(*, on: dt.date) -> int:
    """Ask senders, half a year after, whether their referrals were used; return how many were asked (B55)."""
    asked = Referral.objects.filter(
        handover__isnull=False,
        expires_on__isnull=False,
        on__lte=rules.half_a_year_before(on),
        use_asked_on__isnull=True,
        use="",
    ).exclude(state__in=[rules.WITHDRAWN, rules.RETURNED])
    return sum(_ask(key, on) for key in list(asked.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _ask(key: int, on: dt.date) -> bool:
    rows = Referral.objects.select_for_update(of=("self",))
    referral = rows.select_related("receiver", "organisation", "subject", "case", "adviser").get(pk=key)
    if referral.use_asked_on is not None:
        return False
    referral.use_asked_on = on
    keep(referral, by=None, action="ask_use")
    note_step(by=None, referral=referral, code=StepCode.ASK_USE, party=Party.CLOCK, on=on)
    letters.ask_use(referral, on=on)
    return True
