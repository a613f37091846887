"""samspil check says what does not hold together, and never answers with a traceback."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samspil.cli import main
from samspil.shipped import folder

REAL = "erhvervshus-midtjylland-2022"
SOUND = Path(__file__).parent.parent / "core" / "contracts" / "erhvervshus-nordjylland-2024"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.mark.requirement("B34")
def test_findings_are_printed_with_place_quote_and_what_is_done_and_end_well() -> None:
    result = run(str(folder("contracts") / REAL))
    assert result.exit_code == 0
    assert "FEJL financing-sum · Økonomi" in result.output
    assert "»Fordeling efter modtaget opgørelse fra KL.«" in result.output
    assert "→ Beløb og sum vises, som de er trykt" in result.output


def test_a_shipped_contract_is_known_by_its_id_and_said_in_english() -> None:
    result = run(REAL, "--english")
    assert result.exit_code == 0
    assert "ERROR financing-sum" in result.output
    assert "nothing is corrected" in result.output


def test_strict_leaves_with_1_on_an_error_and_0_without() -> None:
    assert run(REAL, "--strict").exit_code == 1
    assert run(str(SOUND), "--strict").exit_code == 0


def test_json_has_every_finding_in_both_languages() -> None:
    whole = json.loads(run(REAL, "--json").output)
    first = whole["findings"][0]
    assert whole["contract"] == REAL
    assert set(first) == {"id", "severity", "place", "quote", "danish", "english", "point"}
    assert set(first["danish"]) == {"message", "handling"}


def test_structural_errors_stand_one_per_line_and_leave_with_2(tmp_path: Path) -> None:
    copy = shutil.copytree(SOUND, tmp_path / "copy")
    goal = copy / "goals" / "a-kendskab.toml"
    text = goal.read_text(encoding="utf-8")
    broken = text.replace('"awareness_change"', '"awareness_chnge"').replace('"percent"', '"procent"')
    goal.write_text(broken, encoding="utf-8")
    result = run(str(copy))
    assert result.exit_code == 2
    lines = [line for line in result.output.splitlines() if line.startswith("goals/a-kendskab.toml")]
    assert len(lines) == 2
    assert any('did you mean "awareness_change"' in line for line in lines)
    assert "Traceback" not in result.output


def test_a_contract_that_is_nowhere_is_answered_with_the_nearest_id() -> None:
    result = run("erhvervshus-midtjylland-2021")
    assert result.exit_code == 2
    assert f'did you mean "{REAL}"' in result.output
