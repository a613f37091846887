"""What a kind of table is to an import: its columns, how rows are checked together, and how they are written.

Rooms define their kinds in `<room>/imports.py` and add them when Django starts.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from samspil.platform.danish import search_key
from samspil.platform.imports.cells import Read, Told, plain, shortened, text

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

# The number of the row in the system it comes from, in every kind.
EXTERNAL = "external_id"
# A choice that stands for "leave it empty".
NOTHING = "-"


@dataclass(frozen=True)
class Column:
    """A column that a kind knows: `guesses` are heads it may have elsewhere, in any case.

    `choices` gives code and word for a column of codes: unknown words are asked about once per file and
    remembered. `several` lets a cell hold more of them, parted by semicolon or comma.
    """

    key: str
    label: Any
    read: Read = field(default_factory=lambda: text(200))
    guesses: tuple[str, ...] = ()
    required: bool = False
    hint: Any = ""
    choices: Callable[[Setup], Iterable[tuple[str, Any]]] | None = None
    several: bool = False
    # Ten digits here are a P-number or a telephone, which only looks like a CPR number.
    digits: bool = False

    def heads(self) -> set[str]:
        """Return the heads that mean this column, folded."""
        return {search_key(head) for head in (str(self.label), self.key, *self.guesses)}


@dataclass
class Setup:
    """What all rows of an import share."""

    organisation: int
    by: Any
    source: str
    today: dt.date
    # Field -> folded word -> code; chosen by the user.
    words: dict[str, dict[str, str]]
    # Field -> folded word -> code; the kind's own, read once.
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    # Field -> a word that it knows, to show what is wanted.
    examples: dict[str, str] = field(default_factory=dict)
    # What a kind looks up once per import.
    shelf: dict[str, Any] = field(default_factory=dict)

    def space(self, kind: str) -> str:
        """Within what an external number stands for one record."""
        return f"{self.organisation}:{self.source}:{kind}"

    def code_of(self, column: Column, word: str) -> str | None:
        """Return the code a word stands for, "" for nothing, None when nobody knows."""
        if column.key not in self.known:
            assert column.choices is not None
            pairs = [(code, str(label)) for code, label in column.choices(self)]
            self.examples[column.key] = pairs[0][1] if pairs else ""
            self.known[column.key] = {search_key(label): code for code, label in pairs} | {
                search_key(code): code for code, label in pairs
            }
        folded = search_key(word)
        chosen = self.words.get(column.key, {}).get(folded)
        if chosen is not None:
            return "" if chosen == NOTHING else chosen
        return self.known[column.key].get(folded)


@dataclass
class Row:
    """A row on its way in: cells as they stand, values as understood, and what is wrong."""

    line: int
    cells: list[Any]
    values: dict[str, Any] = field(default_factory=dict)
    errors: list[Told] = field(default_factory=list)
    external_id: str = ""
    # Loaded before, by an earlier import of the same system.
    already: bool = False
    # The record here that the row is about, when it exists: nothing is made then.
    match: Model | None = None
    # Unknown words: (field, word).
    unknown: list[tuple[str, str]] = field(default_factory=list)

    def get(self, key: str) -> Any:
        """Return a value; None for a column the file has not."""
        return self.values.get(key)


@dataclass(frozen=True)
class Made:
    """A record that stands here because of a row: made by it, found for it, or made beside it."""

    row: Row | None
    record: Model
    made: bool = True


class Kind(ABC):
    """A kind of table that can be moved in."""

    code: str
    label: Any
    columns: tuple[Column, ...]
    # Tables that `write` makes records in: undone in this order.
    tables: tuple[type[Model], ...]
    # Whether a record that came under another number of the same system can be a row's match: so for what
    # can stand here once only. Two like calls on one day are two calls.
    once_only = False

    @abstractmethod
    def check(self, rows: Sequence[Row], setup: Setup, heads: dict[str, str]) -> None:
        """Look up what the rows speak of, for all of them at once; put errors and matches on the rows."""

    @abstractmethod
    def write(self, rows: Sequence[Row], setup: Setup) -> list[Made]:
        """Make the records of clean rows, in bulk; inside the import's transaction."""

    @abstractmethod
    def tallies(self, records: QuerySet[Any]) -> dict[str, list[tuple[str, str, int]]]:
        """Return, per view, (year, what, how many) of the imported records, to compare with old totals."""

    def records(self) -> QuerySet[Any]:
        """The table whose records are the rows themselves."""
        return self.tables[-1]._default_manager.all()

    def column(self, key: str) -> Column:
        """Return a column by its key."""
        return next(column for column in self.columns if column.key == key)

    def guess(self, head: str) -> str:
        """Return the field that a column's head stands for, "" when it says nothing to us."""
        folded = search_key(head)
        for column in self.columns:
            if folded and folded in column.heads():
                return column.key
        return ""

    def known_heads(self) -> set[str]:
        """Every head we would recognise, folded."""
        return {head for column in self.columns for head in column.heads()}


_kinds: dict[str, Kind] = {}


def add(kind: Kind) -> None:
    """Make a kind known; called by the room's AppConfig."""
    _kinds[kind.code] = kind


def every() -> list[Kind]:
    """Return the kinds in the order in which a system is best moved in."""
    return list(_kinds.values())


def get(code: str) -> Kind:
    """Return a kind; KeyError when no room knows it."""
    return _kinds[code]


def wrong(row: Row, heads: dict[str, str], key: str, wanted: str) -> None:
    """Note on a row what is wrong in the column of a field; what stands there is quoted shortly."""
    at = row.values.get(f"{key}:found", row.values.get(key))
    row.errors.append(Told(heads.get(key, ""), shortened(plain(at)), wanted))
