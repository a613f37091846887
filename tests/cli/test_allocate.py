"""samspil allocate shows the printed amounts verbatim beside the key recomputed."""

from __future__ import annotations

import csv
import io
import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samspil.cli import main
from samspil.cli.allocate import thousandths
from samspil.shipped import folder

REFERENCE_ROWS = {"0740": ("2796.436", 2796, 2797), "0751": ("10330.571", 10331, 10331)}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["allocate", *arguments])


@pytest.mark.requirement("B33", "B34")
def test_printed_and_recomputed_stand_beside_each_other_with_the_difference_and_the_reason() -> None:
    result = run()
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert any(line.split() == ["Rækkerne", "giver", "39.009", "39.009"] for line in lines)
    assert any(line.split() == ["I", "alt", "39.010", "39.010"] for line in lines)
    assert any(line.split() == ["Forskel", "1", "1"] for line in lines)
    assert "19 af 19 trykte beløb" in result.output
    assert "en halv op" in result.output


@pytest.mark.requirement("B34")
def test_largest_remainder_marks_the_row_that_differs() -> None:
    result = run("--method", "largest-remainder")
    assert "18 af 19 trykte beløb" in result.output
    assert [line.split()[1] for line in result.output.splitlines() if "≠" in line] == ["Silkeborg"]


def test_json_has_rows_sums_method_and_reason() -> None:
    whole = json.loads(run("--json", "--method", "largest-remainder").output)
    assert whole["printed"] == {"total": 39010, "sum_of_rows": 39009, "difference": 1}
    assert whole["recomputed"] == {"total": 39010, "sum_of_rows": 39010, "difference": 0}
    assert whole["method"] == "largest_remainder"
    rows = {row["municipality"]: (row["exact"], row["printed"], row["recomputed"]) for row in whole["rows"]}
    assert {code: rows[code] for code in REFERENCE_ROWS} == REFERENCE_ROWS


def test_csv_has_a_row_per_municipality_with_codes_as_text() -> None:
    rows = list(csv.DictReader(io.StringIO(run("--csv").output)))
    assert len(rows) == 19
    assert rows[0] == {
        "municipality": "0710", "name": "Favrskov", "population": "48381", "printed": "1417",
        "exact": "1416.873", "recomputed": "1417",
    }  # fmt: skip


def test_another_total_and_day_can_be_asked_for() -> None:
    whole = json.loads(run("--json", "--total", "40000", "--population-date", "2020-01-01").output)
    assert whole["recomputed"]["total"] == 40_000
    assert whole["population_date"] == "2020-01-01"
    assert whole["printed"]["total"] == 39_010


def test_a_day_without_population_is_answered_without_a_traceback() -> None:
    result = run("--population-date", "1999-01-01")
    assert result.exit_code == 2
    assert "wanted 2020-01-01 or 2021-01-01" in result.output


def test_a_contract_without_a_financing_table_is_answered(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(folder("contracts") / "erhvervshus-midtjylland-2022", tmp_path / "copy"))
    text = (copy / "contract.toml").read_text(encoding="utf-8")
    start, end = text.index("[financing]"), text.index("[[baselines]]")
    (copy / "contract.toml").write_text(text[:start] + text[end:], encoding="utf-8")
    result = run(str(copy))
    assert result.exit_code == 2
    assert "financing table" in result.output


@pytest.mark.parametrize(
    ("exact", "text"),
    [
        (Fraction(1, 2), "0.500"),
        (Fraction(2, 3), "0.667"),
        (Fraction(19999, 20000), "1.000"),
        (Fraction(7), "7.000"),
    ],
)
def test_exact_shares_are_written_to_three_decimals_half_up(exact: Fraction, text: str) -> None:
    assert thousandths(exact) == text
