"""Ranks who knows most about something: what counts, how much, and the reasons for each place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# The weights, in whole points, so that the order is the same everywhere. What a person knows decides;
# how near and how free the person is only tells those apart who know about as much (A33).
OF_DEPTH = {1: 20, 2: 60, 3: 120}
PER_CLOSED_CASE, MOST_CLOSED_CASES = 4, 20
PER_CERTIFICATE, MOST_CERTIFICATES = 15, 2
PER_OPEN_CASE, MOST_OPEN_CASES = -1, 40
PER_TEN_KILOMETRES, MOST_KILOMETRES = -2, 200
# How many years back a closed case still tells of what somebody can do today.
YEARS = 3

EARTH = 6371.0


@dataclass(frozen=True)
class Candidate:
    """What is known of one adviser, in plain values; `kilometres` is None where a place is unknown."""

    key: int
    sort_key: str
    depths: Mapping[str, int] = field(default_factory=dict)
    certificates: int = 0
    closed_cases: int = 0
    open_cases: int = 0
    kilometres: int | None = None


def points(candidate: Candidate, topics: Iterable[str]) -> dict[str, int]:
    """Return what each factor gives: depth, cases, certificates, workload, distance.

    Several topics share the depth between them, so that who knows both stands before who knows one.
    """
    asked = sorted(set(topics))
    depth = sum(OF_DEPTH[candidate.depths[topic]] for topic in asked if topic in candidate.depths)
    near = min(candidate.kilometres or 0, MOST_KILOMETRES)
    return {
        "depth": depth // max(len(asked), 1),
        "cases": PER_CLOSED_CASE * min(candidate.closed_cases, MOST_CLOSED_CASES),
        "certificates": PER_CERTIFICATE * min(candidate.certificates, MOST_CERTIFICATES),
        "workload": PER_OPEN_CASE * min(candidate.open_cases, MOST_OPEN_CASES),
        "distance": PER_TEN_KILOMETRES * (near // 10),
    }


def knows_something(candidate: Candidate) -> bool:
    """Return whether there is any reason to ask this person; nearness alone is none."""
    return bool(candidate.depths or candidate.certificates or candidate.closed_cases)


def ranked(candidates: Iterable[Candidate], topics: Iterable[str]) -> list[Candidate]:
    """Return who knows something, best first; those alike stand in alphabetical order."""
    asked = list(topics)
    known = [candidate for candidate in candidates if knows_something(candidate)]
    return sorted(known, key=lambda each: (-sum(points(each, asked).values()), each.sort_key, each.key))


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> int:
    """Return the distance as the crow flies between two places (longitude, latitude in degrees)."""
    east, north = (math.radians(other[axis] - one[axis]) for axis in (0, 1))
    shrink = math.cos(math.radians(one[1])) * math.cos(math.radians(other[1]))
    chord = math.sin(north / 2) ** 2 + shrink * math.sin(east / 2) ** 2
    return round(2 * EARTH * math.asin(math.sqrt(chord)))
