"""Measures of effect two years on: who the cohort is, and whether its outcomes have come."""

from datetime import date
from typing import Literal

import narwhals as nw

from samspil.core.measures.registry import measure
from samspil.core.measures.roles import BASE, Frame, first_of
from samspil.core.measures.sources import Parameters, Source, member, once


class Effect(Parameters):
    """Which cohort, segment and outcome; `controls` are found by a study, not by the contract."""

    cohort: int
    segment: Literal["growth", "operation"]
    outcome: Literal["revenue", "employment", "revenue_per_fte"]


@measure(Effect, shape="effect", tables=("cases", "outcomes"))
def effect_against_controls(source: Source, p: Effect) -> Frame:
    """Growth from the year guidance ended to two years later, against comparable companies.

    Unit: company, successions followed. Cohort: specialised guidance at the hub that ended in
    `cohort`, of the segment. Counted: outcomes are there for the cohort's year and two years
    later (for revenue_per_fte both revenue and more than 0 full-time equivalents, of the same
    register row); base: they are not. The contract names no method for the control group, so the value
    comes from a study; until the outcomes are there the verdict is awaiting data, with the day the
    cohort can be judged. Source: goal 6 (B67-B71).
    """
    rows = source.with_entity("cases", p.successions)
    ended = (nw.col("ended") >= date(p.cohort, 1, 1)) & (nw.col("ended") <= date(p.cohort, 12, 31))
    known = _known(source, p)
    rows = rows.join(known, on="entity", how="left").with_columns(
        first_of(
            (~source.ours(), "excluded:other_organisation"),
            (nw.col("level") != "specialised", "excluded:basic_guidance"),
            (nw.col("ended").is_null(), "excluded:open_case"),
            (~ended, "excluded:outside_period"),
            (nw.col("kind") == "founder", "excluded:founder"),
            (nw.col("segment").is_null(), "excluded:no_segment"),
            (nw.col("segment") != p.segment, "excluded:other_segment"),
            (nw.col("__years").is_null() | (nw.col("__years") < 2), BASE),
        ).alias("rank")
    )
    return once(member(rows))


def _known(source: Source, p: Effect) -> Frame:
    """How many of the two years each entity has the outcome for."""
    rows = source.with_entity("outcomes", p.successions)
    rows = rows.filter((nw.col("year") == p.cohort) | (nw.col("year") == p.cohort + 2))
    if p.outcome == "revenue_per_fte":
        rows = rows.filter(~nw.col("revenue").is_null() & (nw.col("fte") > 0))
    else:
        rows = rows.filter(~nw.col(p.outcome).is_null())
    years = rows.select("entity", "year").unique().group_by("entity")
    return years.agg(nw.col("year").count().alias("__years"))
