"""`samspil snapshot` and `samspil store`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samspil.cli import main
from samspil.scorecards.models import Run
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
