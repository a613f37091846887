"""The slow twin of every measure, by the measure's name."""

from collections.abc import Callable
from typing import Any

from tests.reference import twins_awareness, twins_evaluation, twins_guidance, twins_reach
from tests.reference.twins_shared import Member, Tables

Twin = Callable[[Tables, str, tuple[str, ...], Any], list[Member]]

TWINS: dict[str, Twin] = {
    "awareness": twins_awareness.awareness,
    "awareness_change": twins_awareness.awareness_change,
    "presentations_offered": twins_awareness.presentations_offered,
    "milestone": twins_awareness.milestone,
    "effect_against_controls": twins_awareness.effect_against_controls,
    "very_satisfied": twins_evaluation.very_satisfied,
    "net_promoter_score": twins_evaluation.net_promoter_score,
    "referral_use": twins_evaluation.referral_use,
    "high_degree": twins_evaluation.high_degree,
    "new_share": twins_guidance.new_share,
    "growth_courses": twins_guidance.growth_courses,
    "referral_rate": twins_guidance.referral_rate,
    "unique_users": twins_reach.unique_users,
    "channel_balance": twins_reach.channel_balance,
    "geographic_spread": twins_reach.geographic_spread,
}
