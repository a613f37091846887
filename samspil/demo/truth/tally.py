"""Counting by hand: a role for everybody, and the figure that comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

COUNTED, BASE = "counted", "base"
# From nearest to counting to farthest: somebody with several roles is listed under the first.
ROLES = (
    COUNTED, BASE, "earlier_answer", "dont_know", "not_answered", "public_receiver", "not_referred",
    "not_heard", "other_topic", "no_municipality", "outside_area", "no_segment_judgement", "no_segment",
    "other_segment", "both_channels", "founder", "open_case", "no_show", "no_subject", "outside_period",
    "basic_guidance", "other_organisation",
)  # fmt: skip
NEARNESS = {role: place for place, role in enumerate(ROLES)}


def nearest(roles: Iterable[str]) -> str:
    """The role that lacks least."""
    return min(roles, key=NEARNESS.__getitem__)


@dataclass
class Figure:
    """A true figure: value, denominator, numerator; per group (denominator, numerator); who was left out."""

    value: float | None
    n: int
    counted: int
    groups: dict[str, tuple[int, int]] = field(default_factory=dict)
    excluded: dict[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Plain data with keys in one order."""
        return {
            "value": self.value,
            "n": self.n,
            "counted": self.counted,
            "groups": {
                name: {"n": n, "counted": counted} for name, (n, counted) in sorted(self.groups.items())
            },
            "excluded": dict(sorted(self.excluded.items())),
        }


@dataclass
class Tally:
    """How many have each role, by group, and what weight they carry."""

    numbers: Counter[tuple[str, str]] = field(default_factory=Counter)
    # Whole numbers as long as nobody weighs otherwise: fractions are exact, and slow.
    weights: dict[tuple[str, str], Fraction | int] = field(default_factory=dict)

    def add(self, role: str, group: str = "", weight: Fraction | int = 1) -> None:
        """One more in the role."""
        self.numbers[group, role] += 1
        self.weights[group, role] = self.weights.get((group, role), 0) + weight

    @classmethod
    def of(cls, roles: Iterable[str]) -> Tally:
        """A tally without groups."""
        tally = cls()
        for role in roles:
            tally.add(role)
        return tally

    def number(self, *roles: str, group: str | None = None) -> int:
        """How many have one of the roles."""
        return sum(each for (g, role), each in self.numbers.items() if role in roles and group in (None, g))

    def weight(self, *roles: str, group: str | None = None) -> Fraction:
        """What those with one of the roles weigh together, exactly."""
        parts = (each for (g, role), each in self.weights.items() if role in roles and group in (None, g))
        return Fraction(sum(parts))

    @property
    def excluded(self) -> dict[str, int]:
        """How many were left out, by reason."""
        left: Counter[str] = Counter()
        for (_, role), number in self.numbers.items():
            if role not in (COUNTED, BASE):
                left[role] += number
        return dict(left)

    def groups(self, *always: str) -> dict[str, tuple[int, int]]:
        """Denominator and numerator of each group that has a denominator, and of those that always show."""
        names = {group for group, role in self.numbers if role in (COUNTED, BASE)} | set(always)
        return {
            name: (self.number(COUNTED, BASE, group=name), self.number(COUNTED, group=name)) for name in names
        }

    def share(self) -> Figure:
        """Per cent counted of counted and base."""
        n, counted = self.number(COUNTED, BASE), self.number(COUNTED)
        return Figure(100 * counted / n if n else None, n, counted, excluded=self.excluded)
