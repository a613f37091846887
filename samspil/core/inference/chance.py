"""How likely a skew is by chance alone: exact binomial probabilities for geographic spread."""

from fractions import Fraction
from math import ceil, floor

import numpy as np
from scipy.special import bdtr, gammaln, xlog1py, xlogy

# Outcomes as unlikely as the one seen belong to the sum though their floats differ in the last digit.
TIES = 1 + 1e-7


def chance_of(count: int, total: int, share: float) -> float:
    """Probability of a count at least this unlikely if each of `total` falls here with `share`.

    The exact two-sided binomial test: outcomes no more likely than the one seen are summed.
    """
    outcomes = np.arange(total + 1)
    ways = gammaln(total + 1) - gammaln(outcomes + 1) - gammaln(total - outcomes + 1)
    likely = np.exp(ways + xlogy(outcomes, share) + xlog1py(total - outcomes, -share))
    return float(min(1.0, likely[likely <= likely[count] * TIES].sum()))


def chance_outside(total: int, share: float, low: float | Fraction, high: float | Fraction) -> float:
    """Probability that a count falls outside [low, high] although nothing but chance is at work.

    A small municipality misses a narrow band most years; this says how often.
    """
    below, above = ceil(low) - 1, min(floor(high), total)
    if above <= below:
        return 1.0
    under = float(bdtr(below, total, share)) if below >= 0 else 0.0
    return min(1.0, max(0.0, 1.0 - (float(bdtr(above, total, share)) - under)))
