"""Every change to a unit's clock: its reminders, closed days and pauses, and what waits by them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.organisations.kinds import LEADING
from samspil.organisations.queries import has_role
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.referrals import rules
from samspil.referrals.kinds import ClosedDay
from samspil.referrals.models import Clock, Pause, Referral
from samspil.referrals.queries import clock_of
from samspil.referrals.steps import start_clock

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User

MOST_REMINDERS, LONGEST = 8, 250


@transaction.atomic
def set_clock(
    *,
    by: User | None,
    organisation: Organisation,
    days: Sequence[int],
    chasing: bool,
    closed: Iterable[str] = (),
    version: int | None = None,
) -> Clock:
    """Set a unit's reminders, in working days after sending, and the days on which it is closed."""
    _must_lead(by, organisation)
    if not 1 <= len(days) <= MOST_REMINDERS or list(days) != sorted(set(days)):
        raise ValidationError({"days": _("Skriv et til otte tal i stigende rækkefølge, fx 3, 9, 21, 45.")})
    if days[0] < 1 or days[-1] > LONGEST:
        raise ValidationError({"days": _("Tallene skal ligge mellem 1 og %(most)s.") % {"most": LONGEST}})
    if unknown := sorted(set(closed) - set(ClosedDay.values)):
        raise ValidationError({"closed": _("Ukendt dag: %(days)s") % {"days": ", ".join(unknown)}})
    clock = clock_of(organisation)
    clock.organisation = organisation
    if version is not None:
        clock.version = version
    clock.chase_days = ";".join(map(str, days))
    clock.chasing, clock.closed_days = chasing, ";".join(sorted(closed))
    checked(clock)
    keep(clock, by=by, action="set_clock")
    _start_again(organisation, by)
    return clock


@transaction.atomic
def pause(*, by: User | None, organisation: Organisation, first: dt.date, last: dt.date, why: str) -> Pause:
    """Let a unit's clock stand still for some days; what waits there is due so much later."""
    _must_lead(by, organisation)
    if last < first:
        raise ValidationError({"last": _("Pausen slutter, før den begynder.")})
    if (last - first).days > LONGEST:
        raise ValidationError({"last": _("Pausen er for lang.")})
    row = Pause(organisation=organisation, first=first, last=last, why=why.strip())
    checked(row)
    keep(row, by=by, action="pause_clock")
    _start_again(organisation, by)
    return row


@transaction.atomic
def lift_pause(*, by: User | None, pause: Pause) -> Pause:
    """Take a pause back."""
    _must_lead(by, pause.organisation)
    pause.lifted = True
    keep(pause, by=by, action="lift_pause")
    _start_again(pause.organisation, by)
    return pause


def _start_again(organisation: Organisation, by: User | None) -> None:
    """Reckon anew by when the unit must answer what waits for it."""
    rows = Referral.objects.filter(receiver=organisation, state__in=sorted(rules.WAITING))
    for referral in rows.select_related("receiver"):
        before = referral.answer_by, referral.expires_on
        start_clock(referral)
        if before != (referral.answer_by, referral.expires_on):
            keep(referral, by=by, action="move_deadline")


def _must_lead(by: User | None, organisation: Organisation) -> None:
    if by is not None and not has_role(by, organisation, LEADING):
        raise PermissionDenied
