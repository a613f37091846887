"""Divides a whole amount by weights, exactly: half up row by row, or by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

Method = Literal["half_up", "largest_remainder"]

REASONS: dict[Method, str] = {
    "half_up": (
        "Hver række afrundes for sig, en halv op. Rækkerne kan derfor give mere eller mindre end beløbet."
    ),
    "largest_remainder": (
        "Hver række rundes ned, og resten gives, én ad gangen, til de største brøkdele. Summen passer altid; "
        "ved lige store brøkdele kommer den laveste kommunekode først."
    ),
}


@dataclass(frozen=True, slots=True)
class Allocation:
    """Amounts by key, beside the exact shares they were rounded from; in the unit of `total`."""

    method: Method
    total: int
    exact: Mapping[str, Fraction]
    amounts: Mapping[str, int]

    @property
    def sum(self) -> int:
        """What the rounded rows add up to."""
        return sum(self.amounts.values())

    @property
    def difference(self) -> int:
        """How much the rows lack (positive) or exceed (negative) the total."""
        return self.total - self.sum


def exact_shares(total: int, weights: Mapping[str, int]) -> dict[str, Fraction]:
    """Each key's exact part of the total, in the order of the keys.

    Raises ValueError when the total or a weight is negative, or all weights are zero.
    """
    if total < 0:
        raise ValueError(f"found total {total}; wanted 0 or more")
    for key, weight in weights.items():
        if weight < 0:
            raise ValueError(f"found weight {weight} for {key}; wanted 0 or more")
    whole = sum(weights.values())
    if whole == 0:
        raise ValueError("found no weight above 0; wanted at least one")
    return {key: Fraction(total * weights[key], whole) for key in sorted(weights)}


def allocate(total: int, weights: Mapping[str, int], method: Method) -> Allocation:
    """Divide a whole total by weights, in integers and fractions only; ValueError as in exact_shares.

    half_up rounds each share alone, .5 upwards. largest_remainder (Hamilton) rounds down and gives
    what is left, one unit each, to the largest fractions; equal fractions by the lowest key.
    """
    shares = exact_shares(total, weights)
    amounts = _half_up(shares) if method == "half_up" else _largest_remainder(total, shares)
    return Allocation(method, total, shares, amounts)


def _half_up(shares: Mapping[str, Fraction]) -> dict[str, int]:
    return {key: floor(share + Fraction(1, 2)) for key, share in shares.items()}


def _largest_remainder(total: int, shares: Mapping[str, Fraction]) -> dict[str, int]:
    amounts = {key: floor(share) for key, share in shares.items()}
    left = total - sum(amounts.values())
    by_fraction = sorted(shares, key=lambda key: (amounts[key] - shares[key], key))
    for key in by_fraction[:left]:
        amounts[key] += 1
    return amounts
