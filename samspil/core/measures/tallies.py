"""Counts, scores and balances: how many, how many of how many, and done or not."""

from datetime import date
from fractions import Fraction

from samspil.core.inference.intervals import promoter_score
from samspil.core.measures.figures import Answer, Question, empty, part, stands_for
from samspil.core.measures.scorecard import GroupFigure, IntervalMethod


def promoters(question: Question) -> Answer:
    """Net Promoter Score with Rocks' adjusted interval; never a per cent."""
    rows = {kind: question.counts.denominator(kind).rows for kind in ("promoter", "passive", "detractor")}
    n = sum(rows.values())
    if not n:
        return empty(question)
    population = stands_for(question, "", n)
    score, interval = promoter_score(rows["promoter"], rows["passive"], rows["detractor"], population)
    complete = population is not None and n >= population
    method: IntervalMethod = "complete_count" if complete else "rocks"
    groups = tuple(part(kind, rows[kind], n) for kind in rows)
    return Answer(
        score, n, rows["promoter"], population, None if complete else interval, method, groups=groups
    )


def count(question: Question) -> Answer:
    """A number of subjects or rows; before the year is over it can be met but not missed."""
    cell = question.counts.counted()
    total = round(cell.weight)
    groups = tuple(
        part(group, round(question.counts.counted(group).weight), max(total, 1))
        for group in question.counts.groups
        if question.counts.groups != [""]
    )
    return Answer(float(total), total, total, method="complete_count", groups=groups)


def coverage(question: Question) -> Answer:
    """How many of the municipalities were reached; the others are listed."""
    whole, counted = question.counts.denominator(), question.counts.counted()
    groups = tuple(
        GroupFigure(
            group=group,
            value=float(question.counts.counted(group).rows),
            n=1,
            counted=question.counts.counted(group).rows,
            decides=False,
            verdict="met" if question.counts.counted(group).rows else "not_met",
        )
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
    return Answer(
        1.0 if done else 0.0, whole.rows, counted.rows, method="none", verdict="met" if done else "not_met"
    )


def balance(question: Question) -> Answer:
    """Individual as per cent of individual and collective; without a tolerance there is no verdict."""
    one, many = (question.counts.counted(way).rows for way in ("individual", "collective"))
    total = one + many
    if not total:
        return empty(question)
    value = 100 * one / total
    tolerance = getattr(question.parameters, "tolerance", "none")
    groups = (part("individual", one, total), part("collective", many, total))
    if tolerance == "none":
        return Answer(
            value,
            total,
            one,
            method="complete_count",
            verdict="cannot_be_computed",
            reason="no_target",
            groups=groups,
        )
    even = abs(Fraction(100 * one, total) - 50) <= int(tolerance)
    return Answer(
        value, total, one, method="complete_count", verdict="met" if even else "not_met", groups=groups
    )


def effect(question: Question) -> Answer:
    """The cohort and whether its outcomes are there; the effect itself comes from a study."""
    whole, counted = question.counts.denominator(), question.counts.counted()
    reason = "needs_study" if whole.rows and counted.rows == whole.rows else "awaits_outcomes"
    return Answer(None, whole.rows, counted.rows, verdict="awaiting_data", reason=reason)
