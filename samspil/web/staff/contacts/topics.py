"""The one topic picker: what can be chosen, what older codes are called, and what a list's filter finds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import get_language

from samspil.guidance import topics
from samspil.platform.clock import today


def options(on: dt.date | None = None) -> list[tuple[str, str]]:
    """Return code and name of every topic that can be chosen today, or on a day."""
    return [(choice.code, _name(choice)) for choice in topics.choices(on or today())]


def labels(codes: str | Iterable[str], on: dt.date | None = None) -> list[str]:
    """Return the names under which stored codes ("financing;ipr") are shown: Kapital, …"""
    return [_name(choice) for choice in topics.shown(codes, on or today())]


def chosen(codes: str | Iterable[str], on: dt.date | None = None) -> list[str]:
    """Return the codes that the picker shows as chosen for stored ones."""
    return [choice.code for choice in topics.shown(codes, on or today())]


def stored(picked: Iterable[str], before: str = "", on: dt.date | None = None) -> list[str]:
    """Return what to store for what was picked: an older code that was there stays, its name is the same."""
    day = on or today()
    older: dict[str, list[str]] = {}
    for code in (code for code in before.split(";") if code):
        older.setdefault(topics.code_in_force(code, day), []).append(code)
    return [code for each in picked for code in older.get(each, [each])]


def _name(choice: topics.Choice) -> str:
    return choice.english if (get_language() or "da").startswith("en") else choice.danish
