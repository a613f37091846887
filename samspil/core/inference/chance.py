"""How likely a skew is by chance alone: exact binomial probabilities for geographic spread."""

from fractions import Fraction
from math import ceil, floor

from scipy.stats import binom, binomtest


def chance_of(count: int, total: int, share: float) -> float:
    """Probability of a count at least this unlikely if each of `total` falls here with `share`.

    The exact two-sided binomial test: outcomes no more likely than the one seen are summed.
    """
    return float(binomtest(count, total, share).pvalue)


def chance_outside(total: int, share: float, low: float | Fraction, high: float | Fraction) -> float:
    """Probability that a count falls outside [low, high] although nothing but chance is at work.

    A small municipality misses a narrow band most years; this says how often.
    """
    inside = binom.cdf(floor(high), total, share) - binom.cdf(ceil(low) - 1, total, share)
    return float(min(1.0, max(0.0, 1.0 - inside)))
