"""The door to every change of the room: ticks, drafts, steps, openings, answers by link, and clocks."""

from __future__ import annotations

from samspil.referrals.aftermath import note_use, send_new_link, tell_company
from samspil.referrals.clocks import lift_pause, pause, set_clock
from samspil.referrals.opening import open_list, open_referral
from samspil.referrals.sending import Receiver, discard, draft, redraft, refer, send, tick
from samspil.referrals.steps import answer, take

__all__ = [
    "Receiver",
    "answer",
    "discard",
    "draft",
    "lift_pause",
    "note_use",
    "open_list",
    "open_referral",
    "pause",
    "redraft",
    "refer",
    "send",
    "send_new_link",
    "set_clock",
    "take",
    "tell_company",
    "tick",
]
