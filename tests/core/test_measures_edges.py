"""Where a figure lies exactly on its limit, the limit belongs to the met side, without rounding."""

from datetime import date
from math import fsum

import pytest

from samspil.core.measures.contract import Point
from samspil.core.measures.counts import Cell, Counts
from samspil.core.measures.definitions.awareness import Awareness, AwarenessChange
from samspil.core.measures.definitions.reach import ChannelBalance, GeographicSpread
from samspil.core.measures.figures import Answer, Question, reaches
from samspil.core.measures.values import SHAPES


def point(measure: str) -> Point:
    return Point(
        id="8.1",
        title="Punkt",
        english="Point",
        clauses=(),
        method="",
        unit="percent",
        measure=measure,
        activity_year=2022,
        measuring_year=2022,
        extent="census",
        measured_by="huset",
    )


def counted(**groups: int) -> Counts:
    return Counts(
        {(group, "counted"): Cell(rows, float(rows), float(rows)) for group, rows in groups.items()}
    )


def spread(band_kind: str, one: int, other: int, people: tuple[int, int] = (5000, 5000)) -> Answer:
    parameters = GeographicSpread.model_validate(
        {"year": 2022, "population_year": 2021, "band_kind": band_kind}
    )
    inhabitants = {"0615": people[0], "0751": people[1]}
    counts = counted(**{"0615": one, "0751": other})
    question = Question(
        point("geographic_spread"), parameters, 2.0, counts, date(2022, 12, 31), {}, inhabitants
    )
    return SHAPES["spread"](question)


@pytest.mark.requirement("B76")
@pytest.mark.parametrize(
    ("band_kind", "one", "other", "inside"),
    [
        ("relative", 9, 11, 2),  # 10 expected in each: 9 and 11 are the ends of the band
        ("relative", 8, 12, 0),
        ("relative", 90, 110, 2),
        ("relative", 89, 111, 0),
        ("points", 8, 12, 2),  # 40 and 60 per cent, 50 expected
        ("points", 7, 13, 0),
    ],
)
def test_the_ends_of_the_band_are_within_it(band_kind: str, one: int, other: int, inside: int) -> None:
    assert spread(band_kind, one, other).value == inside


@pytest.mark.requirement("B76")
def test_a_band_that_floats_would_miss_by_a_hair_is_met_exactly() -> None:
    # 3 of 10 people: 30 of 100 expected, and 33 is 1.1 times 30, which no float says exactly.
    assert spread("relative", 33, 67, (3, 7)).value == 2
    assert spread("relative", 27, 73, (3, 7)).value == 2


@pytest.mark.requirement("B81")
@pytest.mark.parametrize(
    ("one", "many", "tolerance", "verdict"),
    [
        (55, 45, "5", "met"),
        (45, 55, "5", "met"),
        (56, 44, "5", "not_met"),
        (3, 2, "10", "met"),
        (2, 1, "10", "not_met"),
    ],
)
def test_the_tolerance_itself_is_nearly_even(one: int, many: int, tolerance: str, verdict: str) -> None:
    parameters = ChannelBalance.model_validate({"year": 2022, "tolerance": tolerance})
    counts = counted(individual=one, collective=many)
    answer = SHAPES["balance"](
        Question(point("channel_balance"), parameters, None, counts, date(2022, 12, 31))
    )
    assert answer.verdict == verdict


def waves(weight: float, **heard: tuple[int, int]) -> Counts:
    """Waves of equal weights: w2022=(counted, base)."""
    cells = {}
    for wave, rows in heard.items():
        for role, number in zip(("counted", "base"), rows, strict=True):
            weights = [weight] * number
            cells[wave.removeprefix("w"), role] = Cell(number, fsum(weights), fsum(w * w for w in weights))
    return Counts(cells)


@pytest.mark.requirement("B38", "B39", "B87")
@pytest.mark.parametrize("weight", [1.0, 0.1, 1.7])
def test_from_40_to_45_per_cent_is_a_rise_of_5_and_45_is_45(weight: float) -> None:
    rise = AwarenessChange.model_validate({"wave": 2022, "against": 2021})
    counts = waves(weight, w2022=(9, 11), w2021=(8, 12))
    answer = SHAPES["weighted_change"](
        Question(point("awareness_change"), rise, 5.0, counts, date(2022, 12, 31))
    )
    assert answer.value is not None
    assert reaches(answer.value, 5.0, "at_least")
    level = Awareness.model_validate({"wave": 2022})
    only = Counts({("", role): cell for (wave, role), cell in counts.cells.items() if wave == "2022"})
    answer = SHAPES["weighted_share"](Question(point("awareness"), level, 45.0, only, date(2022, 12, 31)))
    assert answer.value == 45.0


@pytest.mark.requirement("B87")
def test_a_value_is_compared_unrounded() -> None:
    assert not reaches(79.6, 80, "at_least")
    assert not reaches(79.96, 80, "at_least")
    assert reaches(80, 80, "at_least")
    assert not reaches(0, 0, "above")
    assert reaches(0.01, 0, "above")
