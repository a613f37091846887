"""From counts to a figure: which function answers for which shape of measure."""

from collections.abc import Callable

from samspil.core.measures.figures import Answer, Question
from samspil.core.measures.shares import share, weighted_change, weighted_share
from samspil.core.measures.spread import spread
from samspil.core.measures.tallies import balance, count, coverage, effect, milestone, promoters

SHAPES: dict[str, Callable[[Question], Answer]] = {
    "share": share,
    "weighted_share": weighted_share,
    "weighted_change": weighted_change,
    "count": count,
    "promoter_score": promoters,
    "spread": spread,
    "balance": balance,
    "coverage": coverage,
    "milestone": milestone,
    "effect": effect,
}
