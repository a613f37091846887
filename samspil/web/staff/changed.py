"""What another changed while one was editing: who, when, which field, in the words of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspil.upkeep.history import changes_after
from samspil.web.jinja import formats

if TYPE_CHECKING:
    from django.db.models import Model

    from samspil.upkeep.history import Change

# Columns that say nothing to a reader: the fact that partners see follows from the others.
SILENT = frozenset({"approach_id", "draft", "interaction_id", "key", "registered_at"})
# A relation or a list of codes as the page writes it: column -> its label, "" for the field's own, and words.
Words = Mapping[str, tuple[str, Callable[[str], str]]]


@dataclass(frozen=True)
class Meanwhile:
    """One change by another: who, when, and each field as (label, before, after)."""

    who: str
    at: dt.datetime
    fields: tuple[tuple[str, str, str], ...]


def meanwhile(row: Model, version: int, words: Words | None = None) -> list[Meanwhile]:
    """Return what others changed after that version, newest first, for `changed.jinja` to draw."""
    found = (
        Meanwhile(line.who, line.at, tuple(_field(each, words or {}) for each in line.changes
                                           if each.name not in SILENT))
        for line in changes_after(row, version)
    )  # fmt: skip
    return [each for each in found if each.fields]


def _field(change: Change, words: Words) -> tuple[str, str, str]:
    label, said = words.get(change.name, ("", _written))
    return label or change.label, said(change.before), said(change.after)


def _written(value: str) -> str:
    """A day or a time of day as one writes it here; anything else as it is."""
    if not value[:1].isdigit():
        return value
    try:
        return formats.day(dt.date.fromisoformat(value)) if value.count("-") == 2 else _clock(value)
    except ValueError:
        return value


def _clock(value: str) -> str:
    return dt.time.fromisoformat(value).strftime("%H.%M") if value.count(":") == 2 else value
