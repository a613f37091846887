"""Standards that ship with the code: topics with crosswalk, segments, target groups, land and by."""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from samspil.core.measures.problems import InputError, Problem, nearest
from samspil.shipped import folder


class Entry(BaseModel):
    """A piece of a standard: unknown fields are refused, nothing is changed after reading."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Version(Entry):
    """One dated version of a standard and the clause it stands on; `open` when the list ends with "mv."."""

    id: str
    title: str
    valid_from: date
    source: str
    open: bool = False
    requirements: tuple[str, ...] = ()


class Topic(Entry):
    """A topic of specialised guidance; `code` is what cases and answers carry."""

    code: str
    danish: str
    english: str
    quote: str = ""


class TopicVersion(Version):
    """The topics of one source."""

    topics: tuple[Topic, ...]

    def topic(self, code: str) -> Topic:
        """The topic of that code; KeyError with the nearest code when there is none."""
        for each in self.topics:
            if each.code == code:
                return each
        raise KeyError(f'topic "{code}" unknown{nearest(code, (each.code for each in self.topics))}')


class Link(Entry):
    """From an older topic to a newer: the older is the same as, narrower than, or related to the newer."""

    older: str = Field(alias="from")
    newer: str = Field(alias="to")
    relation: Literal["same", "narrower", "broader", "related"]
    note: str = ""


class Crosswalk(Entry):
    """The bridge between two versions of the topics."""

    from_version: str
    to_version: str
    requirements: tuple[str, ...] = ()
    links: tuple[Link, ...]


class Segment(Entry):
    """A segment of companies; growth has the rule the judgement is made by."""

    code: Literal["growth", "operation"]
    danish: str
    english: str
    definition: str
    growth_percent: int | None = None
    growth_years: int | None = None


class SegmentVersion(Version):
    """The segments of one source."""

    segments: tuple[Segment, ...]


class TargetGroup(Entry):
    """A reporting group and who belongs to it; a limit that is absent does not limit."""

    code: str
    danish: str
    english: str
    definition: str
    kind: Literal["founder", "company"]
    younger_than_years: int | None = None
    fewer_employees_than: int | None = None
    quote: str = ""

    def takes(self, kind: str, years: int | None, employees: int | None) -> bool:
        """Whether a subject belongs here; an unknown age is not young, an unknown size is not large."""
        if kind != self.kind:
            return False
        if self.younger_than_years is not None and (years is None or years >= self.younger_than_years):
            return False
        return self.fewer_employees_than is None or employees is None or employees < self.fewer_employees_than


class TargetGroupVersion(Version):
    """The reporting groups of one source, in the order in which they are tried."""

    groups: tuple[TargetGroup, ...]

    def group_of(self, kind: str, *, founded: date | None, employees: int | None, on: date) -> TargetGroup:
        """The first group that takes a subject on a day; KeyError when none does."""
        years = None if founded is None else full_years(founded, on)
        for each in self.groups:
            if each.takes(kind, years, employees):
                return each
        raise KeyError(kind)


class GroupKind(Entry):
    """Which kind a group of municipalities is."""

    group: str
    kind: Literal["land", "by"]


class LandByVersion(Version):
    """Land and by, by Statistics Denmark's group of the municipality."""

    quote: str = ""
    groups: tuple[GroupKind, ...]

    def kind_of(self, dst_group: str) -> Literal["land", "by"]:
        """land or by; KeyError when the group is not in this version."""
        return {each.group: each.kind for each in self.groups}[dst_group]


V = TypeVar("V", bound=Version)


class Standard(Entry, Generic[V]):
    """A standard with all its versions, oldest first."""

    format: Literal["samspil-standard/1"]
    title: str
    versions: tuple[V, ...] = Field(min_length=1)

    def version(self, on: date) -> V:
        """The version in force on a day, the oldest for days before any."""
        past = [each for each in self.versions if each.valid_from <= on]
        return past[-1] if past else self.versions[0]

    def named(self, version_id: str) -> V:
        """The version of that id; KeyError with the nearest id when there is none."""
        for each in self.versions:
            if each.id == version_id:
                return each
        raise KeyError(
            f'version "{version_id}" unknown{nearest(version_id, (each.id for each in self.versions))}'
        )

    @model_validator(mode="after")
    def _in_order(self) -> Standard[V]:
        days = [each.valid_from for each in self.versions]
        if days != sorted(days):
            raise ValueError("versions: found another order; wanted oldest first")
        return self


class Topics(Standard[TopicVersion]):
    """All versions of the topics and the bridges between them."""

    crosswalk: tuple[Crosswalk, ...] = ()

    def translate(self, code: str, *, source: str, target: str) -> list[Link]:
        """The links from a topic of one version to topics of another; none when there is no bridge."""
        bridges = (
            each for each in self.crosswalk if (each.from_version, each.to_version) == (source, target)
        )
        return [link for bridge in bridges for link in bridge.links if link.older == code]

    @model_validator(mode="after")
    def _bridged(self) -> Topics:
        for bridge in self.crosswalk:
            older = {each.code for each in self.named(bridge.from_version).topics}
            newer = {each.code for each in self.named(bridge.to_version).topics}
            for link in bridge.links:
                if link.older not in older or link.newer not in newer:
                    raise ValueError(
                        f"crosswalk: found {link.older} to {link.newer}; wanted topics of the two versions"
                    )
        return self


S = TypeVar("S", bound=Entry)


def read_standard(path: Path, kind: type[S]) -> S:
    """A standard from its TOML file; InputError with every problem in it."""
    try:
        return kind.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError([Problem(path.name, 0, "", str(error), "valid TOML in UTF-8")]) from None
    except ValidationError as error:
        raise InputError(
            Problem(path.name, 0, ".".join(map(str, each["loc"])), repr(each["input"])[:80], each["msg"])
            for each in error.errors()
        ) from None


@cache
def topics() -> Topics:
    """The topics, standards/topics.toml."""
    return read_standard(folder("standards") / "topics.toml", Topics)


@cache
def segments() -> Standard[SegmentVersion]:
    """The segments, standards/segments.toml."""
    return read_standard(folder("standards") / "segments.toml", Standard[SegmentVersion])


@cache
def target_groups() -> Standard[TargetGroupVersion]:
    """The reporting groups, standards/target_groups.toml."""
    return read_standard(folder("standards") / "target_groups.toml", Standard[TargetGroupVersion])


@cache
def land_by() -> Standard[LandByVersion]:
    """Land and by, standards/land_by.toml."""
    return read_standard(folder("standards") / "land_by.toml", Standard[LandByVersion])


def full_years(start: date, on: date) -> int:
    """Whole years between two days, as an age is counted; negative before the first."""
    return on.year - start.year - ((on.month, on.day) < (start.month, start.day))
