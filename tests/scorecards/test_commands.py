"""`samspil snapshot` and `samspil store`."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samspil.cli import main
from samspil.governance.models import ContractVersion
from samspil.organisations.models import Organisation
from samspil.scorecards.members import members
from samspil.scorecards.models import Run, RunOrigin
from tests.scorecards.conftest import Region, furnish


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")


def samspil(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.mark.parametrize("kind", [[], ["--csv"]])
def test_a_snapshot_from_the_database_is_scored_without_it_and_stored_again(
    region: Region, contract: Path, tmp_path: Path, kind: list[str]
) -> None:
    furnish(region)
    out = tmp_path / "udtræk"
    taken = samspil("snapshot", "--hub", region.hub.code, *kind, out)
    assert taken.exit_code == 0, taken.output
    scored = samspil("score", contract, out, "--json")
    assert json.loads(scored.output)["as_of"] == "2022-09-30"
    stored = samspil("store", contract, out)
    assert stored.exit_code == 0, stored.output
    assert Run.objects.get().scorecard == scored.output


def test_an_unknown_hub_is_answered_with_the_nearest(region: Region, tmp_path: Path) -> None:
    answer = samspil("snapshot", "--hub", "erhvervshus-midtjyland", tmp_path / "x")
    assert answer.exit_code == 1
    assert 'did you mean "erhvervshus-midtjylland"' in answer.output
    assert not (tmp_path / "x").exists()


def test_a_folder_with_something_in_it_is_left_alone(region: Region, tmp_path: Path) -> None:
    (tmp_path / "mit.txt").write_text("mit")
    assert samspil("snapshot", "--hub", region.hub.code, tmp_path).exit_code == 1
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == ["mit.txt"]


def test_wrong_input_is_told_and_stores_nothing(region: Region, contract: Path, tmp_path: Path) -> None:
    answer = samspil("store", contract, tmp_path / "findes-ikke")
    assert answer.exit_code == 2
    assert "no such folder" in answer.output
    assert not Run.objects.exists()


def test_without_a_snapshot_the_database_is_scored_and_names_are_behind_the_figures(region: Region) -> None:
    stored = samspil("store", "erhvervshus-midtjylland-2022")
    assert stored.exit_code == 0, stored.output
    run = Run.objects.get()
    assert (run.origin, run.as_of, run.hub) == (RunOrigin.DATABASE, dt.date(2022, 9, 30), region.hub)
    assert region.smith.name in [row.name for row in members(region.leader, run, "8.3").rows]


def test_the_database_is_scored_at_an_earlier_day_and_never_at_a_later(
    region: Region, contract: Path
) -> None:
    assert samspil("store", contract, "--as-of", "2022-06-30").exit_code == 0
    assert Run.objects.get().as_of == dt.date(2022, 6, 30)
    late = samspil("store", contract, "--as-of", "2022-12-31")
    assert late.exit_code == 2
    assert "wanted a day until 2022-09-30" in late.output
    assert Run.objects.count() == 1


@pytest.mark.django_db
def test_a_contract_of_a_hub_that_is_not_here_is_not_even_imported() -> None:
    answer = samspil("store", "erhvervshus-midtjylland-2022")
    assert answer.exit_code == 1
    assert "samspil setup" in answer.output
    assert not ContractVersion.objects.exists()
    assert not Organisation.objects.exists()


def test_a_misspelt_contract_is_answered_with_the_nearest(region: Region) -> None:
    answer = samspil("store", "erhvervshus-midtjyland-2022")
    assert answer.exit_code == 2
    assert 'did you mean "erhvervshus-midtjylland-2022"' in answer.output


def test_a_file_where_a_folder_was_wanted_is_told(region: Region, tmp_path: Path) -> None:
    file = tmp_path / "fil"
    file.write_text("mit")
    answer = samspil("snapshot", "--hub", region.hub.code, file)
    assert answer.exit_code == 1
    assert "is a file" in answer.output
    assert file.read_text() == "mit"


@pytest.mark.parametrize(
    "words", [["snapshot", "--hub", "x", "ud"], ["store", "erhvervshus-midtjylland-2022"]]
)
@pytest.mark.parametrize("address", ["", "sqlite:///findes/ikke/her.sqlite3"])
def test_a_fresh_installation_and_a_database_that_does_not_answer_take_one_line(
    tmp_path: Path, words: list[str], address: str
) -> None:
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings |= {"SAMSPIL_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "samspil.config.settings"}
    if address:
        surroundings["DATABASE_URL"] = address
    done = subprocess.run(
        [sys.executable, "-m", "samspil.cli", *words],
        capture_output=True, text=True, env=surroundings, cwd=tmp_path, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
