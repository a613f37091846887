"""Measures of the awareness survey: who has heard of the hub, and of its green guidance."""

from typing import Literal

import narwhals as nw

from samspil.core.measures.registry import measure
from samspil.core.measures.roles import BASE, Frame, first_of
from samspil.core.measures.sources import Parameters, Source, member, text


class Awareness(Parameters):
    """Switches of awareness: question asked, wave, weights and don't-knows."""

    wave: int
    question: Literal["heard", "green"] = "heard"
    dont_know: Literal["in", "out"] = "in"
    weights: Literal["design", "equal"] = "design"


@measure(Awareness, shape="weighted_share", tables=("awareness",))
def awareness(source: Source, p: Awareness) -> Frame:
    """Weighted share of the firms asked that have heard of the hub, or think it offers green guidance.

    Unit: respondent of the wave, with its design weight (1 when none is given, or with
    weights=equal). question=heard: numerator yes; denominator all, don't-know and no answer
    included unless dont_know=out. question=green: only those who have heard of the hub are asked
    and counted in the denominator, by the same rule for don't-know and no answer. A respondent
    known to be outside the hub's municipalities is left out. Source: goals 1 and 5 (B38, B41, B42,
    B61-B64).
    """
    return _wave(source, p, p.wave)


class AwarenessChange(Awareness):
    """Switches of awareness_change: the wave compared with."""

    against: int


@measure(AwarenessChange, shape="weighted_change", tables=("awareness",))
def awareness_change(source: Source, p: AwarenessChange) -> Frame:
    """Change in awareness between two waves in percentage points.

    Unit and question as in awareness; group is the wave. Where no respondent of the wave compared
    with was delivered, the contract's own baseline of that year stands in, without an interval of
    its own. Source: goals 1 and 5 (B38, B39, B61-B63).
    """
    return nw.concat([_wave(source, p, p.wave, str(p.wave)), _wave(source, p, p.against, str(p.against))])


def _wave(source: Source, p: Awareness, wave: int, group: str = "") -> Frame:
    rows = source["awareness"].filter(nw.col("wave") == wave)
    silent = nw.col(p.question).is_null() | (nw.col(p.question) == "no_answer")
    checks = [
        (~source.ours(), "excluded:other_organisation"),
        (~nw.col("municipality").is_in(list(source.municipalities)), "excluded:outside_area"),
    ]
    if p.question == "green":
        checks.append((nw.col("heard") != "yes", "excluded:not_heard"))
    if p.dont_know == "out":
        checks.append((nw.col(p.question) == "dont_know", "excluded:dont_know"))
        checks.append((silent, "excluded:not_answered"))
    checks.append((silent | (nw.col(p.question) != "yes"), BASE))
    weight = nw.lit(1.0, dtype=nw.Float64)
    if p.weights == "design":
        given = nw.col("weight")
        weight = nw.when(given.is_null()).then(weight).otherwise(given)
    return member(
        rows.with_columns(first_of(*checks).alias("rank"), text(None).alias("entity")),
        row="respondent",
        group=text(group),
        weight=weight,
    )
