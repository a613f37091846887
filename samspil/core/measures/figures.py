"""What every shape of measure is asked and answers, and the rules they share."""

from dataclasses import dataclass, field
from datetime import date
from math import inf

from samspil.core.inference.intervals import Interval, effective_size, wilson
from samspil.core.measures.contract import Point
from samspil.core.measures.counts import Counts
from samspil.core.measures.scorecard import GroupFigure, IntervalMethod, Verdict
from samspil.core.measures.sources import Parameters


@dataclass(frozen=True)
class Question:
    """What a shape is asked: the point, its parameters, the target, the counts and the setting."""

    point: Point
    parameters: Parameters
    target: float | None
    counts: Counts
    as_of: date
    # Whom a sample stands for, by group ("" for all); a group not named has no known population.
    population: dict[str, int] = field(default_factory=dict)
    inhabitants: dict[str, int] = field(default_factory=dict)
    # The silent are in the denominator too, so that nobody is stood for.
    everybody: bool = False

    @property
    def over(self) -> bool:
        """Whether the activity year has run out at the snapshot's day."""
        return self.as_of >= date(self.point.activity_year, 12, 31)


@dataclass(frozen=True)
class Answer:
    """What a shape answers; `verdict` is None where the common rule for targets decides."""

    value: float | None
    n: int
    counted: int
    population: int | None = None
    interval: Interval | None = None
    method: IntervalMethod = "none"
    verdict: Verdict | None = None
    reason: str = ""
    groups: tuple[GroupFigure, ...] = ()
    target: float | None = None


def reaches(value: float, target: float, direction: str) -> bool:
    """Whether the unrounded value meets the target (B87: 79.6 is not 80)."""
    return value > target if direction == "above" else value >= target


def verdict_of(question: Question, value: float) -> Verdict:
    if question.target is None:
        return "cannot_be_computed"
    return "met" if reaches(value, question.target, question.point.direction) else "not_met"


def crosses(interval: Interval | None, target: float | None) -> bool:
    """Whether the target lies inside the interval, so that chance could turn the verdict."""
    return interval is not None and target is not None and interval[0] <= target <= interval[1]


def empty(question: Question, n: int = 0) -> Answer:
    """No denominator: not zero. A census whose year is over cannot be computed any more."""
    if question.point.extent == "census" and question.over:
        return Answer(None, n, 0, verdict="cannot_be_computed", reason="empty_denominator")
    return Answer(None, n, 0, verdict="awaiting_data", reason="no_rows_yet")


def share_interval(
    question: Question, share: float, n: float, rows: int, population: int | None
) -> tuple[Interval | None, IntervalMethod]:
    """Interval in per cent; a complete count has none (fuld optælling)."""
    if question.point.extent != "sample":
        return None, "complete_count"
    size = effective_size(n, population)
    if (population is not None and rows >= population) or size == inf:
        return None, "complete_count"
    low, high = wilson(share, size)
    return (100 * low, 100 * high), "wilson"


def stands_for(question: Question, group: str, rows: int) -> int | None:
    """How many the rows stand for; None when it is not known.

    More answers than the population has members means that it is not their population.
    """
    if question.everybody:
        return rows
    known = question.population.get(group)
    return None if known is None or known < rows else known


def part(group: str, rows: int, n: int) -> GroupFigure:
    return GroupFigure(
        group=group,
        decides=False,
        value=100 * rows / n,
        n=n,
        counted=rows,
        verdict="cannot_be_computed",
        reason="no_target",
    )
