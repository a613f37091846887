"""Read a snapshot from a folder of CSV or Parquet files, answering every problem at once."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl

from samspil.core.measures.csv_files import SHOWN_PER_COLUMN, misfits, read_csv
from samspil.core.measures.identities import cycles
from samspil.core.measures.problems import InputError, Problem, nearest
from samspil.core.measures.snapshot import Snapshot, canonical, schema
from samspil.core.measures.tables import BY_NAME, FORMAT, TABLES, Column, Table

ROW = "__row"
# Six digits that are a date, then four: the shape of a CPR number, which never enters a snapshot.
# Alone or as a word of a longer text, but not within a longer number or a key of letters and digits.
CPR = r"(^|[^0-9A-Za-z])(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])\d{2}[- ]?\d{4}([^0-9A-Za-z]|$)"
# The last two are what a Danish spreadsheet writes.
FLAGS = {
    "true": True, "false": False, "1": True, "0": False,
    "ja": True, "nej": False, "sand": True, "falsk": False,
}  # fmt: skip
WANTED = {
    "date": "a date as 2022-09-30",
    "integer": "a whole number",
    "number": "a number with a decimal point",
    "flag": "true or false",
}


@dataclass(frozen=True)
class Delivery:
    """A snapshot as scored, beside all that its folder holds."""

    snapshot: Snapshot
    whole: Snapshot
    stated_hash: str

    @property
    def changed(self) -> bool:
        """Whether the files say something else than when the descriptor was written."""
        return self.stated_hash not in ("", self.whole.hash)

    @property
    def later(self) -> dict[str, int]:
        """Rows per table that are left out because they are after the day."""
        day = self.snapshot.as_of
        dated = {table.name: table.date for table in TABLES if table.date}
        counts = {name: int((self.whole.tables[name][on] > day).sum()) for name, on in dated.items()}
        return {name: count for name, count in counts.items() if count}


def read_snapshot(folder: Path, as_of: date | None = None) -> Snapshot:
    """The snapshot in a folder, cut at `as_of` if given (else at the day its descriptor names).

    Raises InputError as `read_delivery` does.
    """
    return read_delivery(folder, as_of).snapshot


def read_delivery(folder: Path, as_of: date | None = None) -> Delivery:
    """The snapshot in a folder, with what was left out of it.

    Raises InputError with every problem: table, row, column, found and wanted.
    """
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 0, "", "no such folder", "a folder with a snapshot")])
    meta, problems = _descriptor(folder, as_of)
    tables: dict[str, pl.DataFrame] = {}
    delivered: set[str] = set()
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() not in {".csv", ".parquet"}:
            continue
        delivered.add(path.stem)
        frame, found = _file(path, tables)
        problems += found
        if frame is not None:
            tables[path.stem] = frame
    problems += [
        Problem(table.name, 0, "", "no file", f"{table.name}.csv or {table.name}.parquet")
        for table in TABLES
        if table.required and table.name not in delivered
    ]
    problems += _references(tables)
    if problems:
        raise InputError(problems)
    bare = {name: canonical(BY_NAME[name], frame.drop(ROW)) for name, frame in tables.items()}
    whole = Snapshot.of(bare, meta["as_of"], meta["taken_at"], meta["organisation"])
    if as_of is not None and as_of > whole.as_of:
        wanted = f"{whole.as_of} or earlier: later events are not in this snapshot"
        raise InputError([Problem("--as-of", 0, "", str(as_of), wanted)])
    return Delivery(whole.at(as_of or whole.as_of), whole, meta["hash"])


def _descriptor(folder: Path, as_of: date | None) -> tuple[dict[str, Any], list[Problem]]:
    place = "datapackage.json"
    path = folder / place
    if not path.exists():
        if as_of is None:
            wanted = 'a datapackage.json with {"samspil": {"as_of": "2022-09-30"}}, or --as-of'
            return {}, [Problem(place, 0, "as_of", "no file", wanted)]
        return {"as_of": as_of, "taken_at": _midnight(as_of), "organisation": "", "hash": ""}, []
    try:
        about = json.loads(path.read_text(encoding="utf-8-sig"))["samspil"]
        if not isinstance(about, dict):
            raise TypeError("samspil is no object")
        stated = date.fromisoformat(about["as_of"]) if "as_of" in about else as_of
        if stated is None:
            raise KeyError("as_of")
        taken = datetime.fromisoformat(about["taken_at"]) if "taken_at" in about else _midnight(stated)
    except (KeyError, TypeError, ValueError, OSError) as error:
        wanted = f'{{"samspil": {{"format": "{FORMAT}", "as_of": "2022-09-30"}}}}'
        return {}, [Problem(place, 0, "samspil", f"{type(error).__name__}: {error}", wanted)]
    if about.get("format", FORMAT) != FORMAT:
        return {}, [Problem(place, 0, "format", repr(about["format"]), FORMAT)]
    words = {name: str(about.get(name, "")) for name in ("organisation", "hash")}
    return {"as_of": stated, "taken_at": taken, **words}, []


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _file(path: Path, seen: dict[str, pl.DataFrame]) -> tuple[pl.DataFrame | None, list[Problem]]:
    """One file as a typed frame with a row number, or the problems that keep it from being one."""
    if path.stem not in BY_NAME:
        wanted = "one of " + ", ".join(BY_NAME) + nearest(path.stem, BY_NAME)
        return None, [Problem(path.name, 0, "", "an unknown table", wanted)]
    if path.stem in seen:
        return None, [Problem(path.name, 0, "", "the table twice", "one file per table")]
    table = BY_NAME[path.stem]
    kind = path.suffix.lower()
    unreadable = f"a readable {kind[1:]} file"
    if not path.is_file():
        return None, [Problem(path.name, 0, "", "no file", unreadable)]
    try:
        raw = read_csv(path) if kind == ".csv" else pl.read_parquet(path)
    except (OSError, UnicodeDecodeError) as error:
        return None, [Problem(path.name, 0, "", str(error), unreadable)]
    except pl.exceptions.PolarsError as error:
        too_long = misfits(path) if kind == ".csv" else []
        return None, too_long or [Problem(path.name, 0, "", str(error).splitlines()[0], unreadable)]
    problems = _headings(table, path.name, raw.columns)
    first = 2 if kind == ".csv" else 1
    raw = raw.drop(ROW, strict=False).with_row_index(ROW, offset=first)
    if kind == ".csv":
        # A line of separators only is how spreadsheets end a file.
        texts = [name for name in raw.columns if name != ROW]
        raw = raw.filter(pl.any_horizontal(pl.col(texts).is_not_null())) if texts else raw
    parsed = [_column(table, column, raw, problems) for column in table.columns if column.name in raw.columns]
    frame = raw.select(ROW, *parsed)
    problems += _rows(table, frame)
    return frame, problems


def _headings(table: Table, place: str, headings: list[str]) -> list[Problem]:
    unknown = [
        Problem(place, 1, name, "an unknown column", "a column of " + table.name + nearest(name, table.names))
        for name in headings
        # Columns of one's own are welcome when marked as such; a misspelt one must not pass for that.
        if name not in table.names and not name.startswith("x_")
    ]
    missing = [
        Problem(place, 1, column.name, "no such column", f"{column.name}: {column.meaning}")
        for column in table.columns
        if column.required and column.name not in headings
    ]
    return unknown + missing


def _column(table: Table, column: Column, raw: pl.DataFrame, problems: list[Problem]) -> pl.Series:
    """The column with its type; values that cannot have it are reported and become null."""
    given = raw[column.name]
    parsed = _parse(column, given) if given.dtype == pl.String else _cast(column, given, schema(table))
    wrong = given.is_not_null() & parsed.is_null()
    _report(problems, table, column, raw.filter(wrong), WANTED.get(column.kind, column.kind))
    limits: list[tuple[pl.Series, str]] = []
    if column.required:
        limits.append((given.is_null(), "a value"))
    if column.values:
        closed = parsed.is_not_null() & ~parsed.is_in(column.values)
        limits.append((closed, "one of " + ", ".join(column.values)))
    if column.pattern:
        limits.append((~parsed.str.contains(f"^{column.pattern}$").fill_null(True), _pattern(column.pattern)))
    if column.minimum is not None:
        limits.append(((parsed < column.minimum).fill_null(False), f"at least {column.minimum:g}"))
    if column.maximum is not None:
        limits.append(((parsed > column.maximum).fill_null(False), f"at most {column.maximum:g}"))
    if column.kind in {"text", "codes"}:
        cpr = parsed.str.contains(CPR).fill_null(False)
        limits.append((cpr, "no CPR number: a surrogate key or a code"))
    for wrong, wanted in limits:
        _report(problems, table, column, raw.filter(wrong), wanted)
    return parsed.alias(column.name)


def _pattern(pattern: str) -> str:
    digits = re.fullmatch(r"\\d\{(\d)\}", pattern)
    return f"{digits[1]} digits, leading zeros kept" if digits else f"text like {pattern}"


def _parse(column: Column, given: pl.Series) -> pl.Series:
    if column.kind == "date":
        return given.str.to_date("%Y-%m-%d", strict=False)
    if column.kind == "integer":
        return given.cast(pl.Int64, strict=False)
    if column.kind == "number":
        number = given.cast(pl.Float64, strict=False)
        return number.set(~number.is_finite().fill_null(True), None)
    if column.kind == "flag":
        return given.str.to_lowercase().replace_strict(FLAGS, default=None, return_dtype=pl.Boolean)
    return given


def _cast(column: Column, given: pl.Series, types: pl.Schema) -> pl.Series:
    """Values of a typed file with the format's type; null where that would be another value."""
    wanted, told = types[column.name], given.dtype
    if column.kind == "date":
        fits = told in (pl.Date, pl.Datetime, pl.Null)
    elif column.kind in {"text", "codes"}:
        fits = not told.is_nested()
    else:
        fits = told.is_numeric() or told in (pl.Boolean, pl.Null)
    nothing = pl.Series(column.name, [None] * len(given), wanted)
    try:
        parsed = given.cast(wanted, strict=False) if fits else nothing
        if column.kind == "number":
            return parsed.set(~parsed.is_finite().fill_null(True), None)
        if column.kind in {"text", "codes"} or told == pl.Null or not fits:
            return parsed
        return parsed.set(parsed.cast(told, strict=False).ne_missing(given), None)
    except pl.exceptions.PolarsError:
        return nothing


def _report(problems: list[Problem], table: Table, column: Column, rows: pl.DataFrame, wanted: str) -> None:
    shown = rows.select(ROW, column.name).head(SHOWN_PER_COLUMN)
    near = f"{wanted}"
    for row, value in shown.iter_rows():
        hint = nearest(value, column.values) if column.values and isinstance(value, str) else ""
        found = "nothing" if value is None else repr(value)
        problems.append(Problem(table.name, row, column.name, found, near + hint))
    if rows.height > SHOWN_PER_COLUMN:
        rest = f"{rows.height - SHOWN_PER_COLUMN} more rows like these"
        problems.append(Problem(table.name, 0, column.name, rest, wanted))


def _rows(table: Table, frame: pl.DataFrame) -> list[Problem]:
    """Rules across columns of one table: keys are unique, nothing ends before it starts."""
    problems: list[Problem] = []
    if all(key in frame.columns for key in table.key):
        keyed = frame.drop_nulls(list(table.key))
        twice = keyed.filter(keyed.select(table.key).is_duplicated()).head(SHOWN_PER_COLUMN)
        for record in twice.iter_rows(named=True):
            found = ", ".join(str(record[key]) for key in table.key)
            problems.append(
                Problem(
                    table.name,
                    record[ROW],
                    ", ".join(table.key),
                    f"{found!r} more than once",
                    "one row per key",
                )
            )
    for first, last in (("started", "ended"), ("founded", "ceased"), ("offered", "held")):
        if first in frame.columns and last in frame.columns:
            for row, start, end in (
                frame.filter(pl.col(last) < pl.col(first)).select(ROW, first, last).iter_rows()
            ):
                problems.append(Problem(table.name, row, last, str(end), f"not before {first} {start}"))
    return problems


def _references(tables: dict[str, pl.DataFrame]) -> list[Problem]:
    """Rows that point at a key which is not there, and successions that run in a ring."""
    problems: list[Problem] = []
    for name, frame in tables.items():
        for column in BY_NAME[name].columns:
            if not column.refers or column.name not in frame.columns or column.refers not in tables:
                continue
            key = BY_NAME[column.refers].key[0]
            if key not in tables[column.refers].columns:
                continue
            known = tables[column.refers][key]
            lost = frame.filter(
                pl.col(column.name).is_not_null() & ~pl.col(column.name).is_in(known.implode())
            )
            _report(problems, BY_NAME[name], column, lost, f"a {key} of {column.refers}")
    rows = tables.get("successions")
    if rows is not None and {"predecessor", "successor"} <= set(rows.columns):
        for subject in cycles(rows):
            problems.append(Problem("successions", 0, "successor", repr(subject), "no ring of successions"))
    return problems
