"""Reads a table from CSV, Excel or what was pasted, row by row, whatever its signs and separators."""

from __future__ import annotations

import csv
import zipfile
from codecs import getincrementaldecoder
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, ZipError

from samspil.platform.danish import search_key
from samspil.platform.imports import rules

Line = tuple[int, list[Any]]
# How far down a title or two may push the heads.
HEADS_WITHIN = 20
SEPARATORS = ";\t,|"
LONGEST_CELL = 1_000_000
MOST_COLUMNS = 300


class UnreadableError(ValueError):
    """The file cannot be read as a table; the message says why and what to do."""


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook, by how it begins: people rename files."""
    with path.open("rb") as file:
        start = file.read(8)
    return start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def refuse_unreadable(path: Path) -> None:
    """Raise UnreadableError for files that are too big, empty or no table at all."""
    size = path.stat().st_size
    if size == 0:
        raise UnreadableError(_("Filen er tom."))
    if not is_workbook(path):
        if size > rules.MOST_TEXT:
            raise UnreadableError(
                _("Filen fylder mere end 100 MB. Del den i flere, og indlæs dem efter hinanden.")
            )
        _encoding(path)
        return
    if size > rules.MOST_WORKBOOK or _unpacked(path) > rules.MOST_UNPACKED:
        raise UnreadableError(
            _("Regnearket er for stort (over 30 MB). Gem arket som CSV, som kan fylde 100 MB, og prøv igen.")
        )
    sheets(path)


def _unpacked(path: Path) -> int:
    """How much a packed workbook weighs unpacked; a small file can hold a flood."""
    if not zipfile.is_zipfile(path):
        return 0
    with zipfile.ZipFile(path) as packed:
        return sum(part.file_size for part in packed.infolist())


def sheets(path: Path) -> list[str]:
    """Return the names of a workbook's visible sheets with anything in them; none for CSV."""
    if not is_workbook(path):
        return []
    with _open(path) as book:
        metadata = [each for each in book.sheets_metadata if each.typ == SheetTypeEnum.WorkSheet]
        found = [each.name for each in metadata if book.get_sheet_by_name(each.name).height]
    if not found:
        raise UnreadableError(_("Der er ingen rækker i regnearket."))
    return found


def _open(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(path))
    except PasswordError:
        raise UnreadableError(
            _("Regnearket er låst med en adgangskode. Gem det uden, og prøv igen.")
        ) from None
    except (CalamineError, ZipError, OSError):
        raise UnreadableError(
            _("Filen kan ikke læses som regneark. Gem den som Excel-projektmappe (.xlsx) eller CSV.")
        ) from None


def lines(path: Path, sheet: str = "") -> Iterator[Line]:
    """Yield each row with its number, counted as in the spreadsheet; cells are as the file has them."""
    reader = _workbook_lines(path, sheet) if is_workbook(path) else _text_lines(path)
    for number, cells in reader:
        if len(cells) > MOST_COLUMNS:
            cells = cells[:MOST_COLUMNS]
        yield number, cells


def _workbook_lines(path: Path, name: str) -> Iterator[Line]:
    with _open(path) as book:
        sheet = book.get_sheet_by_name(name or sheets(path)[0])
        top, left = sheet.start or (0, 0)
        for number, cells in enumerate(sheet.iter_rows(), start=top + 1):
            yield number, [""] * left + [_whole(cell) for cell in cells]


def _whole(cell: Any) -> Any:
    """Excel has no whole numbers: 40084606.0 is 40084606."""
    return int(cell) if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15 else cell


def _text_lines(path: Path) -> Iterator[Line]:
    encoding = _encoding(path)
    separator = _separator(path, encoding)
    # The library's own limit is process-wide; a note longer than this is no cell.
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        reader = csv.reader((line.replace("\0", "") for line in file), delimiter=separator)
        number = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise UnreadableError(
                    _("Række %(line)s kan ikke læses: et anførselstegn mangler måske.") % {"line": number}
                ) from None
            yield number, list(cells)


def _encoding(path: Path) -> str:
    """UTF-8 where the whole file is; otherwise what Windows writes here (cp1252)."""
    with path.open("rb") as file:
        start = file.read(4096)
        if start.startswith((b"\xff\xfe", b"\xfe\xff")):
            return "utf-16"
        if b"\0" in start or start.startswith(b"%PDF"):
            raise UnreadableError(
                _("Filen er hverken regneark eller CSV. Gem den som Excel-projektmappe (.xlsx) eller CSV.")
            )
        decoder = getincrementaldecoder("utf-8-sig")()
        file.seek(0)
        try:
            while piece := file.read(rules.MEGABYTE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _separator(path: Path, encoding: str) -> str:
    """The sign that parts the first rows most evenly; semicolons where nothing does."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        sample = [line for line in islice(file, 50) if line.strip()]

    def evenness(separator: str) -> tuple[int, int]:
        widths = [len(cells) for cells in csv.reader(sample, delimiter=separator)]
        most = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        return (widths.count(most), most) if most > 1 else (0, 0)

    return max(SEPARATORS, key=evenness)


def heads(path: Path, sheet: str, known: Collection[str]) -> tuple[int, list[str]]:
    """Return the row that holds the heads, and them; titles above are passed over.

    The first row with two heads we know; otherwise the first with two cells filled in, or with one.
    """
    first = [
        (number, [str(cell).strip() for cell in cells])
        for number, cells in islice(lines(path, sheet), HEADS_WITHIN)
    ]
    filled = [(number, cells) for number, cells in first if any(cells)]
    if not filled:
        raise UnreadableError(_("Der er ingen rækker i filen."))
    for number, cells in filled:
        if sum(search_key(cell) in known for cell in cells if cell) >= 2:
            return number, _trimmed(cells)
    several = [line for line in filled if sum(map(bool, line[1])) >= 2]
    number, cells = (several or filled)[0]
    return number, _trimmed(cells)


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
