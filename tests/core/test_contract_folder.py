"""The folder is the contract: written and read back the same, and wrong input is answered in full."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.contract_folder import read_contract, write_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.problems import InputError, Problem
from samspil.shipped import folder

INVENTED = Path(__file__).parent / "contracts" / "erhvervshus-nordjylland-2024"
REAL = folder("contracts") / "erhvervshus-midtjylland-2022"
Alter = Callable[[str, str, str], list[Problem]]


@pytest.fixture
def alter(tmp_path: Path) -> Alter:
    """Copy the invented contract, put one text for another in a file, and read: what is answered."""

    def read(file: str, old: str, new: str) -> list[Problem]:
        copy = tmp_path / "contract"
        shutil.copytree(INVENTED, copy)
        text = (copy / file).read_text(encoding="utf-8")
        assert text.count(old), f"{old} is not in {file}"
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_contract(copy)
        return list(caught.value.problems)

    return read


@pytest.mark.parametrize("source", [REAL, INVENTED], ids=["real", "invented"])
def test_a_contract_written_and_read_back_is_equal_and_has_the_same_hash(
    source: Path, tmp_path: Path
) -> None:
    contract = read_contract(source)
    write_contract(contract, tmp_path / "copy")
    again = read_contract(tmp_path / "copy")
    assert again == contract
    assert again.hash == contract.hash


def test_layout_and_comments_leave_the_hash_alone_but_a_word_changes_it(tmp_path: Path) -> None:
    copy = shutil.copytree(INVENTED, tmp_path / "copy")
    head = copy / "contract.toml"
    text = head.read_text(encoding="utf-8")
    head.write_text("# noget\n\n" + text, encoding="utf-8")
    assert read_contract(copy).hash == read_contract(INVENTED).hash
    head.write_text(text.replace("Specialiseret", "Grundig"), encoding="utf-8")
    assert read_contract(copy).hash != read_contract(INVENTED).hash


def test_a_read_contract_cannot_be_changed() -> None:
    contract = read_contract(INVENTED)
    with pytest.raises(ValueError, match="frozen"):
        contract.year = 2025  # type: ignore[misc]  # the refusal is what is tested


@pytest.mark.requirement("B91")
def test_another_hub_and_year_is_a_new_folder_and_no_code(tmp_path: Path) -> None:
    contract = read_contract(INVENTED)
    assert (contract.hub, contract.year) == ("erhvervshus-nordjylland", 2024)
    files = {
        "companies.csv": "subject,kind,municipality\na,company,0851\nb,company,0860\nc,founder,0825\n",
        "cases.csv": (
            "case,subject,organisation,level,started\n"
            "1,a,erhvervshus-nordjylland,specialised,2024-02-01\n"
            "2,b,erhvervshus-nordjylland,specialised,2024-03-01\n"
            "3,c,erhvervshus-nordjylland,specialised,2024-04-01\n"
        ),
        "participations.csv": "participation,subject,organisation,offer,on\n",
        "interactions.csv": "interaction,subject,organisation,on,kind\n",
        "population.csv": "municipality,year,persons\n0851,2021,219487\n",
        "datapackage.json": '{"samspil": {"as_of": "2024-12-31"}}',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    card = evaluate(contract, read_snapshot(tmp_path, date(2024, 12, 31))).scorecard
    users = card.point("2.1")
    assert (users.chosen.value, users.chosen.verdict) == (2, "met")
    assert users.reading("founders=in").value == 3
    assert card.point("1.1").chosen.verdict == "awaiting_data"


GOAL, HEAD = "goals/a-kendskab.toml", "contract.toml"


def test_an_unknown_measure_is_answered_with_the_nearest(alter: Alter) -> None:
    (problem,) = alter(GOAL, '"awareness"', '"awarenes"')
    assert problem.place == GOAL
    assert 'did you mean "awareness"' in str(problem)


def test_an_unknown_field_is_answered_with_the_nearest(alter: Alter) -> None:
    problems = alter(GOAL, "measured_by", "measured_of")
    assert any('did you mean "measured_by"' in str(problem) for problem in problems)
    assert any(problem.found == "nothing" and "measured_by" in problem.column for problem in problems)


def test_an_unknown_field_of_the_head_is_answered_with_the_nearest(alter: Alter) -> None:
    problems = alter(HEAD, "hub_name", "hubname")
    assert any('did you mean "hub_name"' in str(problem) for problem in problems)


def test_an_unknown_unit_is_answered_with_the_units_there_are(alter: Alter) -> None:
    (problem,) = alter(GOAL, '"percent"', '"per cent"')
    assert problem.column.endswith("unit")
    assert "'percent'" in problem.wanted


def test_an_unknown_status_is_answered_with_the_states_there_are(alter: Alter) -> None:
    (problem,) = alter(HEAD, '"underskrevet"', '"underskreven"')
    assert problem.column == "status"
    assert "underskrevet" in problem.wanted


def test_a_parameter_the_measure_does_not_take_is_answered_with_the_nearest(alter: Alter) -> None:
    problems = alter(GOAL, "{ wave = 2024 }", "{ waves = 2024 }")
    assert any("1.1" in problem.column and 'did you mean "wave"' in problem.wanted for problem in problems)


def test_a_switch_value_the_measure_does_not_take_is_answered_with_those_it_takes(alter: Alter) -> None:
    (problem,) = alter("goals/b-omfang.toml", '[{ value = "in"', '[{ value = "inn"')
    assert "2.1" in problem.column
    assert "'in'" in problem.wanted


def test_a_year_written_as_text_is_answered(alter: Alter) -> None:
    (problem,) = alter(GOAL, "{ wave = 2024 }", '{ wave = "2024" }')
    assert "wave" in problem.column
    assert "integer" in problem.wanted


def test_a_municipality_code_of_three_digits_is_answered(alter: Alter) -> None:
    (problem,) = alter(HEAD, '["0825"', '["825"')
    assert (problem.column, problem.found) == ("municipalities.0", "'825'")


def test_a_wrong_format_is_answered(alter: Alter) -> None:
    (problem,) = alter(HEAD, "samspil-contract/1", "samspil-contract/9")
    assert (problem.column, "samspil-contract/1" in problem.wanted) == ("format", True)


def test_text_that_is_not_toml_is_answered_with_its_line(alter: Alter) -> None:
    (problem,) = alter(GOAL, "number = 1", "number = = 1")
    assert problem.place == GOAL
    assert "line 1" in problem.found


def test_a_point_numbered_under_another_goal_is_answered(alter: Alter) -> None:
    (problem,) = alter(GOAL, 'id = "1.2"', 'id = "3.2"')
    assert "3.2" in problem.found
    assert "1.x" in problem.wanted


def test_a_point_id_that_stands_twice_is_answered(alter: Alter) -> None:
    (problem,) = alter(GOAL, 'id = "1.2"', 'id = "1.1"')
    assert "1.1" in problem.found


def test_a_point_with_neither_measure_nor_reason_is_answered(alter: Alter) -> None:
    (problem,) = alter(GOAL, 'measure = "awareness"\n', "")
    assert "not_measured" in str(problem)


def test_a_target_year_that_is_no_year_is_answered(alter: Alter) -> None:
    (problem,) = alter(GOAL, "targets = { 2024 = 50 }", "targets = { naeste = 50 }")
    assert "wanted a year" in str(problem)


def test_faults_in_several_files_are_answered_all_at_once(tmp_path: Path) -> None:
    copy = shutil.copytree(INVENTED, tmp_path / "copy")
    for file, old, new in [
        (GOAL, '"percent"', '"%"'),
        ("goals/b-omfang.toml", '"count"', '"antal"'),
        (HEAD, "2024\n", "'x'\n"),
    ]:
        text = (copy / file).read_text(encoding="utf-8")
        (copy / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_contract(copy)
    assert {problem.place for problem in caught.value.problems} == {GOAL, "goals/b-omfang.toml", HEAD}


def test_a_folder_without_a_contract_is_answered(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no contract\.toml"):
        read_contract(tmp_path)


def test_a_goal_number_that_stands_twice_is_answered(tmp_path: Path) -> None:
    copy = shutil.copytree(INVENTED, tmp_path / "copy")
    (copy / "goals" / "z.toml").write_text(
        'number = 1\ntitle = "x"\nenglish = "x"\nnational = false\n', encoding="utf-8"
    )
    with pytest.raises(InputError, match="goals: found 1 more than once"):
        read_contract(copy)


@pytest.mark.parametrize(
    ("file", "old", "new", "column"),
    [
        (GOAL, "{ wave = 2024 }", "{ wave = 24 }", "wave"),
        (GOAL, "targets = { 2024 = 50 }", "targets = { 9024 = 50 }", ""),
        (GOAL, "targets = { 2024 = 50 }", "targets = { 2024 = nan }", "targets.2024"),
        (GOAL, "targets = { 2024 = 50 }", "targets = { 2024 = inf }", "targets.2024"),
        (GOAL, "activity_year = 2024", "activity_year = 20244", "activity_year"),
        (GOAL, "measuring_year = 2024", "measuring_year = -1", "measuring_year"),
        (HEAD, "\nyear = 2024", "\nyear = 0", "year"),
        (HEAD, '["0825"', '["0825", "0825"', "municipalities"),
    ],
)
def test_a_year_out_of_range_a_target_that_is_no_number_and_a_municipality_twice_are_answered(
    alter: Alter, file: str, old: str, new: str, column: str
) -> None:
    problems = alter(file, old, new)
    assert {problem.place for problem in problems} == {file}
    assert any(column in problem.column for problem in problems)


@pytest.fixture
def real(tmp_path: Path) -> Path:
    """A copy of the real contract, to spoil."""
    return Path(shutil.copytree(REAL, tmp_path / "real"))


def test_a_deadline_that_is_no_day_is_answered(real: Path) -> None:
    goal = next(path for path in (real / "goals").iterdir() if "deadline = " in path.read_text("utf-8"))
    spoilt = re.sub(r'deadline = "[^"]*"', 'deadline = "jul"', goal.read_text("utf-8"), count=1)
    goal.write_text(spoilt, encoding="utf-8")
    with pytest.raises(InputError, match="deadline"):
        read_contract(real)


def test_a_negative_amount_and_a_municipality_paying_twice_are_answered(real: Path) -> None:
    head = real / "contract.toml"
    text = head.read_text("utf-8")
    head.write_text(re.sub(r"amount = (\d+)", r"amount = -\1", text, count=1), encoding="utf-8")
    with pytest.raises(InputError, match="greater than or equal to 0"):
        read_contract(real)
    start, rows = text.split("amount", 1)
    code = re.findall(r'municipality = "(\d+)"', start)[-1]
    head.write_text(
        start + "amount" + re.sub(r'municipality = "\d+"', f'municipality = "{code}"', rows, count=1),
        encoding="utf-8",
    )
    with pytest.raises(InputError, match=f"{code} more than once"):
        read_contract(real)


def test_a_contract_without_goals_and_a_folder_named_as_a_goal_are_answered(real: Path) -> None:
    (real / "goals" / "99.toml").mkdir()
    with pytest.raises(InputError, match=r"99\.toml"):
        read_contract(real)
    shutil.rmtree(real / "goals")
    with pytest.raises(InputError, match=r"no goals/\*\.toml"):
        read_contract(real)


def test_readings_are_the_chosen_then_each_single_switch_then_the_named() -> None:
    contract: ResultContract = read_contract(REAL)
    point = contract.point("8.6")
    readings = point.readings()
    assert readings[0].id == "chosen"
    singles = sum(len(switch.others) for switch in point.switches)
    assert all(len(reading.switches) == 1 for reading in readings[1 : singles + 1])
    assert [reading.id for reading in readings[singles + 1 :]] == ["kun-andre-aktoerer"]
