"""Checks rows in batches: each cell, CPR numbers, what stands twice, and what the kind itself looks up."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from samspil.platform.cpr import find_cpr, is_lost_zero
from samspil.platform.danish import search_key
from samspil.platform.imports.cells import Told, WrongError, plain, shortened
from samspil.platform.imports.kinds import EXTERNAL, Column, Kind, Row, Setup
from samspil.platform.imports.models import ImportedRow

if TYPE_CHECKING:
    import datetime as dt

    from samspil.platform.imports.models import Import
    from samspil.platform.imports.reading import Line

BATCH = 1000
_CPR_HEAD = re.compile(r"\b(cpr|personn)", re.IGNORECASE)
_PARTS = re.compile(r"[;,\n]")


class Checker:
    """Turns lines into rows; remembers across batches what has been seen in the file."""

    def __init__(self, kind: Kind, setup: Setup, headers: list[str], mapping: dict[str, str]) -> None:
        self.kind, self.setup, self.headers = kind, setup, headers
        self.fields = {int(number): kind.column(key) for number, key in mapping.items() if key}
        # Field -> the head it stands under, to name the column in errors.
        self.heads = {column.key: self._head(number) for number, column in self.fields.items()}
        self.seen: dict[bytes, int] = {}
        self.repeats: dict[bytes, int] = {}

    def batches(self, lines: Iterable[Line]) -> Iterator[list[Row]]:
        """Yield rows in batches, checked; empty lines are passed over."""
        waiting = (line for line in lines if any(cell not in ("", None) for cell in line[1]))
        while batch := [self._row(number, cells) for number, cells in islice(waiting, BATCH)]:
            self._mark_loaded(batch)
            fresh = [row for row in batch if not row.already]
            self.kind.check(fresh, self.setup, self.heads)
            if not self.kind.once_only:
                self._forget_loaded([row for row in fresh if row.match is not None])
            for row in fresh:
                self._ask_for_required(row)
            yield batch

    def _head(self, number: int) -> str:
        return self.headers[number] or _("Kolonne %(number)s") % {"number": number + 1}

    def _row(self, line: int, cells: list[Any]) -> Row:
        row = Row(line, cells)
        for number, cell in enumerate(cells[: len(self.headers)]):
            column = self.fields.get(number)
            if self._holds_cpr(number, column, cell):
                wanted = _("må ikke indeholde et CPR-nummer")
                row.errors.append(Told(self._head(number), "", wanted))
            elif column is not None:
                self._read(row, column, number, cell)
        self._identify(row)
        return row

    def _holds_cpr(self, number: int, column: Column | None, cell: Any) -> bool:
        if cell in ("", None) or (column is not None and column.digits):
            return False
        if isinstance(cell, int) and is_lost_zero(cell):
            return bool(_CPR_HEAD.search(self.headers[number]))
        return bool(find_cpr(plain(cell)))

    def _read(self, row: Row, column: Column, number: int, cell: Any) -> None:
        try:
            if column.choices is not None:
                row.values[column.key] = self._coded(row, column, plain(cell))
            else:
                row.values[column.key] = column.read(cell)
        except WrongError as error:
            row.errors.append(Told(self._head(number), shortened(plain(cell)), error.wanted))

    def _coded(self, row: Row, column: Column, written: str) -> Any:
        words = [word.strip() for word in (_PARTS.split(written) if column.several else [written])]
        codes = []
        for word in filter(None, words):
            code = self.setup.code_of(column, word)
            if code is None:
                row.unknown.append((column.key, word))
                row.errors.append(Told(self.heads[column.key], shortened(word), self._wanted(column)))
            elif code:
                codes.append(code)
        if column.several:
            return codes
        return codes[0] if codes else ""

    def _wanted(self, column: Column) -> str:
        example = self.setup.examples.get(column.key, "")
        if not example:
            return _("et ord, Samspil kender")
        return _("et ord, Samspil kender, f.eks. %(example)s") % {"example": example}

    def _identify(self, row: Row) -> None:
        """Give the row its number in the other system, or a fingerprint of it; refuse what stands twice."""
        given = plain(row.values.get(EXTERNAL))
        said = [plain(cell) for cell in row.cells]
        print_of = hashlib.sha256("\x1f".join([given] if given else said).encode()).digest()[:16]
        if given:
            row.external_id = given
            if print_of in self.seen:
                wanted = _("et nummer, der ikke også står i række %(line)s") % {"line": self.seen[print_of]}
                row.errors.append(Told(self.heads[EXTERNAL], shortened(given), wanted))
            self.seen.setdefault(print_of, row.line)
            return
        # Without numbers, two like rows may be two calls on one day: the second is number two.
        count = self.repeats[print_of] = self.repeats.get(print_of, 0) + 1
        row.external_id = f"#{print_of.hex()}-{count}"

    def _mark_loaded(self, rows: list[Row]) -> None:
        space = self.setup.space(self.kind.code)
        loaded = ImportedRow.objects.filter(
            space=space, external_id__in=[row.external_id for row in rows]
        ).values_list("external_id", flat=True)
        known = set(loaded)
        for row in rows:
            row.already = row.external_id in known and not row.errors

    def _forget_loaded(self, rows: list[Row]) -> None:
        """A record that another row of the same system became is not this row's."""
        keys = [row.match.pk for row in rows if row.match is not None]
        loaded = ImportedRow.objects.filter(space=self.setup.space(self.kind.code), key__in=keys)
        taken = set(loaded.values_list("key", flat=True))
        for row in rows:
            if row.match is not None and row.match.pk in taken:
                row.match = None

    def _ask_for_required(self, row: Row) -> None:
        told = {error.column for error in row.errors}
        for column in self.kind.columns:
            head = self.heads.get(column.key, str(column.label))
            if (
                column.required
                and row.match is None
                and row.get(column.key) in ("", None, [])
                and head not in told
            ):
                row.errors.append(Told(head, "", _("mangler")))


def folded_words(words: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """Fold the words of a user's choices, so that upper case and spaces do not matter."""
    return {field: {search_key(word): code for word, code in each.items()} for field, each in words.items()}


def asked(imported: Import, on: dt.date) -> Setup:
    """Return what all rows of an import share."""
    return Setup(
        organisation=imported.organisation_id,
        by=imported.by,
        source=imported.source,
        today=on,
        words=folded_words(imported.words),
    )
