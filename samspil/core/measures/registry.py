"""The register of measures: a name, typed parameters, the tables needed and the frame it builds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeVar

from samspil.core.measures.problems import nearest
from samspil.core.measures.roles import Frame
from samspil.core.measures.sources import Parameters, Source

Shape = Literal[
    "share",
    "weighted_share",
    "weighted_change",
    "count",
    "promoter_score",
    "spread",
    "balance",
    "coverage",
    "milestone",
    "effect",
]
P = TypeVar("P", bound=Parameters)
Build = Callable[[Source, Any], Frame]


@dataclass(frozen=True)
class Measure:
    """One measure; its docstring is the definition, `shape` says how counts become a value."""

    name: str
    parameters: type[Parameters]
    shape: Shape
    tables: tuple[str, ...]
    build: Build
    # Tables that a switch adds: ("guided", "individual_or_collective") -> ("participations",).
    switched: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def needs(self, parameters: Parameters) -> tuple[str, ...]:
        """The tables a figure cannot do without, under these parameters."""
        added = [
            table
            for (name, value), tables in self.switched.items()
            if getattr(parameters, name) == value
            for table in tables
        ]
        return (*self.tables, *added)

    @property
    def definition(self) -> str:
        """The rule in words."""
        return self.build.__doc__ or ""


MEASURES: dict[str, Measure] = {}


def measure(
    parameters: type[P],
    *,
    shape: Shape,
    tables: tuple[str, ...],
    switched: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType({}),
) -> Callable[[Callable[[Source, P], Frame]], Callable[[Source, P], Frame]]:
    """Register the function below under its own name."""

    def register(build: Callable[[Source, P], Frame]) -> Callable[[Source, P], Frame]:
        name = build.__name__
        MEASURES[name] = Measure(name, parameters, shape, tables, build, switched)
        return build

    return register


def find(name: str) -> Measure:
    """The measure of that name; KeyError with the nearest name when there is none."""
    if name not in MEASURES:
        raise KeyError(f'measure "{name}" unknown{nearest(name, MEASURES)}')
    return MEASURES[name]
