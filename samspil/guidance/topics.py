"""The one list of topics that people choose from, and what older codes are called in it (A28, A29, B6).

The catalogues and the crosswalk between them stay out of sight: a new contact carries the newest
catalogue's code, an old one keeps its own and is shown under the newest catalogue's name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from samspil.core import standards

# The contract's list ends with "mv.": what is in none of its topics still has a place.
OTHER = "other"


@dataclass(frozen=True)
class Choice:
    """A topic that can be chosen: its code, its names, and every older code shown under it."""

    code: str
    danish: str
    english: str
    older: frozenset[str] = frozenset()

    @property
    def codes(self) -> frozenset[str]:
        """Every stored code that this topic finds."""
        return self.older | {self.code}


@cache
def choices(on: dt.date) -> tuple[Choice, ...]:
    """The topics in force on a day, in the order of their source; an open list ends with "Andet"."""
    known = standards.topics()
    version = known.version(on)
    older: dict[str, set[str]] = {}
    for code in known_codes():
        newer = code_in_force(code, on)
        if newer != code:
            older.setdefault(newer, set()).add(code)
    named = [
        Choice(each.code, each.danish, each.english, frozenset(older.get(each.code, ())))
        for each in version.topics
    ]
    return (*named, Choice(OTHER, "Andet", "Other")) if version.open else tuple(named)


@cache
def known_codes() -> frozenset[str]:
    """Every code of every catalogue."""
    return frozenset(topic.code for each in standards.topics().versions for topic in each.topics) | {OTHER}


@cache
def code_in_force(code: str, on: dt.date) -> str:
    """The code of the catalogue in force under which an older code is shown; itself when there is none.

    Where an older topic leads to several newer ones, the same or wider one is taken before a related one.
    """
    known = standards.topics()
    target = known.version(on)
    if code == OTHER or any(each.code == code for each in target.topics):
        return code
    nearness = {"same": 0, "narrower": 1, "broader": 2, "related": 3}
    for source in reversed(known.versions):
        links = known.translate(code, source=source.id, target=target.id)
        if links:
            return min(links, key=lambda link: nearness[link.relation]).newer
    return code


def shown(codes: str | Iterable[str], on: dt.date) -> list[Choice]:
    """The topics that stored codes ("capital;digital") are shown as, each once, in the list's order."""
    held = codes.split(";") if isinstance(codes, str) else list(codes)
    wanted = {code_in_force(code, on) for code in held if code}
    listed = [choice for choice in choices(on) if choice.code in wanted]
    missing = sorted(wanted - {choice.code for choice in listed})
    # A code that no catalogue knows came with old data; it is shown as it stands rather than lost.
    return [*listed, *(_named_elsewhere(code) for code in missing)]


def _named_elsewhere(code: str) -> Choice:
    for version in standards.topics().versions:
        for topic in version.topics:
            if topic.code == code:
                return Choice(code, topic.danish, topic.english)
    return Choice(code, code, code)


def unknown(codes: Iterable[str]) -> list[str]:
    """The codes that are in no catalogue."""
    return sorted(set(codes) - known_codes())
