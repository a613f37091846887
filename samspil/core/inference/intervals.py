"""Confidence intervals for shares, differences of shares and the Net Promoter Score."""

from math import inf, sqrt
from statistics import NormalDist

Z95 = NormalDist().inv_cdf(0.975)

Interval = tuple[float, float]


def effective_size(n: float, population: float | None) -> float:
    """The sample size after finite-population correction; infinite when everybody answered.

    n / (1 - f) with f = (n - 1) / (N - 1), so that the variance carries the usual factor
    (N - n) / (N - 1) (Cochran 1977, section 2.6).
    """
    if population is None:
        return n
    if population <= max(n, 1):
        return inf
    return n / (1 - (n - 1) / (population - 1)) if n > 1 else n


def kish_size(weights_sum: float, squares_sum: float) -> float:
    """Kish's effective sample size (sum w)^2 / sum w^2 of a weighted sample."""
    return weights_sum**2 / squares_sum


def wilson(share: float, n: float, z: float = Z95) -> Interval:
    """Wilson score interval of a share in [0, 1] from n > 0 observations (Wilson 1927).

    n may be an effective size; an infinite n gives the share itself.
    """
    if n <= 0:
        raise ValueError(f"n: found {n}; wanted more than 0")
    if n == inf:
        return share, share
    middle = share + z**2 / (2 * n)
    half = z * sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    scale = 1 + z**2 / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def newcombe(share: float, within: Interval, before: float, before_within: Interval) -> Interval:
    """Interval of share - before by Newcombe's hybrid score method (Newcombe 1998, method 10)."""
    difference = share - before
    down = sqrt((share - within[0]) ** 2 + (before_within[1] - before) ** 2)
    up = sqrt((within[1] - share) ** 2 + (before - before_within[0]) ** 2)
    return difference - down, difference + up


def promoter_score(
    promoters: int, passives: int, detractors: int, population: float | None = None, z: float = Z95
) -> tuple[float, Interval]:
    """Net Promoter Score from -100 to 100 and its adjusted interval.

    The interval is Wald's on counts with 3/4, 3/2 and 3/4 added (Rocks 2016, The American
    Statistician 70(4)). The counts are first scaled to the effective size, so that it closes in on
    the score as the population is exhausted, and it always holds the score itself.
    """
    n = promoters + passives + detractors
    if n <= 0:
        raise ValueError(f"answers: found {n}; wanted more than 0")
    score = 100 * (promoters - detractors) / n
    if population is not None and population <= n:
        return score, (score, score)
    size = effective_size(n, population)
    total = size + 3
    up, down = ((kind / n * size + 0.75) / total for kind in (promoters, detractors))
    half = z * sqrt((up + down - (up - down) ** 2) / total)
    middle = up - down
    low, high = 100 * max(-1.0, middle - half), 100 * min(1.0, middle + half)
    return score, (min(low, score), max(high, score))
