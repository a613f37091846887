"""Measures of individual guidance: who is new, growth courses, and who was referred on."""

from typing import Literal

import narwhals as nw

from samspil.core.measures.registry import measure
from samspil.core.measures.roles import BASE, COUNTED, RANK, Frame, first_of
from samspil.core.measures.sources import (
    GuidanceRules,
    Source,
    attendance,
    guidance,
    member,
    once,
)

YES = Literal["yes", "no"]
# Before any register of guidance began.
EVER = 1900


def _is(role: str) -> nw.Expr:
    return nw.col("rank") == RANK[role]


class NewShare(GuidanceRules):
    """Switches of new_share."""

    guided: Literal["individual", "individual_or_collective"] = "individual"
    lookback: Literal["previous_year", "any_earlier_year"] = "previous_year"
    founders: Literal["out", "in"] = "out"


@measure(
    NewShare,
    shape="share",
    tables=("cases", "interactions"),
    switched={("guided", "individual_or_collective"): ("participations",)},
)
def new_share(source: Source, p: NewShare) -> Frame:
    """Share of the companies guided in the year that the hub had not guided the year before.

    Unit: company, successions followed. Guided = specialised guidance at the hub in the year (see
    GuidanceRules); with guided=individual_or_collective also who came to a group offer.
    Numerator: guided in `year` and not guided, by the same rule, in `year` - 1; with
    lookback=any_earlier_year, in no earlier year. Founders without a CVR number are left out
    unless founders=in; participants who are no known subject are excluded. Source: goal 1, third
    target (B38, B43).
    """
    rows = _guided(source, p, p.year)
    since = EVER if p.lookback == "any_earlier_year" else None
    before = _guided(source, p, p.year - 1, since).filter(_is(COUNTED)).select("entity").unique()
    rows = rows.join(before.with_columns(nw.lit(1).alias("__known")), on="entity", how="left")
    base_or_new = first_of((~nw.col("__known").is_null(), BASE))
    rows = rows.with_columns(nw.when(_is(COUNTED)).then(base_or_new).otherwise(nw.col("rank")).alias("rank"))
    if p.founders == "out":
        founder = nw.col("kind") == "founder"
        taken = nw.col("rank") <= RANK[BASE]
        barred = nw.lit(RANK["excluded:founder"], dtype=nw.Int64)
        rows = rows.with_columns(
            nw.when(founder & taken).then(barred).otherwise(nw.col("rank")).alias("rank")
        )
    members = once(member(rows))
    if p.guided == "individual":
        return members
    unknown = attendance(source, p, p.year).filter(nw.col("entity").is_null())
    return nw.concat([members, member(unknown, row="participation")])


def _guided(source: Source, p: NewShare, year: int, since: int | None = None) -> Frame:
    rows = guidance(source, p, year, since).select("entity", "kind", "rank")
    if p.guided == "individual_or_collective":
        came = attendance(source, p, year, since).filter(~nw.col("entity").is_null())
        rows = nw.concat([rows, came.select("entity", "kind", "rank")])
    return rows


class GrowthCourses(GuidanceRules):
    """Switches of growth_courses."""

    unit: Literal["case", "company"] = "case"


@measure(GrowthCourses, shape="count", tables=("cases", "interactions"))
def growth_courses(source: Source, p: GrowthCourses) -> Frame:
    """Number of growth courses: cases of the year with a company judged to be in the growth segment.

    Unit: case; with unit=company each company once. A case counts when the hub gave specialised
    guidance on it in the year, its subject is a company (successions followed), its segment is
    growth, and both who judged the segment and the day are written. Source: goal 8 (B80).
    """
    rows = guidance(source, p, p.year)
    judged = ~nw.col("segment_by").is_null() & ~nw.col("segment_on").is_null()
    rank = first_of(
        (nw.col("kind") == "founder", "excluded:founder"),
        (nw.col("segment").is_null(), "excluded:no_segment"),
        (nw.col("segment") != "growth", "excluded:other_segment"),
        (~judged, "excluded:no_segment_judgement"),
    )
    rows = rows.with_columns(nw.when(_is(COUNTED)).then(rank).otherwise(nw.col("rank")).alias("rank"))
    return once(member(rows)) if p.unit == "company" else member(rows, row="case")


class ReferralRate(GuidanceRules):
    """Switches of referral_rate: which receivers count as other actors."""

    virksomhedsguiden: YES = "yes"
    municipality: YES = "yes"
    own_programme: YES = "no"


@measure(ReferralRate, shape="share", tables=("cases", "interactions", "referrals"))
def referral_rate(source: Source, p: ReferralRate) -> Frame:
    """Share of the individually guided that the hub referred to another actor in the year.

    Unit: company or founder, successions followed. Denominator: specialised guidance at the hub in
    the year. Numerator: at least one referral by the hub dated in the year to a receiver that
    counts; virksomhedsguiden, municipality and own_programme count or not as the switches say, all
    other receivers always. Source: goal 8 (B82).
    """
    rows = guidance(source, p, p.year).select("entity", "rank")
    barred = [
        kind for kind in ("virksomhedsguiden", "municipality", "own_programme") if getattr(p, kind) == "no"
    ]
    sent = source.with_entity("referrals", p.successions).filter(source.ours() & source.year("on", p.year))
    if barred:
        sent = sent.filter(~nw.col("receiver").is_in(barred))
    sent = sent.select("entity").unique().with_columns(nw.lit(1).alias("__sent"))
    rows = rows.join(sent, on="entity", how="left")
    referred = first_of((nw.col("__sent").is_null(), BASE))
    rows = rows.with_columns(nw.when(_is(COUNTED)).then(referred).otherwise(nw.col("rank")).alias("rank"))
    return once(member(rows))
