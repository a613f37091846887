"""Every worked example of every contract gives what its words say, on both engines."""

from functools import cache
from pathlib import Path

import pytest

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.roles import BASE, COUNTED
from samspil.core.measures.sources import Engine
from tests.spec.cases import Case, cases, contracts

ALL = [case for contract in contracts() for case in cases(contract)]
EACH = [
    pytest.param(
        case,
        id=f"{case.contract.name} {case.point}: {case.title}",
        marks=pytest.mark.requirement(*case.requirements),
    )
    for case in ALL
]

whole = cache(read_contract)


def only(contract: ResultContract, point_id: str) -> ResultContract:
    """The contract with nothing but one point, so that nothing else is worked out."""
    goal = contract.goal_of(point_id).model_copy(update={"points": (contract.point(point_id),)})
    return contract.model_copy(update={"goals": (goal,)})


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("case", EACH)
def test_a_worked_example_gives_what_its_words_say(case: Case, engine: Engine, tmp_path: Path) -> None:
    contract = only(whole(case.contract), case.point)
    evaluation = evaluate(contract, case.snapshot(tmp_path), engine=engine)
    result = evaluation.scorecard.point(case.point)
    for expected in case.expect:
        found = result.reading(expected.reading)
        members = evaluation.members.filter(reading=expected.reading)
        rows = {role: members.filter(role=role).height for role in (COUNTED, BASE)}
        where = f"{case.title}, {expected.reading}"
        assert rows == {COUNTED: expected.counted, BASE: expected.base}, where
        assert found.excluded == expected.excluded, where
        assert found.value == (None if expected.value is None else pytest.approx(expected.value, abs=1e-9)), (
            where
        )
        assert found.verdict == expected.verdict, where
        assert expected.reason in (None, found.reason), where
        values = {group.group: group.value for group in found.groups}
        assert {group: values[group] for group in expected.groups} == pytest.approx(expected.groups), where


@pytest.mark.parametrize("contract", contracts(), ids=lambda path: str(path.name))
def test_every_point_with_a_measure_has_a_worked_example(contract: Path) -> None:
    worked = {case.point for case in ALL if case.contract == contract}
    wanted = {point.id for point in whole(contract).points if point.measure}
    assert worked == wanted


@pytest.mark.parametrize("contract", contracts(), ids=lambda path: str(path.name))
def test_every_reading_of_every_point_is_worked_out_in_an_example(contract: Path) -> None:
    """A switch that no example of its point turns is one whose meaning nobody has worked out."""
    shown = {
        (case.point, expected.reading)
        for case in ALL
        if case.contract == contract
        for expected in case.expect
    }
    unshown = {
        f"{point.id} {reading.id}"
        for point in whole(contract).points
        if point.measure
        for reading in point.readings()
        if (point.id, reading.id) not in shown
    }
    assert unshown == set()
