"""Measures of reach: how many, in which channel, and spread over the municipalities."""

from typing import Literal

import narwhals as nw

from samspil.core.measures.registry import measure
from samspil.core.measures.roles import COUNTED, RANK, Frame
from samspil.core.measures.sources import (
    GuidanceRules,
    Source,
    attendance,
    guidance,
    member,
    once,
    text,
)

CHANNEL = Literal["both", "individual", "collective"]
INDIVIDUAL, COLLECTIVE = "individual", "collective"


def _bar(frame: Frame, condition: nw.Expr, role: str) -> Frame:
    """Rows that would count but meet the condition get that role instead."""
    hit = (nw.col("rank") == RANK[COUNTED]) & condition
    barred = nw.lit(RANK[role], dtype=nw.Int64)
    return frame.with_columns(nw.when(hit).then(barred).otherwise(nw.col("rank")).alias("rank"))


def _use(source: Source, rules: GuidanceRules, channel: str) -> Frame:
    """Every case and participation with who, where, key, channel, rank and how many it stands for."""
    cases = guidance(source, rules, rules.year).select(
        "entity",
        "kind",
        "home",
        nw.col("meeting_municipality").alias("met"),
        nw.col("case").alias("key"),
        text(INDIVIDUAL).alias("channel"),
        "rank",
        nw.lit(1.0, dtype=nw.Float64).alias("amount"),
    )
    if channel == INDIVIDUAL:
        return cases
    persons = nw.when(nw.col("persons").is_null()).then(nw.lit(1)).otherwise(nw.col("persons"))
    came = attendance(source, rules, rules.year).select(
        "entity",
        "kind",
        "home",
        text(None).alias("met"),
        nw.col("participation").alias("key"),
        text(COLLECTIVE).alias("channel"),
        "rank",
        persons.cast(nw.Float64).alias("amount"),
    )
    return came if channel == COLLECTIVE else nw.concat([cases, came])


class UniqueUsers(GuidanceRules):
    """Switches of unique_users."""

    unit: Literal["subject", "registration"] = "subject"
    founders: Literal["in", "out"] = "in"
    channel: CHANNEL = "both"


@measure(UniqueUsers, shape="count", tables=("cases", "interactions", "participations"))
def unique_users(source: Source, p: UniqueUsers) -> Frame:
    """Number of entrepreneurs and companies using individual guidance or a group offer in the year.

    Unit: company or founder, successions followed, counted once across both channels; group tells
    the channel (individual, collective, both). A founder without a CVR number counts as one
    entrepreneur unless founders=out; a participant who is no known subject cannot be told from
    another and is excluded. unit=registration counts cases plus persons at sessions instead,
    unknown participants included (the words of the method). Source: goal 8 (B79).
    """
    rows = _use(source, p, p.channel)
    if p.unit == "registration":
        return _registrations(rows, p)
    if p.founders == "out":
        rows = _bar(rows, nw.col("kind") == "founder", "excluded:founder")
    used = rows.filter(nw.col("rank") == RANK[COUNTED])
    ways = (
        used.select("entity", "channel")
        .unique()
        .group_by("entity")
        .agg(nw.col("channel").min().alias("first"), nw.col("channel").max().alias("last"))
    )
    both = nw.col("first") != nw.col("last")
    way = nw.when(both).then(text("both")).otherwise(nw.col("first"))
    ways = ways.select("entity", way.alias("way"))
    known = rows.filter(~nw.col("entity").is_null()).join(ways, on="entity", how="left")
    group = nw.when(nw.col("way").is_null()).then(text("")).otherwise(nw.col("way"))
    unknown = rows.filter(nw.col("entity").is_null())
    return nw.concat([once(member(known, group=group)), member(unknown, row="key")])


def _registrations(rows: Frame, p: UniqueUsers) -> Frame:
    unknown = nw.col("rank") == RANK["excluded:no_subject"]
    now = nw.lit(RANK[COUNTED], dtype=nw.Int64)
    rows = rows.with_columns(nw.when(unknown).then(now).otherwise(nw.col("rank")).alias("rank"))
    if p.founders == "out":
        rows = _bar(rows, nw.col("kind") == "founder", "excluded:founder")
    return member(rows, row="key", group=nw.col("channel"), weight=nw.col("amount"))


class ChannelBalance(GuidanceRules):
    """Switches of channel_balance; without a tolerance there is no verdict."""

    in_both: Literal["each", "left_out"] = "each"
    tolerance: Literal["none", "5", "10"] = "none"


@measure(ChannelBalance, shape="balance", tables=("cases", "interactions", "participations"))
def channel_balance(source: Source, p: ChannelBalance) -> Frame:
    """Individually guided as a share of the individually guided plus participants in group offers.

    Unit: company or founder, successions followed, once per channel; who used both counts in each
    unless in_both=left_out (then in neither). 50 is even; `tolerance` is how many points from 50
    still count as "nogenlunde ligelig". Source: goal 8 (B81).
    """
    rows = _use(source, p, "both")
    group = nw.when(nw.col("rank") == RANK[COUNTED]).then(nw.col("channel")).otherwise(text(""))
    known = once(member(rows.filter(~nw.col("entity").is_null()), group=group))
    unknown = member(rows.filter(nw.col("entity").is_null()), row="key")
    if p.in_both == "left_out":
        known = _without_doubles(known)
    return nw.concat([_one_side(known), unknown])


def _without_doubles(rows: Frame) -> Frame:
    """Subjects that used both channels get a role of their own, so that they stay visible."""
    users = rows.filter(nw.col("rank") == RANK[COUNTED])
    ways = users.group_by("subject").agg(nw.col("group").min().alias("a"), nw.col("group").max().alias("b"))
    double = ways.filter(nw.col("a") != nw.col("b")).select("subject", nw.lit(1).alias("__both"))
    rows = rows.join(double, on="subject", how="left")
    rows = _bar(rows, ~nw.col("__both").is_null(), "excluded:both_channels")
    group = nw.when(nw.col("rank") == RANK[COUNTED]).then(nw.col("group")).otherwise(text(""))
    return once(rows.with_columns(group.alias("group")))


class GeographicSpread(GuidanceRules):
    """Switches of geographic_spread."""

    population_year: int
    band: float = 10.0
    band_kind: Literal["relative", "points"] = "relative"
    channel: CHANNEL = "both"
    unit: Literal["subject", "activity"] = "subject"
    place: Literal["registered", "met"] = "registered"


@measure(GeographicSpread, shape="spread", tables=("cases", "interactions", "participations"))
def geographic_spread(source: Source, p: GeographicSpread) -> Frame:
    """Number of municipalities whose part of the activity is within the band around their population's.

    Unit: company or founder, successions followed, once per municipality; unit=activity counts
    every case and every session attended. Place: registered address; with place=met the
    municipality where the guidance was given, else the registered address. Expected = all counted
    x the municipality's part of the area's population on 1 January of `population_year`. Band:
    expected +/- `band` per cent of itself, or with band_kind=points a part of all counted within
    +/- `band` percentage points of the part of the population. Participants who are no known
    subject have no municipality and are excluded. Source: goal 8 (B76, B85).
    """
    rows = _use(source, p, p.channel)
    unknown = member(rows.filter(nw.col("entity").is_null()), row="key")
    rows = rows.filter(~nw.col("entity").is_null())
    where = nw.col("home")
    if p.place == "met":
        where = nw.when(nw.col("met").is_null()).then(nw.col("home")).otherwise(nw.col("met"))
    rows = rows.with_columns(where.alias("where"))
    rows = rows.join(
        source["area"].select(nw.col("municipality").alias("where"), nw.lit(1).alias("__area")),
        on="where",
        how="left",
    )
    rows = _bar(rows, nw.col("where").is_null(), "excluded:no_municipality")
    rows = _bar(rows, nw.col("__area").is_null(), "excluded:outside_area")
    group = nw.when(nw.col("rank") == RANK[COUNTED]).then(nw.col("where")).otherwise(text(""))
    if p.unit == "activity":
        return nw.concat([member(rows, row="key", group=group), unknown])
    return nw.concat([_one_side(once(member(rows, group=group))), unknown])


def _one_side(rows: Frame) -> Frame:
    """Excluded subjects only where no row of theirs counts."""
    users = rows.filter(nw.col("rank") == RANK[COUNTED])
    known = users.select("subject").unique().with_columns(nw.lit(1).alias("__used"))
    others = rows.filter(nw.col("rank") != RANK[COUNTED]).join(known, on="subject", how="left")
    return nw.concat([users, others.filter(nw.col("__used").is_null()).drop("__used")])
