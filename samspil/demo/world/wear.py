"""What daily life does to a register: fields left empty, rows written down late, cases closed in arrears."""

from __future__ import annotations

from datetime import timedelta

from samspil.demo.world.dice import Dice
from samspil.demo.world.places import HUB
from samspil.demo.world.records import Case, Contact, Referral, World

HALF_JUDGED = 0.05
LATE_CASE, LATE_ROW, LATE_SEAT, LATE_CLOSING = 0.02, 0.01, 0.015, 0.03


def wear(world: World) -> None:
    """Leave the traces; at least one of every kind also in the smallest region."""
    dice = Dice(world.seed, "wear")
    ours = [case for case in world.cases if case.organisation == HUB]
    judged = [case for case in ours if case.segment is not None]
    for number, case in enumerate(judged):
        # The first two in any case: one without a judge, one without a day.
        if number < 2:
            _forget_judgement(case, who=number == 0)
        elif dice.hit(HALF_JUDGED):
            _forget_judgement(case, who=dice.hit(0.5))
    for number, case in enumerate(ours):
        # The newest first, so that a small region has one in the contract's year.
        newest = number >= len(ours) - 2
        if newest or dice.hit(LATE_CASE):
            _write_late(case, dice.number(10, 100))
        if case.ended_registered is not None and (newest or dice.hit(LATE_CLOSING)):
            case.ended_registered += timedelta(dice.number(20, 120))
    _late_rows(world, dice)


def _forget_judgement(case: Case, *, who: bool) -> None:
    if who:
        case.segment_by = None
    else:
        case.segment_on = None


def _write_late(case: Case, days: int) -> None:
    """The whole case is written down so many days after it began."""
    case.registered = case.started + timedelta(days)
    if case.segment_registered is not None:
        case.segment_registered = max(case.segment_registered, case.registered)
    if case.ended_registered is not None:
        case.ended_registered = max(case.ended_registered, case.registered)
    rows: list[Contact | Referral] = [*case.contacts, *case.referrals]
    for row in rows:
        row.registered = max(row.registered, case.registered)


def _late_rows(world: World, dice: Dice) -> None:
    """Single contacts, referrals and lists of participants that turn up late."""
    for contact in world.contacts:
        if dice.hit(LATE_ROW):
            contact.registered = max(contact.registered, contact.on + timedelta(dice.number(10, 60)))
    for referral in world.referrals:
        if dice.hit(LATE_ROW):
            referral.registered = max(referral.registered, referral.on + timedelta(dice.number(10, 60)))
    for seat in world.participations:
        if dice.hit(LATE_SEAT):
            seat.registered = seat.session.on + timedelta(dice.number(10, 75))
