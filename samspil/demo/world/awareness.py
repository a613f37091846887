"""The awareness surveys: strata drawn unevenly, weights that put it right, and who knows the hub."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from samspil.demo.world.dice import Dice, shares
from samspil.demo.world.places import HUB, OTHER_HUB, area
from samspil.demo.world.records import Respondent, Wave, World


@dataclass(frozen=True)
class Round:
    """A wave: its days in the field, when its result came, and what share knew the hub."""

    year: int
    first: date
    last: date
    delivered: date
    heard: float
    green: float


ROUNDS = (
    Round(2020, date(2020, 9, 1), date(2020, 9, 25), date(2020, 10, 20), 0.360, 0.600),
    Round(2021, date(2021, 9, 1), date(2021, 9, 24), date(2021, 10, 19), 0.388, 0.624),
    Round(2022, date(2022, 8, 22), date(2022, 9, 16), date(2022, 9, 27), 0.412, 0.646),
    Round(2023, date(2023, 8, 21), date(2023, 9, 15), date(2023, 10, 17), 0.448, 0.671),
)
ASKED = 1600
# Firms in the population; strata by land and town, small and larger, with the share of the sample.
POPULATION = 75_400
STRATA: tuple[tuple[str, float, float, float], ...] = (
    # name, part of the firms, part of the sample, knows the hub against the average
    ("land-small", 0.27, 0.22, 0.90),
    ("land-large", 0.05, 0.18, 1.30),
    ("town-small", 0.59, 0.38, 0.96),
    ("town-large", 0.09, 0.22, 1.36),
)
COUNTRY = ("4 Opland", "5 Land")


def survey(world: World) -> None:
    """All waves about the first hub, and small ones about the second."""
    for each in ROUNDS:
        _wave(world, each, HUB, POPULATION, world.scaled(ASKED, at_least=40))
    for each in ROUNDS[:3]:
        _wave(world, each, OTHER_HUB, 31_000, world.scaled(120, at_least=12))


def _wave(world: World, each: Round, hub: str, population: int, asked: int) -> None:
    dice = Dice(world.seed, f"awareness-{hub}-{each.year}")
    world.waves.append(Wave(hub, each.year, population, each.delivered))
    sizes = shares(asked, [part for _, _, part, _ in STRATA])
    average = sum(firms * against for _, firms, _, against in STRATA)
    for (stratum, firms, _, against), size in zip(STRATA, sizes, strict=True):
        knows = round(size * each.heard * against / average)
        rest = shares(size - knows, (88, 8, 4))
        words = ["yes"] * knows
        for word, number in zip(("no", "dont_know", "no_answer"), rest, strict=True):
            words += [word] * number
        # Against the average firm, so that a respondent without a weight stands for one.
        weight = round(firms * asked / size, 4) if size else 1.0
        for heard in dice.mixed(words):
            world.respondents.append(_respondent(world, dice, each, hub, stratum, weight, heard))


def _respondent(
    world: World, dice: Dice, each: Round, hub: str, stratum: str, weight: float, heard: str
) -> Respondent:
    towns = [place.code for place in area(hub) if (place.group in COUNTRY) == stratum.startswith("land")]
    elsewhere = [place.code for place in area(OTHER_HUB if hub == HUB else HUB)]
    municipality = dice.one(elsewhere) if dice.hit(0.006) else dice.one(towns)
    green = dice.by_weight((("yes", each.green), ("no", 0.92 - each.green), ("dont_know", 0.08)))
    return Respondent(
        key=f"w{len(world.respondents) + 1:06}",
        organisation=hub,
        wave=each.year,
        on=each.first + timedelta(dice.number(0, (each.last - each.first).days)),
        registered=each.delivered,
        municipality=None if dice.hit(0.004) else municipality,
        stratum=stratum,
        weight=None if dice.hit(0.006) else weight,
        heard=heard,
        # Only those who know the hub are asked, and some of them stop there.
        green=None if heard != "yes" or dice.hit(0.03) else green,
    )
