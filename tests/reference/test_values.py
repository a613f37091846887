"""Every figure of the real contract, on random snapshots, is what its slow twin works out exactly."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from samspil.core.measures.contract import Goal, Point, ResultContract
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.registry import MEASURES
from samspil.core.measures.scorecard import ReadingResult
from tests.reference.random_snapshots import (
    AREA,
    AS_OF,
    HUB,
    Tables,
    as_snapshot,
    cut,
    empty_tables,
    region,
    regions,
)
from tests.reference.twins import TWINS
from tests.reference.twins_shared import Member
from tests.reference.twins_values import FIGURES, Setting

# Low enough for a handful of companies to meet now and miss then.
TARGETS = {"count": 3, "spread": 1, "coverage": 2, "share": 50, "promoter_score": 0}


def _within_reach(point: Point) -> Point:
    shape = MEASURES[point.measure].shape if point.measure else ""
    return point.model_copy(update={"targets": {"2022": TARGETS[shape]}}) if shape in TARGETS else point


def _goal(goal: Goal) -> Goal:
    return goal.model_copy(update={"points": tuple(_within_reach(point) for point in goal.points)})


REAL = read_contract(Path(__file__).parents[2] / "contracts" / "erhvervshus-midtjylland-2022")
CONTRACT: ResultContract = REAL.model_copy(
    update={"hub": HUB, "municipalities": AREA, "goals": tuple(_goal(goal) for goal in REAL.goals)}
)


def assert_figures_agree(tables: Tables, as_of: date = AS_OF) -> None:
    card = evaluate(CONTRACT, as_snapshot(tables).at(as_of), keep_members=False).scorecard
    known = cut(tables, as_of)
    for point in CONTRACT.points:
        for reading in point.readings() if point.measure else []:
            p = point.arguments(reading)
            members = TWINS[point.measure](known, HUB, AREA, p)
            setting = Setting(known, HUB, AREA, point, p, point.target(CONTRACT.year), as_of)
            wanted = FIGURES[MEASURES[point.measure].shape](setting, members)
            found = card.point(point.id).reading(reading.id)
            where = f"{point.id} {reading.id}"
            value = None if wanted.value is None else pytest.approx(float(wanted.value), abs=1e-9)
            assert found.value == value, where
            assert (found.n, found.counted, found.verdict) == (wanted.n, wanted.counted, wanted.verdict), (
                where
            )
            assert found.excluded == _excluded(members), where
            _assert_interval(found, wanted.interval, where)
            values = {group.group: group.value for group in found.groups}
            groups = {group: None if v is None else float(v) for group, v in wanted.groups.items()}
            assert {group: values[group] for group in groups} == pytest.approx(groups), where


def _excluded(members: list[Member]) -> dict[str, int]:
    roles = Counter(member.role.removeprefix("excluded:") for member in members)
    return {role: number for role, number in roles.items() if role not in ("counted", "base")}


def _assert_interval(found: ReadingResult, wanted: tuple[float, float] | None, where: str) -> None:
    # A group that decides may be turned by chance on its own.
    by_group = any(group.decides and group.crosses_target for group in found.groups)
    if wanted is None:
        assert found.interval is None, where
        assert found.crosses_target == by_group, where
        return
    assert found.interval == pytest.approx(wanted, abs=1e-6), where
    if found.target is not None and min(abs(end - found.target) for end in wanted) > 1e-6:
        assert found.crosses_target == (by_group or wanted[0] < found.target < wanted[1]), where


@pytest.mark.requirement("B38", "B46", "B50", "B54", "B58", "B60", "B76", "B81", "B87", "B88")
@pytest.mark.parametrize("seed", range(24))
def test_a_figure_equals_its_twin_on_a_messy_region(seed: int) -> None:
    assert_figures_agree(region(seed))


@pytest.mark.requirement("B11", "B58", "B79")
@pytest.mark.parametrize("seed", range(200, 208))
def test_a_figure_equals_its_twin_in_the_middle_of_the_year(seed: int) -> None:
    assert_figures_agree(region(seed), date(2022, 6, 30))


def test_nothing_delivered_but_headings_gives_no_figure_that_could_be_taken_for_zero() -> None:
    assert_figures_agree(empty_tables())
    card = evaluate(CONTRACT, as_snapshot(empty_tables()), keep_members=False).scorecard
    zeros = {point.id for point in card.points if point.chosen.value == 0}
    # A complete count of nothing is a number; a share of nothing is not.
    assert zeros == {"4.2", "8.3", "8.4"}


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(regions)
def test_no_region_can_be_found_where_a_figure_and_its_twin_differ(tables: Tables) -> None:
    assert_figures_agree(tables)
