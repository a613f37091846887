"""The division of labour that ships with the code: which service belongs to which level, with the clause."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

from pydantic import model_validator

from samspil.core.standards import Entry, Standard, Version, read_standard
from samspil.shipped import folder

Level = Literal["basic", "specialised"]


class Service(Entry):
    """A service and the level that it belongs to; `number` is its place in the source."""

    code: str
    number: int
    level: Level
    danish: str
    english: str
    quote: str


class BoundaryRule(Entry):
    """A clause on who does what, or on what may be otherwise; it advises and never blocks."""

    code: str
    kind: Literal["service", "level", "exception", "force", "grey_area"]
    level: Level | Literal[""] = ""
    danish: str
    english: str
    quote: str


class BoundaryVersion(Version):
    """The division of labour of one source; what it does not list stands in the version it builds on."""

    builds_on: str = ""
    services: tuple[Service, ...]
    rules: tuple[BoundaryRule, ...]


class Boundaries(Standard[BoundaryVersion]):
    """All versions of the division of labour."""

    def in_force(self, on: date) -> tuple[BoundaryVersion, ...]:
        """The version of a day and those it builds on, newest first."""
        found = [self.version(on)]
        while found[-1].builds_on:
            found.append(self.named(found[-1].builds_on))
        return tuple(found)

    def services(self, on: date) -> dict[str, Service]:
        """The services by code, in the order of the source."""
        return {each.code: each for version in self.in_force(on) for each in version.services}

    def clause(self, kind: str, on: date) -> tuple[BoundaryRule, BoundaryVersion] | None:
        """The newest rule of a kind and the version that it stands in."""
        for version in self.in_force(on):
            for each in version.rules:
                if each.kind == kind:
                    return each, version
        return None

    @model_validator(mode="after")
    def _founded(self) -> Boundaries:
        older: set[str] = set()
        for each in self.versions:
            if each.builds_on and each.builds_on not in older:
                raise ValueError(f'{each.id}: builds_on "{each.builds_on}"; wanted an older version')
            older.add(each.id)
        return self


@cache
def boundaries() -> Boundaries:
    """The division of labour, standards/boundaries.toml."""
    return read_standard(folder("standards") / "boundaries.toml", Boundaries)
