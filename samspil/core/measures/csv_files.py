"""CSV files as people and spreadsheets write them, read as text."""

import csv
from contextlib import suppress
from pathlib import Path

import polars as pl

from samspil.core.measures.problems import Problem

# A flood of the same fault is said as a sample and a count, so that the answer stays readable.
SHOWN_PER_COLUMN = 100


def read_csv(path: Path) -> pl.DataFrame:
    """All columns as text; comma or semicolon; UTF-8 or, as Danish spreadsheets write, cp1252."""
    text, separator = _text(path)
    if not text.strip():
        return pl.DataFrame()
    frame = pl.read_csv(text.encode(), separator=separator, infer_schema=False)
    frame = frame.rename({name: name.strip() for name in frame.columns})
    # A spreadsheet writes a column without a heading where somebody once touched a cell.
    nameless = [name for name in frame.columns if not name and frame[name].is_null().all()]
    frame = frame.drop(nameless)
    stripped = pl.all().str.strip_chars()
    return frame.with_columns(stripped).with_columns(pl.when(pl.all() != "").then(pl.all()).name.keep())


def _text(path: Path) -> tuple[str, str]:
    """What a CSV file says, and which separator it says it with."""
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    head = text.split("\n", 1)[0]
    return text, ";" if head.count(";") > head.count(",") else ","


def misfits(path: Path) -> list[Problem]:
    """Lines with more values than there are headings, as a decimal comma gives."""
    text, separator = _text(path)
    lines = csv.reader(text.splitlines(keepends=True), delimiter=separator)
    found: list[Problem] = []
    # What the reader itself gives up on is told by the one who asks.
    with suppress(csv.Error):
        wanted = len(next(lines, []))
        for line in lines:
            if len(line) > wanted:
                expected = f"{wanted}, as there are headings"
                found.append(Problem(path.stem, lines.line_num, "", f"{len(line)} values", expected))
    return found[:SHOWN_PER_COLUMN]
