"""Geographic spread: each municipality's part of the activity against its part of the population."""

from fractions import Fraction
from typing import Any

from samspil.core.inference.chance import chance_of, chance_outside
from samspil.core.measures.figures import Answer, Question, empty
from samspil.core.measures.scorecard import GroupFigure


def spread(question: Question) -> Answer:
    """How many municipalities lie within the band; every one must (B76)."""
    places = sorted(question.inhabitants)
    total = question.counts.counted().rows
    if not places or any(question.inhabitants[place] <= 0 for place in places):
        return Answer(None, total, 0, verdict="cannot_be_computed", reason="no_population")
    if not total:
        return empty(question)
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
        group=place,
        value=float(actual),
        n=total,
        counted=actual,
        expected=float(expected),
        low=float(low),
        high=float(high),
        decides=False,
        verdict="met" if low <= actual <= high else "not_met",
        chance=chance_of(actual, total, float(part)),
        chance_outside=chance_outside(total, float(part), low, high),
    )
