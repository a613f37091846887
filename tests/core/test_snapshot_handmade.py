"""The hand-made example snapshot scores every point of the contract as worked out by hand."""

from pathlib import Path

import pytest

from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.scorecard import Scorecard
from samspil.core.measures.tables import TABLES

ROOT = Path(__file__).parents[2]
HANDMADE = ROOT / "tests" / "data" / "handmade-snapshot"

# Point, value, counted, denominator, verdict; worked out from the rows, with the reason.
WORKED = [
    ("1.1", 50.0, 4, 8, "met"),  # 4 of 8 equal weights; the ninth was asked about another hub
    ("1.2", 10.0, 4, 8, "met"),  # 50 per cent less the 2 of 5 of 2021
    ("1.3", 50.0, 3, 6, "met"),  # c04 c05 c06 new; c03 across New Year, c12 was c11, c10 was f02
    ("3.1", 75.0, 3, 4, "not_met"),  # growth 1 of 2 is below 80, operation 2 of 2
    ("3.2", 25.0, 2, 4, "not_met"),  # 10 9 | 7 | 6
    ("4.1", 100.0, 2, 2, "met"),  # c01 used, c03 expects; c11 does not know
    ("4.2", 3.0, 3, 19, "not_met"),
    ("4.3", 1.0, 1, 1, "met"),
    ("5.1", 1.0, 1, 1, "met"),
    ("5.2", 15.0, 3, 4, "met"),  # 3 of the 4 who know the hub, less 60
    ("5.3", 75.0, 3, 4, "met"),
    ("5.4", 50.0, 1, 2, "not_met"),  # c02 some, c03 high
    ("6.1", 50.0, 2, 4, "not_met"),  # c01 c03 high, c02 some, c11 does not know
    ("6.2", None, 1, 1, "awaiting_data"),  # c08 has both years
    ("6.3", None, 1, 1, "awaiting_data"),
    ("6.4", None, 0, 1, "awaiting_data"),  # c09 lacks 2022
    ("7.1", 100.0, 2, 2, "met"),
    ("8.1", 0.0, 0, 9, "not_met"),  # nine users cannot be spread evenly over nineteen
    ("8.3", 9.0, 9, 9, "not_met"),  # guided c03 c04 c05 c06 f01 c12 c10, and c01 c02 came
    ("8.4", 2.0, 2, 2, "not_met"),  # g03 g04; g08 lacks the day
    ("8.5", 100 * 7 / 11, 7, 11, "cannot_be_computed"),  # 7 guided, and c01 c04 f01 c02 came
    ("8.6", 100 * 3 / 7, 3, 7, "not_met"),  # c03 c04 f01; an own programme is no other actor
]


@pytest.fixture(scope="module")
def scorecard() -> Scorecard:
    contract = read_contract(ROOT / "contracts" / "erhvervshus-midtjylland-2022")
    return evaluate(contract, read_snapshot(HANDMADE)).scorecard


@pytest.mark.parametrize(
    ("point", "value", "counted", "n", "verdict"), WORKED, ids=[row[0] for row in WORKED]
)
def test_the_example_scores_what_was_worked_out_by_hand(
    scorecard: Scorecard, point: str, value: float | None, counted: int, n: int, verdict: str
) -> None:
    found = scorecard.point(point).chosen
    assert found.value == (None if value is None else pytest.approx(value))
    assert (found.counted, found.n, found.verdict) == (counted, n, verdict)


def test_every_point_with_a_measure_is_worked_out(scorecard: Scorecard) -> None:
    measured = {point.id for point in scorecard.points if point.measure and point.id != "2.1"}
    assert measured == {row[0] for row in WORKED}


def test_the_example_delivers_every_table() -> None:
    snapshot = read_snapshot(HANDMADE)
    assert snapshot.present == {table.name for table in TABLES}
    assert all(snapshot.tables[table.name].height for table in TABLES)


def test_what_is_left_out_of_the_example_is_counted_by_reason(scorecard: Scorecard) -> None:
    assert scorecard.point("1.3").chosen.excluded == {
        "founder": 1,
        "other_organisation": 1,
        "outside_period": 4,
    }
    assert scorecard.point("3.1").chosen.excluded == {
        "earlier_answer": 1,
        "not_answered": 1,
        "outside_period": 1,
    }
    assert scorecard.point("8.3").chosen.excluded == {"no_show": 1, "no_subject": 1, "outside_period": 2}
