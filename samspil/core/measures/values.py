"""From counts to a figure: value, interval and verdict, one function per shape of measure."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from math import inf
from typing import Any

from samspil.core.inference.chance import chance_of, chance_outside
from samspil.core.inference.intervals import (
    Interval, effective_size, kish_size, newcombe, promoter_score, wilson,
)  # fmt: skip
from samspil.core.measures.contract import Point
from samspil.core.measures.counts import Cell, Counts
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


def _verdict(question: Question, value: float) -> Verdict:
    if question.target is None:
        return "cannot_be_computed"
    return "met" if reaches(value, question.target, question.point.direction) else "not_met"


def _empty(question: Question, n: int = 0) -> Answer:
    """No denominator: not zero. A census whose year is over cannot be computed any more."""
    if question.point.extent == "census" and question.over:
        return Answer(None, n, 0, verdict="cannot_be_computed", reason="empty_denominator")
    return Answer(None, n, 0, verdict="awaiting_data", reason="no_rows_yet")


def _share_interval(
    question: Question, share: float, n: float, rows: int, population: int | None
) -> tuple[Interval | None, IntervalMethod]:
    """Interval in per cent; a complete count has none (fuld optælling)."""
    if question.point.extent != "sample":
        return None, "complete_count"
    size = effective_size(n, population)
    if population is not None and rows >= population or size == inf:
        return None, "complete_count"
    low, high = wilson(share, size)
    return (100 * low, 100 * high), "wilson"


def _population(question: Question, group: str, rows: int) -> int | None:
    known = question.population.get(group)
    return None if known is None else max(known, rows)


def share(question: Question) -> Answer:
    """Per cent counted of the denominator; with segments, each decides (goal 3)."""
    counts = question.counts
    whole = counts.denominator()
    if not whole.rows:
        return _empty(question)
    answer = _one_share(question, "", counts.counted(), whole)
    if counts.groups == [""]:
        return answer
    groups = tuple(_group_share(question, group) for group in _segments(counts))
    deciding = [group for group in groups if group.decides]
    reason = ""
    if any(group.n == 0 for group in deciding):
        verdict: Verdict | None = "awaiting_data"
        reason = "group_without_data"
        if any(group.verdict == "not_met" for group in deciding):
            verdict, reason = "not_met", ""
    elif question.target is None:
        verdict = None
    else:
        verdict = "met" if all(group.verdict == "met" for group in deciding) else "not_met"
    return Answer(
        answer.value, answer.n, answer.counted, answer.population, answer.interval, answer.method, verdict, reason, groups
    )


def _segments(counts: Counts) -> list[str]:
    """Both segments always, so that one without answers shows; others as they come."""
    return sorted({"growth", "operation", *counts.groups})


def _one_share(question: Question, group: str, counted: Cell, whole: Cell) -> Answer:
    value = counted.rows / whole.rows
    population = _population(question, group, whole.rows)
    interval, method = _share_interval(question, value, whole.rows, whole.rows, population)
    percent = 100 * counted.rows / whole.rows
    return Answer(percent, whole.rows, counted.rows, population, interval, method)


def _group_share(question: Question, group: str) -> GroupFigure:
    whole = question.counts.denominator(group)
    must = getattr(question.parameters, "unknown_segment", "shown") == "must_pass"
    decides = group != "unknown" or must
    if not whole.rows:
        return GroupFigure(
            group=group, decides=decides, value=None, n=0, counted=0, target=question.target,
            verdict="awaiting_data", reason="no_rows_yet",
        )  # fmt: skip
    answer = _one_share(question, group, question.counts.counted(group), whole)
    assert answer.value is not None
    return GroupFigure(
        group=group, decides=decides, value=answer.value, n=answer.n, counted=answer.counted,
        population=answer.population, interval=answer.interval, interval_method=answer.method,
        target=question.target, verdict=_verdict(question, answer.value),
        crosses_target=crosses(answer.interval, question.target),
    )  # fmt: skip


def crosses(interval: Interval | None, target: float | None) -> bool:
    """Whether the target lies inside the interval, so that chance could turn the verdict."""
    return interval is not None and target is not None and interval[0] <= target <= interval[1]


def _weighted(question: Question, group: str | None) -> tuple[float, Cell, Interval | None, IntervalMethod] | None:
    """Weighted share, its denominator, and Wilson's interval on Kish's effective size."""
    whole = question.counts.denominator(group)
    if not whole.rows or whole.weight <= 0:
        return None
    value = question.counts.counted(group).weight / whole.weight
    population = _population(question, group or "", whole.rows)
    size = kish_size(whole.weight, whole.squares)
    interval, method = _share_interval(question, value, size, whole.rows, population)
    return value, whole, interval, method


def weighted_share(question: Question) -> Answer:
    """Weighted per cent of a survey wave."""
    found = _weighted(question, None)
    if found is None:
        return _empty(question)
    value, whole, interval, method = found
    counted = question.counts.counted()
    return Answer(100 * value, whole.rows, counted.rows, _population(question, "", whole.rows), interval, method)


def weighted_change(question: Question) -> Answer:
    """Difference of two waves in points; a printed baseline has no interval of its own."""
    wave, against = str(getattr(question.parameters, "wave", "")), str(getattr(question.parameters, "against", ""))
    now = _weighted(question, wave)
    if now is None:
        return _empty(question)
    value, whole, interval, method = now
    counted = question.counts.counted(wave).rows
    before = _weighted(question, against)
    groups = [_wave(wave, 100 * value, whole.rows, counted, interval, method)]
    if before is not None:
        earlier, base, within, how = before
        groups.append(_wave(against, 100 * earlier, base.rows, question.counts.counted(against).rows, within, how))
    elif against in question.point.baselines:
        earlier, within = question.point.baselines[against] / 100, None
        groups.append(_wave(against, question.point.baselines[against], 0, 0, None, "none"))
    else:
        return Answer(None, whole.rows, counted, verdict="awaiting_data", reason="no_comparison", groups=tuple(groups))
    change, spread = _difference(value, interval, earlier, within)
    return Answer(
        100 * change, whole.rows, counted, _population(question, wave, whole.rows), spread, "newcombe", groups=tuple(groups)
    )


def _difference(value: float, interval: Interval | None, earlier: float, within: Interval | None) -> tuple[float, Interval]:
    here = (interval[0] / 100, interval[1] / 100) if interval else (value, value)
    there = (within[0] / 100, within[1] / 100) if within else (earlier, earlier)
    low, high = newcombe(value, here, earlier, there)
    return value - earlier, (100 * low, 100 * high)


def _wave(wave: str, value: float, n: int, counted: int, interval: Interval | None, method: IntervalMethod) -> GroupFigure:
    return GroupFigure(
        group=wave, decides=False, value=value, n=n, counted=counted, interval=interval, interval_method=method,
        verdict="cannot_be_computed", reason="no_target",
    )  # fmt: skip


def promoters(question: Question) -> Answer:
    """Net Promoter Score with Rocks' adjusted interval; never a per cent."""
    rows = {kind: question.counts.denominator(kind).rows for kind in ("promoter", "passive", "detractor")}
    n = sum(rows.values())
    if not n:
        return _empty(question)
    population = _population(question, "", n)
    score, interval = promoter_score(rows["promoter"], rows["passive"], rows["detractor"], population)
    complete = population is not None and n >= population
    method: IntervalMethod = "complete_count" if complete else "rocks"
    groups = tuple(_part(kind, rows[kind], n) for kind in rows)
    return Answer(score, n, rows["promoter"], population, None if complete else interval, method, groups=groups)


def _part(group: str, rows: int, n: int) -> GroupFigure:
    return GroupFigure(
        group=group, decides=False, value=100 * rows / n, n=n, counted=rows, verdict="cannot_be_computed", reason="no_target"
    )


def count(question: Question) -> Answer:
    """A number of subjects or rows; before the year is over it can be met but not missed."""
    cell = question.counts.counted()
    total = round(cell.weight)
    groups = tuple(
        _part(group, round(question.counts.counted(group).weight), max(total, 1))
        for group in question.counts.groups
        if question.counts.groups != [""]
    )
    return Answer(float(total), total, total, method="complete_count", groups=groups)


def coverage(question: Question) -> Answer:
    """How many of the municipalities were reached; the others are listed."""
    whole, counted = question.counts.denominator(), question.counts.counted()
    groups = tuple(
        GroupFigure(
            group=group, value=float(question.counts.counted(group).rows), n=1,
            counted=question.counts.counted(group).rows, decides=False,
            verdict="met" if question.counts.counted(group).rows else "not_met",
        )  # fmt: skip
        for group in question.counts.groups
    )
    return Answer(float(counted.rows), whole.rows, counted.rows, method="complete_count", groups=groups)


def milestone(question: Question) -> Answer:
    """Done or not; silence before the deadline, and after it, is awaiting data."""
    whole, counted = question.counts.denominator(), question.counts.counted()
    if not whole.rows:
        deadline: date = question.parameters.day  # type: ignore[attr-defined]  # only milestones get here
        reason = "deadline_not_passed" if question.as_of < deadline else "no_rows_yet"
        return Answer(None, 0, 0, verdict="awaiting_data", reason=reason)
    done = counted.rows > 0
    return Answer(1.0 if done else 0.0, whole.rows, counted.rows, method="none", verdict="met" if done else "not_met")


def balance(question: Question) -> Answer:
    """Individual as per cent of individual and collective; without a tolerance there is no verdict."""
    one, many = (question.counts.counted(way).rows for way in ("individual", "collective"))
    total = one + many
    if not total:
        return _empty(question)
    value = 100 * one / total
    tolerance = getattr(question.parameters, "tolerance", "none")
    groups = (_part("individual", one, total), _part("collective", many, total))
    if tolerance == "none":
        return Answer(value, total, one, method="complete_count", verdict="cannot_be_computed", reason="no_target", groups=groups)
    even = abs(Fraction(100 * one, total) - 50) <= int(tolerance)
    return Answer(value, total, one, method="complete_count", verdict="met" if even else "not_met", groups=groups)


def spread(question: Question) -> Answer:
    """How many municipalities lie within the band; every one must (B76)."""
    places = sorted(question.inhabitants)
    total = question.counts.counted().rows
    if not places or any(question.inhabitants[place] <= 0 for place in places):
        return Answer(None, total, 0, verdict="cannot_be_computed", reason="no_population")
    if not total:
        return _empty(question)
    groups = tuple(_place(question, place, total) for place in places)
    inside = sum(group.verdict == "met" for group in groups)
    return Answer(float(inside), total, inside, method="complete_count", groups=groups)


def _place(question: Question, place: str, total: int) -> GroupFigure:
    """One municipality against its band, exactly; bounds as floats only for showing."""
    parameters: Any = question.parameters
    people = sum(question.inhabitants.values())
    part = Fraction(question.inhabitants[place], people)
    expected, band = part * total, Fraction(parameters.band) / 100
    width = expected * band if parameters.band_kind == "relative" else band * total
    actual = question.counts.counted(place).rows
    low, high = expected - width, expected + width
    return GroupFigure(
        group=place, value=float(actual), n=total, counted=actual, expected=float(expected),
        low=float(low), high=float(high), decides=False,
        verdict="met" if low <= actual <= high else "not_met",
        chance=chance_of(actual, total, float(part)),
        chance_outside=chance_outside(total, float(part), low, high),
    )  # fmt: skip


def effect(question: Question) -> Answer:
    """The cohort and whether its outcomes are there; the effect itself comes from a study."""
    whole, counted = question.counts.denominator(), question.counts.counted()
    reason = "needs_study" if whole.rows and counted.rows == whole.rows else "awaits_outcomes"
    return Answer(None, whole.rows, counted.rows, verdict="awaiting_data", reason=reason)


SHAPES: dict[str, Callable[[Question], Answer]] = {
    "share": share,
    "weighted_share": weighted_share,
    "weighted_change": weighted_change,
    "count": count,
    "promoter_score": promoters,
    "spread": spread,
    "balance": balance,
    "coverage": coverage,
    "milestone": milestone,
    "effect": effect,
}
