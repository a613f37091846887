"""A CSV file is read as people and spreadsheets write it, by schema and never by guessing."""

from datetime import date
from pathlib import Path

import pytest

from samspil.core.measures.intake import read_snapshot
from tests.core.snapshots import folder_of, problems_of, told


def rows(folder: Path, table: str, *columns: str) -> list[tuple[object, ...]]:
    return read_snapshot(folder).tables[table].select(columns).rows()


@pytest.mark.parametrize(
    "content",
    [
        "subject,kind,employees\na,company,3\n",
        "subject;kind;employees\na;company;3\n",
        "\ufeffsubject;kind;employees\r\na;company;3\r\n",
        '"subject","kind","employees"\n"a","company","3"\n',
        " subject , kind , employees \n a , company , 3 \n",
        "employees,kind,subject\n3,company,a",
        "subject,kind,employees\n\na,company,3\n,,\n\n",
    ],
    ids=["comma", "semicolon", "BOM and CRLF", "quotes", "spaces", "another order", "blank lines"],
)
def test_the_ways_to_write_a_table_say_the_same(content: str, tmp_path: Path) -> None:
    assert rows(folder_of(tmp_path, companies=content), "companies", "subject", "kind", "employees") == [
        ("a", "company", 3)
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_danish_letters_survive_the_encodings_that_spreadsheets_write(encoding: str, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, companies="subject;kind\nblåbærgrød;company\n".encode(encoding))
    assert rows(folder, "companies", "subject") == [("blåbærgrød",)]


def test_codes_with_leading_zeros_and_numbers_that_look_like_dates_stay_text(tmp_path: Path) -> None:
    companies = "subject,kind,municipality,industry\n007,company,0751,010100\n2022-01-01,company,,\n"
    assert rows(
        folder_of(tmp_path, companies=companies), "companies", "subject", "municipality", "industry"
    ) == [
        ("007", "0751", "010100"),
        ("2022-01-01", None, None),
    ]


def test_yes_and_no_can_be_written_in_words_and_digits(tmp_path: Path) -> None:
    words = ["true", "FALSE", "1", "0", "ja", "NEJ", "SAND", "falsk", ""]
    lines = "".join(f"p{number},h,o,2022-01-01,{word}\n" for number, word in enumerate(words))
    folder = folder_of(tmp_path, participations="participation,organisation,offer,on,attended\n" + lines)
    found = [value for (value,) in rows(folder, "participations", "attended")]
    assert found == [True, False, True, False, True, False, True, False, None]


def test_a_table_with_headings_only_is_delivered_and_one_without_a_file_is_not(tmp_path: Path) -> None:
    snapshot = read_snapshot(folder_of(tmp_path, offers="offer,organisation,municipality,offered\n"))
    assert snapshot.present == {"companies", "cases", "population", "offers"}
    assert snapshot.tables["offers"].height == snapshot.tables["referrals"].height == 0


def test_columns_of_ones_own_are_welcome_when_they_say_so(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, companies="subject,kind,x_note\na,company,hello\n")
    assert "x_note" not in read_snapshot(folder).tables["companies"].columns


def test_the_row_told_is_the_line_of_the_file_also_after_blank_lines(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, companies="subject,kind\na,company\n\n,\nb,compny\n")
    (problem,) = problems_of(folder)
    assert (problem.place, problem.row, problem.column, problem.found) == ("companies", 5, "kind", "'compny'")
    assert problem.wanted == 'one of company, founder; did you mean "company"?'


def test_a_decimal_comma_is_told_and_not_read_as_something_else(tmp_path: Path) -> None:
    header = "respondent;organisation;wave;on;heard;weight\n"
    line = "r1;h;2022;2022-09-01;yes;1,5\n"
    (problem,) = problems_of(folder_of(tmp_path, awareness=header + line))
    assert (problem.found, problem.wanted) == ("'1,5'", "a number with a decimal point")


def test_a_decimal_comma_between_commas_is_told_as_a_line_that_is_too_long(tmp_path: Path) -> None:
    header = "respondent,organisation,wave,on,heard,weight\n"
    lines = "r1,h,2022,2022-09-01,yes,1.5\nr2,h,2022,2022-09-01,yes,1,5\n"
    (problem,) = problems_of(folder_of(tmp_path, awareness=header + lines))
    assert str(problem) == "awareness, row 3: found 7 values; wanted 6, as there are headings"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("30-09-2022", "a date as 2022-09-30"),
        ("30.09.2022", "a date as 2022-09-30"),
        ("2022-02-30", "a date as 2022-09-30"),
        ("44834", "a date as 2022-09-30"),
        ("2022-09-30T00:00:00", "a date as 2022-09-30"),
    ],
)
def test_a_day_is_a_date_in_one_way(written: str, wanted: str, tmp_path: Path) -> None:
    (problem,) = problems_of(folder_of(tmp_path, companies=f"subject,kind,founded\na,company,{written}\n"))
    assert (problem.column, problem.found, problem.wanted) == ("founded", repr(written), wanted)


@pytest.mark.parametrize("written", ["751", "751.0", "07510", "Aarhus"])
def test_a_municipality_whose_zero_a_spreadsheet_ate_is_told(written: str, tmp_path: Path) -> None:
    (problem,) = problems_of(
        folder_of(tmp_path, companies=f"subject,kind,municipality\na,company,{written}\n")
    )
    assert (problem.column, problem.found, problem.wanted) == (
        "municipality",
        repr(written),
        "4 digits, leading zeros kept",
    )


@pytest.mark.parametrize("written", ["nan", "inf", "-inf", "1,5", "1 000", "en"])
def test_what_is_no_finite_number_is_told(written: str, tmp_path: Path) -> None:
    companies = "subject;kind\na;company\n"
    outcomes = f"subject;year;revenue\na;2022;{written}\n"
    (problem,) = problems_of(folder_of(tmp_path, companies=companies, outcomes=outcomes))
    assert told([problem]) == {("outcomes", 2, "revenue", repr(written))}


def test_a_number_with_decimals_is_not_a_whole_one(tmp_path: Path) -> None:
    (problem,) = problems_of(folder_of(tmp_path, companies="subject,kind,employees\na,company,3.5\n"))
    assert (problem.column, problem.wanted) == ("employees", "a whole number")


def test_dates_are_read_as_days(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, companies="subject,kind,founded\na,company,2020-02-29\n")
    assert rows(folder, "companies", "founded") == [(date(2020, 2, 29),)]
