"""Where the next user comes from: near the share of the population, except where the hub falls short."""

from __future__ import annotations

from samspil.demo.world.dice import Dice
from samspil.demo.world.places import HUB, area
from samspil.demo.world.records import Place

# Municipalities the hub reaches too little or too much, against their part of the population.
SKEW = {"0665": 0.80, "0671": 0.84, "0741": 0.70, "0707": 0.87, "0779": 1.13}


class Steering:
    """Hands out municipalities so that at any day the year lies near the wanted shares."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        wanted = {place.code: _wanted(place) for place in area(HUB)}
        total = sum(wanted.values())
        self.share = {code: each / total for code, each in wanted.items()}
        self.used = dict.fromkeys(self.share, 0)

    def next(self) -> str:
        """The municipality that lacks most, with a little chance."""
        total = sum(self.used.values()) + 1
        return max(
            self.share,
            key=lambda code: self.share[code] * total - self.used[code] + self.dice.spread(0, 0.8),
        )

    def count(self, municipality: str | None) -> None:
        """Somebody of that municipality has become a user in the year."""
        if municipality in self.used:
            self.used[municipality] += 1


def _wanted(place: Place) -> float:
    return place.inhabitants[2021] * SKEW.get(place.code, 1.0)
