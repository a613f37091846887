"""Wrong input is answered with table, row, column, found and wanted, and all of it at once."""

import csv
import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from samspil.core.measures.intake import read_delivery, read_snapshot
from samspil.core.measures.problems import InputError
from samspil.core.measures.tables import BY_NAME
from tests.core.snapshots import folder_of, problems_of, told


def test_every_problem_of_every_table_is_told_at_once(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        companies="subject,kind,municipality,employees,founded,ceased\n"
        "a,company,0751,-1,2020-01-02,2020-01-01\n"
        "a,firma,0751,3,,\n"
        ",company,0751,x,,\n",
        cases="case,subject,organisation,level,started,ended\n"
        "c1,zz,h,specialised,2022-01-02,2022-01-01\n"
        "c2,a,,basic,,\n",
        answers="answer,subject,organisation,guided_year,on,recommend\ns1,a,h,1999,2022-01-01,11\n",
        interactions="interaction,subject,case,organisation,on,kind\ni1,a,c9,h,2022-01-01,call\n",
        compnies="subject,kind\n",
    )
    assert told(problems_of(folder)) == {
        ("companies", 2, "employees", "'-1'"),
        ("companies", 2, "ceased", "2020-01-01"),
        ("companies", 2, "subject", "'a' more than once"),
        ("companies", 3, "subject", "'a' more than once"),
        ("companies", 3, "kind", "'firma'"),
        ("companies", 4, "subject", "nothing"),
        ("companies", 4, "employees", "'x'"),
        ("cases", 2, "subject", "'zz'"),
        ("cases", 2, "ended", "2022-01-01"),
        ("cases", 3, "organisation", "nothing"),
        ("cases", 3, "started", "nothing"),
        ("answers", 2, "guided_year", "'1999'"),
        ("answers", 2, "recommend", "'11'"),
        ("interactions", 2, "case", "'c9'"),
        ("compnies.csv", 0, "", "an unknown table"),
    }


def test_a_misspelt_heading_is_told_with_the_nearest_and_the_one_it_lacks(tmp_path: Path) -> None:
    problems = problems_of(folder_of(tmp_path, companies="Subject,kind,munincipality\na,company,0751\n"))
    assert told(problems) == {
        ("companies.csv", 1, "Subject", "an unknown column"),
        ("companies.csv", 1, "subject", "no such column"),
        ("companies.csv", 1, "munincipality", "an unknown column"),
    }
    assert 'did you mean "municipality"?' in " ".join(problem.wanted for problem in problems)


def test_a_required_table_that_is_not_there_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "cases.csv").unlink()
    (problem,) = problems_of(folder)
    assert str(problem) == "cases: found no file; wanted cases.csv or cases.parquet"


def test_the_same_table_in_two_files_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    pl.DataFrame({"subject": ["a"], "kind": ["company"]}).write_parquet(folder / "companies.parquet")
    assert ("companies.parquet", 0, "", "the table twice") in told(problems_of(folder))


def test_a_hundred_of_the_same_fault_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    lines = "".join(f"s{number},firma\n" for number in range(130))
    problems = problems_of(folder_of(tmp_path, companies="subject,kind\n" + lines))
    assert len(problems) == 101
    assert "30 more rows like these" in {problem.found for problem in problems}


@pytest.mark.parametrize(
    "key", ["0101901234", "010190-1234", "3112991234", "case-010190-1234", "ring 010190 1234"]
)
def test_a_cpr_number_never_enters(key: str, tmp_path: Path) -> None:
    problems = problems_of(folder_of(tmp_path, companies=f"subject,kind\n{key},founder\n"))
    assert {problem.wanted for problem in problems} == {"no CPR number: a surrogate key or a code"}
    header = "case,subject,organisation,level,started,topics\n"
    cases = header + f"c1,a,h,basic,2022-01-01,{key}\n"
    assert told(problems_of(folder_of(tmp_path, cases=cases))) == {("cases", 2, "topics", repr(key))}


@pytest.mark.parametrize("key", ["4501901234", "0113901234", "01019012345", "10101901234", "12345678"])
def test_a_number_that_is_no_cpr_number_may_be_a_key(key: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, companies=f"subject,kind\n{key},company\n")
    assert read_snapshot(folder).tables["companies"]["subject"].to_list() == [key]


def test_a_ring_of_successions_has_no_last_company_and_is_told(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        companies="subject,kind\na,company\nb,company\nc,company\nd,company\n",
        successions="predecessor,successor,on\nd,a,2022-01-01\na,b,2022-01-01\nb,a,2022-02-01\nc,c,2022-01-01\n",
    )
    assert told(problems_of(folder)) == {
        ("successions", 0, "successor", "'a'"),
        ("successions", 0, "successor", "'c'"),
    }


def test_a_subject_can_only_go_on_as_one(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        companies="subject,kind\na,company\nb,company\nc,company\n",
        successions="predecessor,successor,on\na,b,2022-01-01\na,c,2022-02-01\n",
    )
    assert {problem.row for problem in problems_of(folder)} == {2, 3}


def test_a_folder_that_is_not_there_and_one_without_a_day_are_told(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "nowhere")
    assert problem.wanted == "a folder with a snapshot"
    folder = folder_of(tmp_path)
    (folder / "datapackage.json").unlink()
    (problem,) = problems_of(folder)
    assert problem.place == "datapackage.json"
    assert read_snapshot(folder, date(2022, 6, 30)).as_of == date(2022, 6, 30)


@pytest.mark.parametrize(
    "about",
    [
        "",
        "{}",
        '{"samspil": {}}',
        '{"samspil": {"as_of": "31-12-2022"}}',
        '{"samspil": {"as_of": 20221231}}',
        '{"samspil": {"as_of": "2022-12-31", "taken_at": "yesterday"}}',
        '{"samspil": {"as_of": "2022-12-31", "format": "samspil-snapshot/9"}}',
        "[]",
    ],
)
def test_a_descriptor_that_says_nothing_of_use_is_told(about: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "datapackage.json").write_text(about, encoding="utf-8")
    assert "datapackage.json" in {problem.place for problem in problems_of(folder)}


def test_a_day_after_the_snapshot_cannot_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="later events are not in this snapshot"):
        read_snapshot(folder_of(tmp_path), date(2023, 1, 1))


def test_problems_can_be_said_as_plain_values(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_of(tmp_path, companies="subject,kind\na,firma\n"))
    assert json.loads(json.dumps(problem.as_dict())) == {
        "place": "companies",
        "row": 2,
        "column": "kind",
        "found": "'firma'",
        "wanted": "one of company, founder",
    }


def company_of(folder: Path, **columns: pl.Series) -> Path:
    """A snapshot whose one company is in Parquet, with these columns of its own."""
    folder_of(folder)
    (folder / "companies.csv").unlink()
    pl.DataFrame({"subject": ["a"], "kind": ["company"]} | columns).write_parquet(
        folder / "companies.parquet"
    )
    return folder


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("employees", pl.Series([10.7])),
        ("employees", pl.Series([[10]])),
        ("employees", pl.Series([{"a": 1}])),
        ("employees", pl.Series([date(2020, 1, 1)])),
        ("founded", pl.Series([datetime(2020, 1, 1, 12)])),  # noqa: DTZ001  a file has no zone
        ("founded", pl.Series([44834])),
    ],
)
def test_a_typed_value_that_would_become_another_is_told(
    column: str, value: pl.Series, tmp_path: Path
) -> None:
    (problem,) = problems_of(company_of(tmp_path, **{column: value}))
    assert (problem.place, problem.row, problem.column) == ("companies", 1, column)


def test_a_flag_in_digits_is_0_or_1(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    rows = {"participation": ["p", "q"], "subject": ["a", "a"], "organisation": "h", "offer": "o"}
    frame = pl.DataFrame(rows | {"on": date(2022, 1, 1), "attended": [1, 2]})
    frame.write_parquet(folder / "participations.parquet")
    assert told(problems_of(folder)) == {("participations", 2, "attended", "2")}


def test_typed_values_that_stay_the_same_are_read(tmp_path: Path) -> None:
    midnight = pl.Series([datetime(2020, 1, 1)])  # noqa: DTZ001  a file has no zone
    folder = company_of(tmp_path, employees=pl.Series([10.0]), founded=midnight)
    assert read_snapshot(folder).tables["companies"].select("employees", "founded").row(0) == (
        10,
        date(2020, 1, 1),
    )


def test_bytes_of_no_encoding_and_folders_in_place_of_files_are_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, companies=b"subject,kind\n\x81,company\n")
    (folder / "offers.csv").mkdir()
    (folder / "referrals.parquet").mkdir()
    assert {problem.place for problem in problems_of(folder)} == {
        "companies.csv",
        "offers.csv",
        "referrals.parquet",
    }


def test_a_descriptor_that_is_a_folder_or_holds_a_list_is_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    about = folder / "datapackage.json"
    about.write_text('{"samspil": []}', encoding="utf-8")
    with pytest.raises(InputError, match=r"datapackage\.json"):
        read_snapshot(folder, date(2022, 6, 30))
    about.unlink()
    about.mkdir()
    with pytest.raises(InputError, match=r"datapackage\.json"):
        read_snapshot(folder, date(2022, 6, 30))


def test_a_cell_too_long_for_the_reader_on_a_line_too_long_is_told(tmp_path: Path) -> None:
    # Other libraries raise the limit of the whole process.
    limit = csv.field_size_limit(131_072)
    companies = "subject,kind\n" + "x" * 140_000 + ",company,1\n"
    try:
        (problem,) = problems_of(folder_of(tmp_path, companies=companies))
    finally:
        csv.field_size_limit(limit)
    assert problem.place == "companies.csv"


def test_a_heading_that_is_our_own_row_number_is_told(tmp_path: Path) -> None:
    problems = problems_of(folder_of(tmp_path, companies="subject,kind,__row\na,company,1\n"))
    assert told(problems) == {("companies.csv", 1, "__row", "an unknown column")}


def test_an_ending_in_capitals_is_read_like_any_other(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "companies.csv").rename(folder / "companies.CSV")
    assert read_snapshot(folder).tables["companies"].height == 2


def test_files_changed_since_they_were_written_are_known_by_their_hash(tmp_path: Path) -> None:
    read_snapshot(folder_of(tmp_path)).write(tmp_path, "csv")
    assert not read_delivery(tmp_path).changed
    assert not read_delivery(tmp_path, date(2022, 6, 30)).changed
    with (tmp_path / "companies.csv").open("a", encoding="utf-8") as file:
        file.write("z,company" + "," * (len(BY_NAME["companies"].columns) - 2) + "\n")
    assert read_delivery(tmp_path).changed


def test_rows_after_the_day_are_counted_by_table(tmp_path: Path) -> None:
    header = "case,subject,organisation,level,started\n"
    folder = folder_of(tmp_path, cases=header + "1,a,h,basic,2022-12-31\n2,a,h,basic,2023-01-01\n")
    assert read_delivery(folder).later == {"cases": 1}
