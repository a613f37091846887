"""Files are read whatever their signs, separators and sorts, and what is no table is answered kindly."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samspil.platform.imports import cells, reading, rules
from tests.platform.imports_of import csv_file, excel_file

ROWS = (["Navn", "Kommune", "Ansatte"], ["Ærø Smedeværk", "Ærø", 7], ["Åhuse Bageri", "Aarhus", 12])


def stored(tmp_path: Path, body: bytes) -> Path:
    path = tmp_path / "fil"
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_csv_is_read_in_every_coding_and_with_every_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = stored(tmp_path, csv_file(*ROWS, separator=separator, encoding=encoding))
    assert [cells for _number, cells in reading.lines(path)] == [[str(cell) for cell in row] for row in ROWS]


def test_a_coding_that_changes_far_down_the_file_is_seen(tmp_path: Path) -> None:
    path = stored(
        tmp_path, csv_file(["Navn", "Sted"], *[["x", "y"]] * 9000, ["Ærø", "Åhuse"], encoding="cp1252")
    )
    assert list(reading.lines(path))[-1] == (9002, ["Ærø", "Åhuse"])


def test_excel_gives_whole_numbers_and_days(tmp_path: Path) -> None:
    path = stored(tmp_path, excel_file(["Nr", "Dag", "Tal"], [40084606, dt.date(2022, 9, 5), 1.5]))
    assert list(reading.lines(path))[1] == (2, [40084606, dt.date(2022, 9, 5), 1.5])


def test_an_excel_file_under_another_name_is_still_one_and_empty_sheets_are_passed_over(
    tmp_path: Path,
) -> None:
    path = stored(tmp_path, excel_file(*ROWS, sheets=("Forside", "Data")))
    assert reading.sheets(path) == ["Data"]
    assert next(reading.lines(path))[1] == ["Navn", "Kommune", "Ansatte"]


def test_titles_above_the_heads_are_passed_over_and_rows_counted_as_in_the_spreadsheet(
    tmp_path: Path,
) -> None:
    path = stored(tmp_path, excel_file(["Udtræk fra CRM"], [], ["Dannet", "2022"], *ROWS))
    assert reading.heads(path, "", {"navn", "kommune"}) == (4, ["Navn", "Kommune", "Ansatte"])
    assert list(reading.lines(path))[4][0] == 5


def test_a_cell_of_several_lines_is_one_cell_and_one_row(tmp_path: Path) -> None:
    path = stored(tmp_path, csv_file(["Navn", "Notat"], ["a", "en\nto; tre"], ["b", ""]))
    assert list(reading.lines(path))[1:] == [(2, ["a", "en\nto; tre"]), (3, ["b", ""])]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "tom"),
        (b"%PDF-1.7 x", "hverken regneark eller CSV"),
        (b"GIF\0\0\1", "hverken regneark eller CSV"),
        (b"PK\x03\x04 broken", "kan ikke læses som regneark"),
        (b"\xd0\xcf\x11\xe0 broken", "kan ikke læses som regneark"),
        (excel_file(), "ingen rækker"),
    ],
)
def test_what_is_no_table_is_refused_with_a_way_on(tmp_path: Path, body: bytes, told: str) -> None:
    with pytest.raises(reading.UnreadableError, match=told):
        reading.refuse_unreadable(stored(tmp_path, body))


def test_a_file_beyond_the_limit_is_refused_kindly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_TEXT", 10)
    with pytest.raises(reading.UnreadableError, match="100 MB"):
        reading.refuse_unreadable(stored(tmp_path, csv_file(*ROWS)))
    monkeypatch.setattr(rules, "MOST_UNPACKED", 10)
    with pytest.raises(reading.UnreadableError, match="Gem arket som CSV"):
        reading.refuse_unreadable(stored(tmp_path, excel_file(*ROWS)))


@given(text=st.binary(max_size=400))
def test_no_bytes_bring_the_reader_down(tmp_path_factory: pytest.TempPathFactory, text: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "fil"
    path.write_bytes(text)
    try:
        reading.refuse_unreadable(path)
        reading.heads(path, "", {"navn"})
        list(reading.lines(path))
    except reading.UnreadableError:
        # Any other error would fail the test.
        pass


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("30-09-2022", dt.date(2022, 9, 30)), ("5.9.22", dt.date(2022, 9, 5)),
        ("2022-09-30", dt.date(2022, 9, 30)), ("30/09/2022 13:05", dt.date(2022, 9, 30)),
        ("2022-09-30T13:05:00Z", dt.date(2022, 9, 30)), ("1-2-98", dt.date(1998, 2, 1)),
        (44834, dt.date(2022, 9, 30)), (dt.datetime(2022, 9, 30, tzinfo=dt.UTC), dt.date(2022, 9, 30)),
        ("", None), (None, None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_here_write_them(cell: object, day: dt.date | None) -> None:
    assert cells.day(cell) == day


@pytest.mark.parametrize("cell", ["9/30/2022", "31-02-2022", "i går", 7, "2022"])
def test_what_is_no_day_says_what_was_wanted(cell: object) -> None:
    with pytest.raises(cells.WrongError, match="30-09-2022"):
        cells.day(cell)


def test_numbers_answers_and_guarded_formulas_are_read() -> None:
    assert [cells.whole_number(cell) for cell in ("39.010", 12, "", "7")] == [39010, 12, None, 7]
    assert [cells.yes_no(cell) for cell in ("Ja", "nej", "x", 0, True, "")] == [
        True,
        False,
        True,
        False,
        True,
        None,
    ]
    assert cells.plain("'=1+1") == "=1+1"
    assert cells.plain("'t Hooft") == "'t Hooft"
    for wrong in ("-5", "12,5", "mange"):
        with pytest.raises(cells.WrongError):
            cells.whole_number(wrong)
