"""The measures against the truth: two countings of the same world that share no code must agree exactly."""

from __future__ import annotations

import json
from datetime import date
from math import isclose
from typing import Any

import pytest

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.scorecard import ReadingResult, Scorecard
from samspil.demo.truth.figures import STATIONS, TRUTHS, as_json, true_figures
from samspil.demo.truth.tally import Figure
from samspil.demo.world.records import World
from samspil.demo.world.region import make
from samspil.demo.world.tables import snapshot

SMALL = [(1, 200), (2, 400), (3, 200), (4, 900)]
AUTUMN = date(2022, 9, 30)


def measured(figure: ReadingResult) -> dict[str, Any]:
    return {
        "n": figure.n,
        "counted": figure.counted,
        "groups": {group.group: (group.n, group.counted) for group in figure.groups},
        "excluded": figure.excluded,
    }


def counted(figure: Figure) -> dict[str, Any]:
    return {
        "n": figure.n,
        "counted": figure.counted,
        "groups": figure.groups,
        "excluded": dict(sorted(figure.excluded.items())),
    }


def same_value(one: float | None, other: float | None) -> bool:
    """Equal up to what cannot be seen: the truth is not rounded, weighted per cents have nine decimals."""
    if one is None or other is None:
        return one is other
    return isclose(one, other, rel_tol=1e-12, abs_tol=1e-9)


def disagreements(scorecard: Scorecard, truth: dict[str, dict[str, Figure]]) -> list[str]:
    """Every point and reading where the measure and the truth say different things."""
    found = []
    for point in scorecard.points:
        readings = truth.get(point.id, {})
        if set(readings) != {reading.id for reading in point.readings if point.measure}:
            found.append(f"{point.id}: readings {sorted(readings)}")
        for reading in point.readings if point.measure else ():
            true = readings[reading.id]
            if measured(reading) != counted(true) or not same_value(reading.value, true.value):
                found.append(f"{point.id} {reading.id}: {reading.value} {measured(reading)} != {true}")
    return found


def check(world: World, contract: ResultContract, as_of: date, known_on: date) -> None:
    scored = evaluate(contract, snapshot(world, as_of, known_on), keep_members=False).scorecard
    assert disagreements(scored, true_figures(world, contract, as_of, known_on)) == []


@pytest.mark.requirement(
    "B38", "B41", "B43", "B46", "B47", "B52", "B53", "B56", "B58", "B64", "B66", "B73", "B76", "B79", "B80",
    "B81", "B82",
)  # fmt: skip
@pytest.mark.parametrize("as_of", STATIONS)
@pytest.mark.parametrize(("seed", "size"), SMALL)
def test_every_point_under_every_reading_is_true_in_small_regions(
    contract: ResultContract, seed: int, size: int, as_of: date
) -> None:
    check(make(seed, size), contract, as_of, as_of)


def test_every_point_under_every_reading_is_true_in_the_full_region(
    region: World, contract: ResultContract
) -> None:
    check(region, contract, AUTUMN, AUTUMN)


@pytest.mark.parametrize(("as_of", "known_on"), [(STATIONS[0], STATIONS[1]), (STATIONS[2], STATIONS[3])])
def test_what_was_registered_late_changes_an_earlier_day_as_it_truly_does(
    contract: ResultContract, as_of: date, known_on: date
) -> None:
    world = make(5, 600)
    check(world, contract, as_of, known_on)
    then, now = (true_figures(world, contract, as_of, day) for day in (as_of, known_on))
    assert then != now


def test_every_reading_gives_another_figure_than_the_chosen_unless_it_only_moves_the_verdict(
    contract: ResultContract,
) -> None:
    """A switch that no region ever moves would let a wrong measure pass."""
    unmoved = [
        {
            f"{point} {reading}"
            for point, readings in true_figures(make(seed, 3000), contract, AUTUMN).items()
            for reading, figure in readings.items()
            if reading != "chosen" and figure == readings["chosen"]
        }
        for seed in (1, 2, 3, 4)
    ]
    in_none = set.intersection(*unmoved)
    assert in_none <= {"3.1 unknown_segment=must_pass", "8.5 tolerance=5", "8.5 tolerance=10"}


def test_there_is_a_truth_for_every_measure_of_the_contract(contract: ResultContract) -> None:
    assert {point.measure for point in contract.points if point.measure} <= set(TRUTHS)


def test_the_truth_as_json_tells_stations_readings_and_the_mess(
    hamlet: World, contract: ResultContract
) -> None:
    told = json.loads(as_json(hamlet, contract, [(AUTUMN, AUTUMN)]))
    assert told["stations"][0]["as_of"] == "2022-09-30"
    figure = told["stations"][0]["points"]["1.3"]["chosen"]
    assert figure["value"] == pytest.approx(100 * figure["counted"] / figure["n"])
    assert told["messy_rows"]["merger"] > 0
