"""Every measure, under every reading and on both engines, says the same as its slow twin."""

from collections import Counter
from random import Random

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from samspil.core.measures.registry import MEASURES
from samspil.core.measures.roles import ROLES
from samspil.core.measures.sources import Engine, Parameters, Source
from tests.reference.random_snapshots import AREA, HUB, Tables, as_snapshot, empty_tables, region, regions
from tests.reference.readings import at_random, readings
from tests.reference.twins import TWINS
from tests.reference.twins_shared import Member

Reading = tuple[str, Parameters]


def members(tables: Tables, asked: list[Reading], engine: Engine = "polars") -> list["Counter[Member]"]:
    """What the measures say, as multisets of members."""
    source = Source.of(as_snapshot(tables), HUB, AREA, engine)
    frames = [MEASURES[name].build(source, parameters) for name, parameters in asked]
    if engine == "polars":
        collected = pl.collect_all([frame.to_native() for frame in frames])
    else:
        collected = [frame.collect("polars").to_native() for frame in frames]
    return [
        Counter(
            Member(subject, row, group, ROLES[rank].code, weight)
            for subject, row, group, rank, weight in table
        )
        for table in (
            frame.select("subject", "row", "group", "rank", "weight").iter_rows() for frame in collected
        )
    ]


def assert_twins_agree(tables: Tables, asked: list[Reading], engine: Engine = "polars") -> None:
    for (name, parameters), found in zip(asked, members(tables, asked, engine), strict=True):
        wanted = Counter(TWINS[name](tables, HUB, AREA, parameters))
        assert found == wanted, (
            f"{name} {parameters}\nonly the measure: {found - wanted}\nonly the twin: {wanted - found}"
        )


def test_every_measure_has_a_twin() -> None:
    assert set(TWINS) == set(MEASURES)


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
def test_nothing_gives_nothing_but_the_municipalities_not_reached(engine: Engine) -> None:
    tables = empty_tables()
    asked = readings()
    assert_twins_agree(tables, asked, engine)
    found = dict(zip((name for name, _ in asked), members(tables, asked, engine), strict=True))
    assert [name for name, counted in found.items() if counted] == ["presentations_offered"]


@pytest.mark.requirement("B43", "B49", "B53", "B56", "B64", "B74", "B76", "B79", "B80", "B81", "B82")
@pytest.mark.parametrize("seed", range(24))
def test_a_measure_equals_its_twin_on_a_messy_region(seed: int) -> None:
    assert_twins_agree(region(seed), readings(Random(seed), several=6))


@pytest.mark.parametrize("seed", range(100, 104))
def test_the_second_engine_equals_the_twin(seed: int) -> None:
    assert_twins_agree(region(seed), readings(Random(seed), several=2), "duckdb")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(regions, st.randoms(use_true_random=False))
def test_no_region_can_be_found_where_a_measure_and_its_twin_differ(tables: Tables, random: Random) -> None:
    assert_twins_agree(tables, [(name, at_random(measure, random)) for name, measure in MEASURES.items()])
