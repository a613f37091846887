"""samspil score: a folder of CSV files becomes a scorecard, and bad input becomes an answer."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from samspil.cli.score import number, score
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.intake import read_snapshot

ROOT = Path(__file__).parents[2]
HANDMADE = ROOT / "tests" / "data" / "handmade-snapshot"
CONTRACT = ROOT / "contracts" / "erhvervshus-midtjylland-2022"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(score, [str(each) for each in arguments])


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(HANDMADE, tmp_path / "copy"))


def test_every_point_has_value_n_interval_readings_and_verdict_as_json() -> None:
    card = json.loads(run(CONTRACT, HANDMADE, "--json").stdout)
    assert len(card["points"]) == 25
    for point in card["points"]:
        for reading in point["readings"]:
            assert {"value", "n", "interval", "interval_method", "verdict", "excluded"} <= set(reading)


def test_the_text_names_verdicts_readings_and_municipalities_in_danish() -> None:
    text = run(CONTRACT, HANDMADE).output
    for words in ("Opfyldt", "Afventer data", "Kan ikke opgøres", "fuld optælling", "Lemvig", "metodens ord"):
        assert words in text


def test_chosen_leaves_the_other_readings_out() -> None:
    assert "metodens ord" not in run(CONTRACT, HANDMADE, "--chosen").output


def test_an_earlier_day_leaves_out_later_events() -> None:
    late = json.loads(run(CONTRACT, HANDMADE, "--json").stdout)
    early = json.loads(run(CONTRACT, HANDMADE, "--json", "--as-of", "2022-06-30").stdout)
    assert early["as_of"] == "2022-06-30"
    by_id = {point["id"]: point["readings"][0] for point in early["points"]}
    users = next(point["readings"][0] for point in late["points"] if point["id"] == "8.3")
    assert by_id["8.3"]["value"] < users["value"]


def test_a_day_after_the_snapshot_is_refused() -> None:
    result = run(CONTRACT, HANDMADE, "--as-of", "2030-01-01")
    assert result.exit_code == 2
    assert "or earlier" in result.stderr


def test_members_are_written_with_a_row_for_everybody(tmp_path: Path) -> None:
    run(CONTRACT, HANDMADE, "--members", tmp_path / "who.parquet", "--json")
    members = pl.read_parquet(tmp_path / "who.parquet")
    assert members.columns == ["point", "reading", "subject", "row", "group", "role", "weight"]
    assert "excluded:outside_period" in members["role"].to_list()


def test_all_problems_are_told_at_once_and_nothing_is_scored(copy: Path) -> None:
    (copy / "referrals.csv").write_text(
        "referral,subject,organisation,on,receiver\nr1,nobody,x,30-09-2022,private_advisor\n",
        encoding="utf-8",
    )
    result = run(CONTRACT, copy)
    assert result.exit_code == 2
    assert result.stdout == ""
    for words in ("row 2, column subject", "column on", "'30-09-2022'", 'did you mean "private_adviser"?'):
        assert words in result.stderr


def test_a_shipped_contract_is_known_by_its_id() -> None:
    assert run(CONTRACT.name, HANDMADE, "--json").stdout == run(CONTRACT, HANDMADE, "--json").stdout


def test_a_reading_is_named_by_the_question_it_answers() -> None:
    text = run(CONTRACT, HANDMADE).stdout
    contract = read_contract(CONTRACT)
    for point in contract.points:
        for switch in point.switches:
            for option in switch.others:
                assert f"      · {switch.question} {option.label}: " in text


def test_members_in_a_folder_that_is_not_there_are_refused_before_the_work(tmp_path: Path) -> None:
    result = run(CONTRACT, HANDMADE, "--members", tmp_path / "none" / "who.parquet")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--members: found no folder" in result.stderr


def test_an_engine_that_is_not_installed_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    result = run(CONTRACT, HANDMADE, "--engine", "duckdb")
    assert result.exit_code == 2
    assert "--engine: found no module duckdb" in result.stderr


def test_changed_files_and_rows_after_the_day_are_told_beside_the_scorecard(tmp_path: Path) -> None:
    read_snapshot(HANDMADE).write(tmp_path, "csv")
    assert run(CONTRACT, tmp_path).stderr == ""
    population = tmp_path / "population.csv"
    population.write_text(population.read_text("utf-8").rstrip("0123456789\n") + "7\n", encoding="utf-8")
    result = run(CONTRACT, tmp_path, "--as-of", "2022-06-30")
    assert result.exit_code == 0
    assert "ændret, siden det blev skrevet" in result.stderr
    assert "cases: " in result.stderr


@pytest.mark.parametrize("missing", ["contract", "snapshot"])
def test_a_folder_that_is_not_there_is_an_answer_and_not_a_traceback(missing: str, tmp_path: Path) -> None:
    folders = {"contract": CONTRACT, "snapshot": HANDMADE} | {missing: tmp_path / "none"}
    result = run(*folders.values())
    assert result.exit_code == 2
    assert "wanted a folder with" in result.stderr


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [(39010, 0, "39.010"), (41.24, 1, "41,2"), (80.0, 1, "80"), (-17.06, 1, "-17,1"), (0.155, 2, "0,15")],
)
def test_numbers_are_written_the_danish_way(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text
