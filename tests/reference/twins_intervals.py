"""Slow twins of the intervals and chances: equations solved by halving, sums taken term by term."""

from collections.abc import Callable
from fractions import Fraction
from math import comb, isinf, sqrt

Z = 1.959963984540054
Interval = tuple[float, float]


def halve(inside: Callable[[float], bool], within: float, outside: float) -> float:
    """The border between what is inside and what is not, between two points on either side."""
    for _ in range(200):
        middle = (within + outside) / 2
        if inside(middle):
            within = middle
        else:
            outside = middle
    return within


def wilson(share: float, n: float) -> Interval:
    """All p that the score test does not reject: (share - p)^2 <= z^2 p (1 - p) / n."""

    def accepted(p: float) -> bool:
        return (share - p) ** 2 <= Z * Z * p * (1 - p) / n

    # At 0 and 1 nothing but the share itself is accepted, so the search starts just inside.
    start = min(max(share, 1e-12), 1 - 1e-12)
    low = 0.0 if share == 0 else halve(accepted, start, 0.0)
    high = 1.0 if share == 1 else halve(accepted, start, 1.0)
    return low, high


def difference(share: float, n: float, before: float, before_n: float) -> Interval:
    """Newcombe's square-and-add: the distances to the two intervals' ends, as sides of a triangle."""
    low, high = (share, share) if isinf(n) else wilson(share, n)
    before_low, before_high = (before, before) if isinf(before_n) else wilson(before, before_n)
    down = sqrt((share - low) ** 2 + (before_high - before) ** 2)
    up = sqrt((high - share) ** 2 + (before - before_low) ** 2)
    return share - before - down, share - before + up


def promoters(up: int, passive: int, down: int, population: int | None = None) -> Interval:
    """Rocks' adjusted Wald: the variance of +1, 0 and -1 when 3/4, 3/2 and 3/4 answers are added.

    In a small population each answer is worth more than one, and the interval holds the score.
    """
    n = up + passive + down
    worth = 1.0 if population is None or n <= 1 else (population - 1) / (population - n)
    parts = [(up * worth + 0.75, 1), (passive * worth + 1.5, 0), (down * worth + 0.75, -1)]
    total = n * worth + 3
    mean = sum(count * score for count, score in parts) / total
    variance = sum(count / total * (score - mean) ** 2 for count, score in parts)
    half = Z * sqrt(variance / total)
    score = 100 * (up - down) / n
    low, high = max(-100.0, 100 * (mean - half)), min(100.0, 100 * (mean + half))
    return min(low, score), max(high, score)


def binomial(count: int, total: int, share: Fraction) -> Fraction:
    """The probability of exactly that count."""
    return comb(total, count) * share**count * (1 - share) ** (total - count)


def as_unlikely(count: int, total: int, share: Fraction) -> Fraction:
    """The probability of all counts that are no more likely than the one seen."""
    seen = binomial(count, total, share)
    each = [binomial(other, total, share) for other in range(total + 1)]
    return sum((chance for chance in each if chance <= seen), Fraction(0))


def outside(total: int, share: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """The probability of all counts below the one limit or above the other."""
    return sum(
        (binomial(count, total, share) for count in range(total + 1) if not low <= count <= high), Fraction(0)
    )
