"""Makes the whole region: the same seed and size give the same world, to the byte."""

from __future__ import annotations

from datetime import date

from samspil.demo.world.awareness import survey
from samspil.demo.world.companies import Register
from samspil.demo.world.conduct import conduct
from samspil.demo.world.evaluations import Evaluations
from samspil.demo.world.local import LocalServices
from samspil.demo.world.neighbour import play_neighbour
from samspil.demo.world.organisations import advisers, organisations
from samspil.demo.world.places import places
from samspil.demo.world.records import World
from samspil.demo.world.stories import Stories, odd_answers
from samspil.demo.world.traffic import Traffic
from samspil.demo.world.wear import wear

SEED = 2022
SIZE = 30_000
SMALLEST = 200
TODAY = date(2022, 9, 30)


def make(seed: int = SEED, size: int = SIZE) -> World:
    """The region with `size` companies in the first hub's area; ValueError when that is too few."""
    if size < SMALLEST:
        raise ValueError(f"size: found {size}; wanted at least {SMALLEST}")
    everyone = organisations()
    world = World(seed, size, places(), everyone, advisers(everyone))
    register = Register(world)
    register.populate()
    Traffic(world, register).play()
    LocalServices(world, register).play()
    play_neighbour(world)
    Stories(world, register).tell()
    wear(world)
    evaluations = Evaluations(world)
    evaluations.ask()
    odd_answers(world, evaluations)
    survey(world)
    conduct(world)
    return world
