"""What a rule finds in a contract, said in both languages, with what the software does about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Literal

from samspil.core.measures.contract import Goal, Point, ResultContract

# error: two things in the contract cannot both be true. warning: the text can be read in more than
# one way, or a point cannot be decided as it stands. note: something the text leaves unsaid.
Severity = Literal["error", "warning", "note"]
ORDER: tuple[Severity, ...] = ("error", "warning", "note")


@dataclass(frozen=True, slots=True)
class Said:
    """What does not hold together, and what the software does about it, in one language."""

    message: str
    handling: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold together; `quote` is verbatim, `point` the id it concerns, if one."""

    id: str
    severity: Severity
    place: str
    quote: str
    danish: Said
    english: Said
    point: str = ""

    @property
    def message(self) -> str:
        """What is wrong, in Danish."""
        return self.danish.message

    @property
    def handling(self) -> str:
        """What the software does about it, in Danish."""
        return self.danish.handling

    def as_dict(self) -> dict[str, object]:
        """The finding as plain values, for JSON."""
        return asdict(self)


def place(point: Point) -> str:
    """Where a point stands, as a reader looks for it."""
    return f"Målepunkt {point.id} {point.title}"


def first_words(point: Point) -> str:
    """The clause a point begins with, or nothing."""
    return point.clauses[0].text if point.clauses else ""


def measured(goal: Goal) -> list[Point]:
    """The points of a goal that a measure is named for."""
    return [point for point in goal.points if point.measure]


def texts(contract: ResultContract) -> Iterator[tuple[str, str]]:
    """Every verbatim text of the contract, with where it stands."""
    yield "Ikrafttræden", contract.in_force_quote
    for number in contract.stated:
        yield "Tal om kontrakten selv", number.quote
    for basis in contract.legal_basis:
        yield f"Grundlag: {basis.title}", basis.quote
    for area in contract.priority_areas:
        for duty in area.duties:
            yield f"Indsatsområde {area.number}", duty.quote
    if contract.financing is not None:
        yield "Økonomi", contract.financing.quote
    for baseline in contract.baselines:
        yield f"Mål {baseline.goal}, udgangspunkt {baseline.year}", baseline.quote
    for point in contract.points:
        for clause in point.clauses:
            yield clause.place, clause.text
        for switch in point.switches:
            for option in (switch.chosen, *switch.others):
                yield place(point), option.quote


def danish(number: float) -> str:
    """A number the Danish way: 39.010 and 41,5."""
    return english(number).translate(str.maketrans(",.", ".,"))


def english(number: float) -> str:
    """A number the English way: 39,010 and 41.5."""
    return f"{number:,.2f}".rstrip("0").rstrip(".")
