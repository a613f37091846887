"""A few rows of a second hub, so that whatever crosses from one hub to the other can be seen."""

from __future__ import annotations

from datetime import date

from samspil.demo.world.casework import Casework
from samspil.demo.world.companies import now
from samspil.demo.world.dice import Dice
from samspil.demo.world.places import HUB, OTHER_HUB, area
from samspil.demo.world.programmes import Programmes
from samspil.demo.world.records import FIRST, Subject, World

CASES, SESSIONS = 60, 8


def play_neighbour(world: World) -> None:
    """Cases and sessions in the north, now and then with a company of the first hub."""
    dice = Dice(world.seed, "neighbour")
    work, programmes = Casework(world, "neighbour-cases"), Programmes(world, "neighbour-sessions")
    north = _companies(world, OTHER_HUB)
    south = _companies(world, HUB)
    towns = [place.code for place in area(OTHER_HUB)]
    for year in (2020, 2021, 2022):
        first, last = date(year, 1, 6), date(year, 12, 18)
        for _ in range(world.scaled(CASES, 3)):
            on = dice.day(first, last)
            pool = south if not north or dice.hit(0.1) else north
            work.guide(now(dice.one(pool), on), on, OTHER_HUB)
        for _ in range(world.scaled(SESSIONS, 1)):
            on = dice.day(first, last)
            session = programmes.announce(on, OTHER_HUB, dice.one(towns))
            guests = {
                subject.key: subject for subject in (now(dice.one(north or south), on) for _ in range(8))
            }
            for subject in guests.values():
                programmes.enrol(session, subject)


def _companies(world: World, hub: str) -> list[Subject]:
    codes = {place.code for place in area(hub)}
    return [each for each in world.subjects if each.registered == FIRST and each.municipality in codes]
