"""Shares and changes of shares, of a census or a sample."""

from dataclasses import replace

from samspil.core.inference.intervals import Interval, kish_size, newcombe
from samspil.core.measures.counts import Cell, Counts
from samspil.core.measures.figures import (
    Answer,
    Question,
    crosses,
    empty,
    share_interval,
    stands_for,
    verdict_of,
)
from samspil.core.measures.scorecard import GroupFigure, IntervalMethod, Verdict


def share(question: Question) -> Answer:
    """Per cent counted of the denominator; with segments, each decides (goal 3)."""
    counts = question.counts
    whole = counts.denominator()
    if not whole.rows:
        return empty(question)
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
    return replace(answer, verdict=verdict, reason=reason, groups=groups)


def _segments(counts: Counts) -> list[str]:
    """Both segments always, so that one without answers shows; others as they come."""
    return sorted({"growth", "operation", *counts.groups})


def _one_share(question: Question, group: str, counted: Cell, whole: Cell) -> Answer:
    value = counted.rows / whole.rows
    population = stands_for(question, group, whole.rows)
    interval, method = share_interval(question, value, whole.rows, whole.rows, population)
    percent = 100 * counted.rows / whole.rows
    return Answer(percent, whole.rows, counted.rows, population, interval, method)


def _group_share(question: Question, group: str) -> GroupFigure:
    whole = question.counts.denominator(group)
    must = getattr(question.parameters, "unknown_segment", "shown") == "must_pass"
    decides = group != "unknown" or must
    if not whole.rows:
        return GroupFigure(
            group=group,
            decides=decides,
            value=None,
            n=0,
            counted=0,
            target=question.target,
            verdict="awaiting_data",
            reason="no_rows_yet",
        )
    answer = _one_share(question, group, question.counts.counted(group), whole)
    assert answer.value is not None
    return GroupFigure(
        group=group,
        decides=decides,
        value=answer.value,
        n=answer.n,
        counted=answer.counted,
        population=answer.population,
        interval=answer.interval,
        interval_method=answer.method,
        target=question.target,
        verdict=verdict_of(question, answer.value),
        crosses_target=crosses(answer.interval, question.target),
    )


def _weighted(
    question: Question, group: str | None
) -> tuple[float, Cell, Interval | None, IntervalMethod] | None:
    """Weighted share, its denominator, and Wilson's interval on Kish's effective size."""
    whole = question.counts.denominator(group)
    if not whole.rows or whole.weight <= 0:
        return None
    value = question.counts.counted(group).weight / whole.weight
    population = stands_for(question, group or "", whole.rows)
    size = kish_size(whole.weight, whole.squares)
    interval, method = share_interval(question, value, size, whole.rows, population)
    return value, whole, interval, method


def weighted_share(question: Question) -> Answer:
    """Weighted per cent of a survey wave."""
    found = _weighted(question, None)
    if found is None:
        return empty(question)
    value, whole, interval, method = found
    counted = question.counts.counted()
    return Answer(
        _percent(value), whole.rows, counted.rows, stands_for(question, "", whole.rows), interval, method
    )


def weighted_change(question: Question) -> Answer:
    """Difference of two waves in points; a printed baseline has no interval of its own."""
    wave, against = (
        str(getattr(question.parameters, "wave", "")),
        str(getattr(question.parameters, "against", "")),
    )
    now = _weighted(question, wave)
    if now is None:
        return empty(question)
    value, whole, interval, method = now
    counted = question.counts.counted(wave).rows
    before = _weighted(question, against)
    groups = [_wave(wave, _percent(value), whole.rows, counted, interval, method)]
    if before is not None:
        earlier, base, within, how = before
        groups.append(
            _wave(against, _percent(earlier), base.rows, question.counts.counted(against).rows, within, how)
        )
    elif against in question.point.baselines:
        earlier, within = question.point.baselines[against] / 100, None
        groups.append(_wave(against, question.point.baselines[against], 0, 0, None, "none"))
    else:
        return Answer(
            None, whole.rows, counted, verdict="awaiting_data", reason="no_comparison", groups=tuple(groups)
        )
    change, spread = _difference(value, interval, earlier, within)
    return Answer(
        _percent(change),
        whole.rows,
        counted,
        stands_for(question, wave, whole.rows),
        spread,
        "newcombe",
        groups=tuple(groups),
    )


def _percent(share: float) -> float:
    """Per cent without the noise of binary fractions: from 40 to 45 is 5, and not 4.999999999999999."""
    return round(100 * share, 9)


def _difference(
    value: float, interval: Interval | None, earlier: float, within: Interval | None
) -> tuple[float, Interval]:
    here = (interval[0] / 100, interval[1] / 100) if interval else (value, value)
    there = (within[0] / 100, within[1] / 100) if within else (earlier, earlier)
    low, high = newcombe(value, here, earlier, there)
    return value - earlier, (100 * low, 100 * high)


def _wave(
    wave: str, value: float, n: int, counted: int, interval: Interval | None, method: IntervalMethod
) -> GroupFigure:
    return GroupFigure(
        group=wave,
        decides=False,
        value=value,
        n=n,
        counted=counted,
        interval=interval,
        interval_method=method,
        verdict="cannot_be_computed",
        reason="no_target",
    )
