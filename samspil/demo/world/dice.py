"""Chance with a fixed seed: one stream for each subject matter, so that one does not move another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A stream of chance; the same seed and topic give the same throws in every process."""

    def __init__(self, seed: int, topic: str) -> None:
        # A text seed goes through SHA-512, so PYTHONHASHSEED does not matter.
        self._random = Random(f"samspil/{seed}/{topic}")
        self._owed: dict[str, float] = {}

    def hit(self, probability: float) -> bool:
        """Whether something that happens with this probability happens now."""
        return self._random.random() < probability

    def due(self, account: str, rate: float) -> bool:
        """As `hit`, but the account is kept even, so that the rate holds also in a few hundred throws."""
        owed = self._owed.get(account, self._random.random()) + rate
        self._owed[account] = owed - int(owed)
        return owed >= 1

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def spread(self, around: float, by: float) -> float:
        """A number evenly within `by` of `around`."""
        return around + (2 * self._random.random() - 1) * by

    def one(self, choices: Sequence[T]) -> T:
        """One of the choices, each as likely."""
        return choices[int(self._random.random() * len(choices))]

    def by_weight(self, choices: Sequence[tuple[T, float]]) -> T:
        """One of the choices, as likely as its weight."""
        throw = self._random.random() * sum(weight for _, weight in choices)
        for choice, weight in choices:
            throw -= weight
            if throw < 0:
                return choice
        return choices[-1][0]

    def day(self, first: date, last: date) -> date:
        """A day from first to last, both included."""
        return first + timedelta(self.number(0, (last - first).days))

    def take(self, items: list[T]) -> T:
        """Remove and return one of the items; their order is not kept."""
        place = int(self._random.random() * len(items))
        items[place], items[-1] = items[-1], items[place]
        return items.pop()

    def mixed(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        left, order = list(items), []
        while left:
            order.append(self.take(left))
        return order


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """Split a whole number by weights; the largest remainders, then the first, get what is left."""
    exact = [total * weight / sum(weights) for weight in weights]
    parts = [int(each) for each in exact]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - exact[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts
