"""A result contract as data: parties, financing, goals, and points with targets and readings."""

import hashlib
import json
import re
from datetime import date
from functools import cached_property
from itertools import chain
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from samspil.core.measures import definitions as _registers_the_measures  # noqa: F401  fills the register
from samspil.core.measures.contract_parts import (
    Combination,
    Decision,
    Figure,
    Financing,
    Municipality,
    Part,
    Party,
    PriorityArea,
    Quote,
    Reporting,
    Switch,
    Unit,
    Year,
    once,
    twice,
)
from samspil.core.measures.registry import find
from samspil.core.measures.sources import Parameters

CHOSEN = "chosen"


class LegalBasis(Part):
    """An agreement or act the contract stands on."""

    title: str
    adopted: date | None = None
    quote: str = ""
    # What the text calls it, so that words about it can be found and compared.
    names: tuple[str, ...] = ()


class Reading(Part):
    """A point as read in one way: an id, the switches that differ from the chosen, all parameters."""

    id: str
    label: str
    switches: dict[str, str | int | float]
    parameters: dict[str, Any]


class Point(Part):
    """A measurement point (målepunkt): what is counted, against what, by whom, in which words."""

    id: Annotated[str, Field(pattern=r"^\d+\.\d+$")]
    title: str
    english: str
    clauses: tuple[Quote, ...]
    method: str
    # Who is counted against whom, as the contract has it; empty where it does not say.
    denominator: str = ""
    unit: Unit
    measure: str = ""
    parameters: dict[str, str | int | float] = {}
    targets: dict[str, Figure] = {}
    direction: Literal["at_least", "above"] = "at_least"
    activity_year: Year
    measuring_year: Year
    measuring: str = ""
    extent: Literal["census", "sample", "judgement"]
    cumulative: bool = False
    measured_by: str
    reporting: tuple[Reporting, ...] = ()
    baselines: dict[str, Figure] = {}
    switches: tuple[Switch, ...] = ()
    combinations: tuple[Combination, ...] = ()
    decisions: tuple[Decision, ...] = ()
    # Another point that decides this one, where the contract refers from goal to goal.
    same_as: str = ""
    not_measured: str = ""

    @model_validator(mode="after")
    def _consistent(self) -> "Point":
        if sum(map(bool, (self.measure, self.same_as, self.not_measured))) != 1:
            raise ValueError("found several or none of measure, same_as and not_measured; wanted one of them")
        if self.measure:
            try:
                find(self.measure)
            except KeyError as error:
                raise ValueError(error.args[0]) from None
        for combination in self.combinations:
            unknown = set(combination.switches) - {switch.name for switch in self.switches}
            if unknown:
                raise ValueError(
                    f"combination {combination.name}: found {sorted(unknown)}; wanted switches of the point"
                )
        for year in self.targets:
            if not (re.fullmatch("[0-9]{4}", year) and 1900 <= int(year) <= 2100):
                raise ValueError(f"targets: found {year!r}; wanted a year as 2022")
        return self

    def target(self, year: int) -> float | None:
        """The target of that year, if the contract has one."""
        return self.targets.get(str(year))

    def readings(self) -> list[Reading]:
        """The chosen reading first, then each single switch from it, then the named combinations."""
        chosen = self.parameters | {switch.name: switch.chosen.value for switch in self.switches}
        singles = (
            (f"{switch.name}={option.value}", option.label, {switch.name: option.value})
            for switch in self.switches
            for option in switch.others
        )
        named = ((combo.name, combo.label, dict(combo.switches)) for combo in self.combinations)
        return [
            Reading(id=CHOSEN, label="Valgt fortolkning", switches={}, parameters=chosen),
            *(
                Reading(id=name, label=label, switches=turned, parameters=chosen | turned)
                for name, label, turned in chain(singles, named)
            ),
        ]

    def arguments(self, reading: Reading) -> Parameters:
        """The typed parameters of the point's measure under a reading; pydantic's error if wrong."""
        return find(self.measure).parameters.model_validate(reading.parameters)


class Goal(Part):
    """A goal of the contract with its points; an empty slot has none."""

    number: int
    title: str
    english: str
    national: bool
    intro: str = ""
    note: str = ""
    # How several points together decide the goal; empty where the contract does not say.
    pass_rule: str = ""
    points: tuple[Point, ...] = ()

    @model_validator(mode="after")
    def _numbered(self) -> "Goal":
        for point in self.points:
            if point.id.split(".")[0] != str(self.number):
                raise ValueError(f"point {point.id}: found another goal's number; wanted {self.number}.x")
        return self


class Baseline(Part):
    """A figure of an earlier year, for all hubs, with the words it comes from."""

    goal: int
    year: Year
    what: str
    national: Figure
    hubs: dict[str, Figure]
    quote: str


class Stated(Part):
    """A number the text gives of its own parts, to hold against what is there."""

    what: Literal["local_goals", "national_goals", "municipalities", "tasks", "topics", "hubs"]
    number: int
    quote: str


class ContractHead(Part):
    """contract.toml: everything but the goals."""

    format: Literal["samspil-contract/1"]
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: str
    english: str
    hub: str
    hub_name: str
    year: Year
    status: Literal[
        "udkast",
        "behandlet i KD-Net",
        "godkendt af bestyrelsen",
        "godkendt af KKR",
        "underskrevet",
        "indsendt",
        "afsluttet",
    ]
    version: str
    in_force: date
    in_force_quote: str = ""
    ends: date | None = None
    source: str
    municipalities: Annotated[tuple[Municipality, ...], AfterValidator(once)]
    tasks: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stated: tuple[Stated, ...] = ()
    parties: tuple[Party, ...]
    legal_basis: tuple[LegalBasis, ...]
    reporting: tuple[Reporting, ...] = ()
    priority_areas: tuple[PriorityArea, ...] = ()
    financing: Financing | None = None
    baselines: tuple[Baseline, ...] = ()
    decisions: tuple[Decision, ...] = ()


class ResultContract(ContractHead):
    """A whole contract; immutable, with a hash of its content."""

    goals: tuple[Goal, ...]

    @model_validator(mode="after")
    def _unique(self) -> "ResultContract":
        for what, ids in (
            ("goals", [goal.number for goal in self.goals]),
            ("points", [point.id for point in self.points]),
        ):
            if twice(ids):
                raise ValueError(f"{what}: found {twice(ids)} more than once; wanted each once")
        for point in self.points:
            if point.same_as and point.same_as not in self.measured:
                raise ValueError(f"{point.id}.same_as: found {point.same_as}; wanted a point with a measure")
        return self

    @property
    def points(self) -> list[Point]:
        """Every point, in the order of the goals."""
        return [point for goal in self.goals for point in goal.points]

    @property
    def measured(self) -> list[str]:
        """Ids of the points that have a measure of their own."""
        return [point.id for point in self.points if point.measure]

    def point(self, point_id: str) -> Point:
        """The point of that id; KeyError when there is none."""
        for point in self.points:
            if point.id == point_id:
                return point
        raise KeyError(point_id)

    def goal_of(self, point_id: str) -> Goal:
        """The goal a point belongs to; KeyError when there is none."""
        number = point_id.split(".")[0]
        for goal in self.goals:
            if str(goal.number) == number:
                return goal
        raise KeyError(point_id)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the parsed content, so that layout and comments in the files do not matter."""
        plain = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()
