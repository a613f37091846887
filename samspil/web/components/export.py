"""Sends a list as CSV or Excel, row by row and without a cap, so that no cell can do anything when opened."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import tempfile
from collections.abc import Generator, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import IO, TYPE_CHECKING, Any, cast

import xlsxwriter
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from markupsafe import Markup

from samspil.platform.audit.actions import note_access, record
from samspil.platform.clock import today

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http.response import HttpResponseBase
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from samspil.organisations.models import User
    from samspil.web.components.tables import Column


FORMATS: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# As many rows as are written between two answers to the browser, and logged in one statement.
BATCH = 500
LOGGED_AT_ONCE = 5000
# What one sheet and one cell of Excel can hold; more rows go on on the next sheet.
SHEET_ROWS = 1_048_576
CELL_LENGTH = 32_767
# What a spreadsheet takes for the beginning of a formula, full-width signs too; a line feed is dropped first.
_FORMULA = re.compile(r"\A\s*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20]|\A[\t\r\n]")
_WIDTHS = {"text": 24, "markup": 24, "day": 12, "number": 12, "quantity": 12, "signed": 12, "verdict": 18}


def asked_for(request: HttpRequest) -> str:
    """Return "csv" or "xlsx" when the address asks for a file (?hent=xlsx), else ""."""
    wanted = request.GET.get("hent", "")
    return wanted if wanted in FORMATS else ""


def download(
    request: HttpRequest,
    columns: Sequence[Column],
    rows: Iterable[Any],
    name: str,
    *,
    kind: str = "",
    seen: type[Model] | None = None,
) -> HttpResponseBase:
    """Return a list as a file; `rows` is best a queryset's iterator, since it is read only as it is sent.

    A row is a dict or an object with a cell per column: day, number, bool, text or None. `name` is the
    file's, such as virksomheder. `kind` is csv or xlsx; without one the address decides, else Excel.
    `seen` is the table whose content the rows show: each row then has a `pk`, and every row that is sent
    is in the access log. That a file was fetched, by whom and when, is in the audit trail in any case.
    """
    kind = kind or asked_for(request) or "xlsx"
    user = cast("User", request.user)
    record(by=user, action="download", row=user, list=name, format=kind, narrowed=sorted(request.GET))
    log = _Log(user, f"{name}.download", seen)
    words = [str(column.label) for column in columns]
    cells = ([_value(row, column) for column in columns] for row in log.following(rows))
    headers = {"Content-Disposition": f'attachment; filename="{name}-{today():%Y-%m-%d}.{kind}"'}
    if kind == "csv":
        return StreamingHttpResponse(
            log.closing(_csv(words, cells)), content_type=FORMATS["csv"], headers=headers
        )
    try:
        return FileResponse(_xlsx(words, columns, cells), content_type=FORMATS["xlsx"], headers=headers)
    finally:
        log.write()


class _Log:
    """Who was shown: written when the rows have been read, for a reader cannot write halfway on SQLite."""

    def __init__(self, user: User, place: str, seen: type[Model] | None) -> None:
        self.user, self.place, self.seen = user, place, seen
        self.keys: list[Any] = []

    def following(self, rows: Iterable[Any]) -> Iterator[Any]:
        """Yield the rows and remember whose they are."""
        for row in rows:
            if self.seen is not None:
                self.keys.append(_cell(row, "pk"))
            yield row

    def closing(self, pieces: Generator[bytes]) -> Iterator[bytes]:
        """Yield the pieces; log what was sent, also when the browser hangs up."""
        try:
            yield from pieces
        finally:
            # Lets go of the query first: SQLite cannot write while this connection still reads.
            pieces.close()
            self.write()

    def write(self) -> None:
        """Write the log once."""
        if self.seen is None:
            return
        keys, self.keys = self.keys, []
        for start in range(0, len(keys), LOGGED_AT_ONCE):
            note_access(
                by=self.user, place=self.place, kind=self.seen, keys=keys[start : start + LOGGED_AT_ONCE]
            )


def _cell(row: Any, key: str) -> Any:
    return row.get(key) if isinstance(row, dict) else getattr(row, key)


def _value(row: Any, column: Column) -> Any:
    """Return a plain value: None, bool, number, day, moment or text without markup."""
    value = _cell(row, column.key)
    if value is None or isinstance(value, bool | int | float | Decimal | dt.datetime | dt.date | dt.time):
        return value
    if hasattr(value, "__html__"):
        return Markup(value.__html__()).striptags()  # noqa: S704  it is taken apart, not shown
    return str(value)


def _batched(cells: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    """Yield rows in batches, each made in the reader's language: the middleware is done by then."""
    language = translation.get_language()
    waiting = iter(cells)
    while True:
        with translation.override(language):
            batch = list(islice(waiting, BATCH))
        if not batch:
            return
        yield batch


def _csv(words: Sequence[str], cells: Iterable[list[Any]]) -> Generator[bytes]:
    """Yield CSV as Danish Excel reads it: semicolons, decimal commas, and a mark that it is UTF-8."""
    yield b"\xef\xbb\xbf"
    for batch in chain([[list(words)]], _batched(cells)):
        piece = io.StringIO(newline="")
        csv.writer(piece, delimiter=";", lineterminator="\r\n").writerows(map(_danish, batch))
        yield piece.getvalue().encode("utf-8", errors="replace")


def _danish(row: list[Any]) -> list[str]:
    return [_text(value) for value in row]


def _text(value: Any) -> str:
    """Write a value the Danish way; text that looks like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, int | float | Decimal):
        return str(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value) if timezone.is_aware(value) else value:%d-%m-%Y %H:%M}"
    if isinstance(value, dt.date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return f"'{value}" if _FORMULA.match(value) else value


def _xlsx(words: Sequence[str], columns: Sequence[Column], cells: Iterable[list[Any]]) -> IO[bytes]:
    """Write an Excel file to disk, holding one row at a time; return it open at its beginning."""
    # FileResponse closes it when the last byte is sent, and closing removes it.
    file = tempfile.TemporaryFile(prefix="samspil-download-")  # noqa: SIM115
    try:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(file, options) as book:
            writer = _Sheets(book, words, columns)
            for batch in _batched(cells):
                writer.write(batch)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


class _Sheets:
    """Rows on as many sheets as they need, each beginning with the heads."""

    def __init__(self, book: xlsxwriter.Workbook, words: Sequence[str], columns: Sequence[Column]) -> None:
        self.book, self.words, self.columns = book, list(words), columns
        self.bold = book.add_format({"bold": True})
        # An apostrophe before the text: it stays text when somebody edits the cell.
        self.quoted = book.add_format({"quote_prefix": True})
        self.day = book.add_format({"num_format": "dd-mm-yyyy"})
        self.moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        self.hour = book.add_format({"num_format": "hh:mm"})
        self._begin()

    def write(self, batch: list[list[Any]]) -> None:
        """Write rows, on a new sheet when this one is full."""
        for row in batch:
            if self.line == SHEET_ROWS:
                self._begin()
            for place, value in enumerate(row):
                self._put(place, value)
            self.line += 1

    def _begin(self) -> None:
        self.sheet: Worksheet = self.book.add_worksheet()
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, max(_WIDTHS.get(column.kind, 16), len(column.label) + 2))
        self.sheet.freeze_panes(1, 0)
        for place, word in enumerate(self.words):
            self.sheet.write_string(0, place, word, self.bold)
        self.line = 1

    def _put(self, place: int, value: Any) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool) or _beyond_excel(value):
            self.sheet.write_string(self.line, place, _text(value))
        elif isinstance(value, int | float | Decimal):
            self.sheet.write_number(self.line, place, value)
        elif isinstance(value, dt.date | dt.time):
            bare, look = self._dated(value)
            self.sheet.write_datetime(self.line, place, bare, look)
        else:
            look_or_none = self.quoted if _FORMULA.match(value) else None
            self.sheet.write_string(self.line, place, _fitting(value), look_or_none)

    def _dated(self, value: dt.date | dt.time) -> tuple[dt.date | dt.time, Format]:
        if isinstance(value, dt.datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return local.replace(tzinfo=None), self.moment
        return value, self.day if isinstance(value, dt.date) else self.hour


def _beyond_excel(value: Any) -> bool:
    """Whether it is a day before Excel's first, or a number that is none; written as text instead."""
    if isinstance(value, dt.date):
        return value.year <= 1900
    return isinstance(value, float | Decimal) and not math.isfinite(value)


def _fitting(text: str) -> str:
    """Cut what a cell cannot hold and say so; the CSV has it whole."""
    if len(text) <= CELL_LENGTH:
        return text
    mark = _(" … (afkortet; hele teksten er i CSV-filen)")
    return text[: CELL_LENGTH - len(mark)] + mark
