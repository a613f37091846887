"""Referrals in words: the state as a pill, the clock as a sentence, and the parties."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.referrals import rules
from samspil.web.jinja import formats

if TYPE_CHECKING:
    from samspil.referrals.models import Referral

# How a state looks: open, taken, well ended, ended otherwise.
LOOKS = {
    **dict.fromkeys(rules.WAITING, "waiting"),
    **dict.fromkeys(rules.TAKEN, "taken"),
    rules.HELPED: "good",
    rules.DRAFT: "draft",
    rules.TICKED: "draft",
    **dict.fromkeys(rules.FAILED, "failed"),
}


def look(state: str) -> str:
    """The class of a state's pill; the word stands beside it, colour is never alone."""
    return LOOKS.get(state, "over")


def clock(referral: Referral, today: dt.date) -> str:
    """Say by when an answer is due and how late it is; nothing when no answer is awaited."""
    if referral.state not in rules.WAITING or referral.answer_by is None:
        return ""
    left = (referral.answer_by - today).days
    if left > 1:
        return _("svar senest %(day)s") % {"day": formats.short_day(referral.answer_by)}
    if left == 1:
        return _("svar senest i morgen")
    if left == 0:
        return _("svar senest i dag")
    return ngettext("%(days)s dag over fristen", "%(days)s dage over fristen", -left) % {"days": -left}


def late(referral: Referral, today: dt.date) -> bool:
    """Whether the deadline has passed without an answer."""
    waiting = referral.state in rules.WAITING and referral.answer_by is not None
    return waiting and referral.answer_by is not None and referral.answer_by < today
