"""Programmes that a case can belong to, and where Virksomhedsguiden has something on a topic."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache

from samspil.core.standards import Entry, Standard, Version, read_standard
from samspil.shipped import folder


class Programme(Entry):
    """A programme; `code` is what cases carry, however the list changes later."""

    code: str
    danish: str
    english: str
    quote: str = ""


class ProgrammeVersion(Version):
    """The programmes of one source."""

    programmes: tuple[Programme, ...]


class GuideLink(Entry):
    """A page of Virksomhedsguiden on a topic of the standard."""

    topic: str
    danish: str
    english: str
    address: str


class GuideVersion(Version):
    """The pages known to be there; a topic without one is answered by the front page."""

    front: str
    links: tuple[GuideLink, ...]

    def links_for(self, topics: Iterable[str]) -> list[GuideLink]:
        """The pages on any of the topics, in the order of the standard, or the front page alone."""
        wanted = set(topics)
        found = [link for link in self.links if link.topic in wanted]
        front = GuideLink(
            topic="", danish="Virksomhedsguiden", english="Virksomhedsguiden", address=self.front
        )
        return found or [front]


@cache
def programmes() -> Standard[ProgrammeVersion]:
    """The programmes, standards/programmes.toml."""
    return read_standard(folder("standards") / "programmes.toml", Standard[ProgrammeVersion])


@cache
def virksomhedsguiden() -> Standard[GuideVersion]:
    """The links, standards/virksomhedsguiden.toml."""
    return read_standard(folder("standards") / "virksomhedsguiden.toml", Standard[GuideVersion])


def programmes_on(day: date) -> list[Programme]:
    """The programmes of a day and those of earlier versions that are no longer listed, newest first."""
    version = programmes().version(day)
    listed = {each.code: each for each in version.programmes}
    for older in programmes().versions:
        if older.valid_from <= day:
            listed.update({each.code: each for each in older.programmes if each.code not in listed})
    return list(listed.values())
