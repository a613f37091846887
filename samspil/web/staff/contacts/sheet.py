"""Reads Friday's ten calls: rows typed or pasted from a spreadsheet, each with its own message."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samspil.guidance import topics as catalogue
from samspil.guidance.kinds import InteractionKind
from samspil.platform.danish import search_key
from samspil.web.staff.contacts.form import LONGEST_NOTE, spoken_day

CELLS = ("who", "kind", "on", "topics", "note")
ROWS, MOST_ROWS = 10, 100
# What people write for each form; folded as names are.
KINDS = {
    "": InteractionKind.CALL, "telefon": InteractionKind.CALL, "tlf": InteractionKind.CALL,
    "opkald": InteractionKind.CALL, "telefonsamtale": InteractionKind.CALL, "call": InteractionKind.CALL,
    "besog": InteractionKind.VISIT, "visit": InteractionKind.VISIT, "mode": InteractionKind.MEETING,
    "meeting": InteractionKind.MEETING, "mail": InteractionKind.MAIL, "e mail": InteractionKind.MAIL,
    "email": InteractionKind.MAIL, "arrangement": InteractionKind.EVENT, "event": InteractionKind.EVENT,
}  # fmt: skip
HEADS = {"virksomhed", "navn", "hvem", "firma", "company"}


@dataclass
class Row:
    """One line of the grid as it was typed, what it was read as, and what is wrong with it."""

    number: int
    cells: dict[str, str]
    draft: str
    picked: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    choices: list[tuple[str, str]] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not any(self.cells[name] for name in ("who", "topics", "note"))


@dataclass(frozen=True)
class Read:
    """What a row says: the form, the day, the topics and the note."""

    kind: InteractionKind
    on: dt.date
    topics: list[str]
    note: str


def blank(number: int, cells: Mapping[str, str] | None = None) -> Row:
    """Return a row of the grid; its draft lets it be stored once, however often it is sent."""
    held = cells or {}
    return Row(number, {name: held.get(name, "") for name in CELLS}, secrets.token_hex(16))


def rows_of(data: Mapping[str, str]) -> list[Row]:
    """Return the rows that a posted grid holds, in order."""
    found = []
    for number in range(MOST_ROWS):
        cells = {name: data.get(f"{name}-{number}", "").strip() for name in CELLS}
        draft = data.get(f"draft-{number}", "")
        if not draft and not any(cells.values()):
            continue
        draft = draft if re.fullmatch(r"[0-9a-f]{32}", draft) else secrets.token_hex(16)
        found.append(Row(number, cells, draft, data.get(f"pick-{number}", "")))
    return found


def filled(rows: list[Row]) -> list[Row]:
    """Return the rows with empty ones added, numbered anew, so that there is room to go on."""
    kept = [row for row in rows if not row.empty]
    missing = max(ROWS - len(kept), 1) if len(kept) < MOST_ROWS else 0
    every = [*kept, *(blank(0) for _each in range(missing))]
    for number, row in enumerate(every):
        row.number = number
    return every


def pasted(text: str) -> list[Row]:
    """Return the rows of text copied from a spreadsheet: tabs between cells, quotes around line breaks."""
    # Semicolons, for what was copied from a CSV file; a tab decides.
    delimiter = "\t" if "\t" in text else ";"
    lines = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    found = [[" ".join(cell.split()) for cell in line[: len(CELLS)]] for line in lines]
    found = [line for line in found if any(line)]
    if found and search_key(found[0][0]) in HEADS:
        found = found[1:]
    return [
        blank(number, dict(zip(CELLS, line, strict=False))) for number, line in enumerate(found[:MOST_ROWS])
    ]


def read(row: Row, today: dt.date) -> Read | None:
    """Return what a row says, or None with its errors told."""
    cells = row.cells
    kind = KINDS.get(search_key(cells["kind"]))
    if kind is None:
        row.errors["kind"] = _("Skriv telefon, besøg, møde, mail eller arrangement.")
    on = today
    try:
        on = spoken_day(cells["on"], today) if cells["on"] else today
        if on > today:
            row.errors["on"] = _("Dagen er ikke kommet endnu.")
    except ValidationError as error:
        row.errors["on"] = " ".join(error.messages)
    topics = _topics(row, today)
    if len(cells["note"]) > LONGEST_NOTE:
        row.errors["note"] = _("Notatet er for langt.")
    if kind is None or row.errors:
        return None
    return Read(kind, on, topics, cells["note"])


def _topics(row: Row, today: dt.date) -> list[str]:
    names, found = _by_name(today), []
    for part in re.split(r"[,;]", row.cells["topics"]):
        key = search_key(part)
        if key and key not in names:
            said = _("Emnet »%(topic)s« findes ikke. Skriv det, som det står i listen.")
            row.errors["topics"] = said % {"topic": part.strip()}
        elif key:
            found.append(names[key])
    return found


@cache
def _by_name(today: dt.date) -> dict[str, str]:
    """Every name and code of a topic, of older catalogues too, with the code it is stored under today."""
    from samspil.core import standards

    named: dict[str, str] = {}
    for version in standards.topics().versions:
        for topic in version.topics:
            for name in (topic.code, topic.danish, topic.english):
                named[search_key(name)] = catalogue.code_in_force(topic.code, today)
    for choice in catalogue.choices(today):
        for name in (choice.code, choice.danish, choice.english):
            named[search_key(name)] = choice.code
    return named
