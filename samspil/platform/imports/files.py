"""Where the files of an import lie: what came, and the rows that were refused."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from samspil.platform.cpr import find_cpr, is_lost_zero
from samspil.platform.imports.cells import plain
from samspil.platform.imports.reading import UnreadableError
from samspil.platform.imports.rules import MOST_TEXT

if TYPE_CHECKING:
    from samspil.platform.imports.kinds import Row
    from samspil.platform.imports.models import Import

REFUSED = "refused.csv"


def folder_of(imported: Import) -> Path:
    """Return the import's own folder."""
    return Path(settings.DATA) / "imports" / str(imported.pk)


def source_of(imported: Import) -> Path:
    """Return the file that came; UnreadableError when it is no longer kept."""
    path = folder_of(imported) / imported.file
    if not imported.file or not path.is_file():
        raise UnreadableError(_("Filen er ikke gemt længere. Indlæs den igen."))
    return path


def store(imported: Import, pieces: Iterable[bytes]) -> None:
    """Write what comes to disk piece by piece; UnreadableError as soon as it is too much."""
    folder = folder_of(imported)
    folder.mkdir(parents=True, exist_ok=True)
    size = 0
    with (folder / "source").open("wb") as file:
        for piece in pieces:
            size += len(piece)
            if size > MOST_TEXT:
                break
            file.write(piece)
    if size > MOST_TEXT:
        remove(imported)
        raise UnreadableError(
            _("Filen fylder mere end 100 MB. Del den i flere, og indlæs dem efter hinanden.")
        )
    imported.file = "source"


def remove(imported: Import) -> None:
    """Remove all the import's files; the record of the import stays."""
    shutil.rmtree(folder_of(imported), ignore_errors=True)


class Refused:
    """Writes refused rows as they stood, with what is wrong, so that they can be mended and loaded."""

    def __init__(self, imported: Import, headers: list[str]) -> None:
        self.path = folder_of(imported) / REFUSED
        self.headers = headers

    def __enter__(self) -> Refused:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.file = self.path.open("w", encoding="utf-8", newline="")
        self.writer = csv.writer(self.file)
        self.writer.writerow(["", *self.headers])
        return self

    def __exit__(self, *_raised: object) -> None:
        self.file.close()

    def add(self, row: Row) -> None:
        """Write one row; a cell that looks like a CPR number is not repeated."""
        cells = [without_cpr(cell) for cell in row.cells[: len(self.headers)]]
        cells += [""] * (len(self.headers) - len(cells))
        self.writer.writerow([" · ".join(map(str, row.errors)), *cells])


def without_cpr(cell: Any) -> str:
    """Return a cell as text, with a word in its place when it looks like a CPR number."""
    lost = isinstance(cell, int) and is_lost_zero(cell)
    written = plain(cell)
    return _("[fjernet]") if lost or find_cpr(written) else written


def refused_rows(imported: Import) -> Iterator[list[str]]:
    """Yield the refused rows as they stood, what is wrong first; nothing when the file is gone."""
    path = folder_of(imported) / REFUSED
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines, None)
        yield from lines
