"""A snapshot as an engine sees it: one lazy frame per table, and the steps every measure shares."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

import narwhals as nw
import polars as pl
from pydantic import BaseModel, ConfigDict

from samspil.core.measures.identities import identities
from samspil.core.measures.roles import Frame, first_of
from samspil.core.measures.snapshot import Snapshot

Engine = Literal["polars", "duckdb"]
YEAR_RULES = Literal["contact", "started", "open"]


class Parameters(BaseModel):
    """What a measure is told: fixed parameters and the switches of a reading, strictly typed."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    successions: Literal["followed", "ignored"] = "followed"


@dataclass(frozen=True)
class Source:
    """The frames of one snapshot for one hub."""

    hub: str
    municipalities: tuple[str, ...]
    as_of: date
    present: frozenset[str]
    frames: dict[str, Frame]
    load: Callable[[str, pl.DataFrame], Frame]

    @classmethod
    def of(
        cls, snapshot: Snapshot, hub: str, municipalities: tuple[str, ...], engine: Engine = "polars"
    ) -> "Source":
        """The snapshot's tables on an engine, with who is who and the hub's area beside them."""
        tables = dict(snapshot.tables)
        tables["identity"] = identities(tables["companies"], tables["successions"])
        tables["identity_own"] = tables["companies"].select(
            "subject", entity="subject", kind="kind", municipality="municipality"
        )
        tables["area"] = pl.DataFrame(
            {"municipality": sorted(municipalities)}, schema={"municipality": pl.String}
        )
        load = _loader(engine)
        frames = {name: load(name, frame) for name, frame in tables.items()}
        return cls(hub, municipalities, snapshot.as_of, snapshot.present, frames, load)

    def __getitem__(self, table: str) -> Frame:
        return self.frames[table]

    def kept(self, name: str, build: Callable[[], Frame]) -> Frame:
        """A frame that many readings share, worked out once; halves the time of a hub-year."""
        if name not in self.frames:
            self.frames[name] = self.load(name, build().collect("polars").to_native())
        return self.frames[name]

    def year(self, column: str, year: int, since: int | None = None) -> nw.Expr:
        """Whether the day in that column falls in the calendar year, or in the years since `since`."""
        return (nw.col(column) >= date(since or year, 1, 1)) & (nw.col(column) <= date(year, 12, 31))

    def with_entity(self, table: str, successions: str) -> Frame:
        """The table with `entity`, `kind` and `home` (municipality) of each row's subject."""
        identity = self["identity" if successions == "followed" else "identity_own"]
        who = identity.select("subject", "entity", "kind", nw.col("municipality").alias("home"))
        return self[table].join(who, on="subject", how="left")

    def ours(self) -> nw.Expr:
        """Whether a row belongs to the hub that is scored."""
        return nw.col("organisation") == self.hub


def _loader(engine: Engine) -> Callable[[str, pl.DataFrame], Frame]:
    if engine == "polars":
        return lambda _name, frame: nw.from_native(frame.lazy())
    import duckdb  # the second engine is for tests and clusters, not needed to score

    connection = duckdb.connect()

    def load(name: str, frame: pl.DataFrame) -> Frame:
        connection.register(f"{name}_arrow", frame.to_arrow())
        # A table of its own keeps the types; the names are those of the format, never input.
        connection.table(f"{name}_arrow").create(name)
        lazy: Frame = nw.from_native(connection.table(name)).lazy()
        return lazy

    return load


def text(value: str | None) -> nw.Expr:
    """A text literal, the same type on every engine."""
    return nw.lit(value, dtype=nw.String)


def member(
    frame: Frame,
    *,
    subject: str = "entity",
    row: str | None = None,
    group: nw.Expr | None = None,
    weight: nw.Expr | None = None,
) -> Frame:
    """The five columns a measure returns: subject, row, group, rank, weight.

    `row` is the key of the record that decides, empty where the subject as a whole does;
    `weight` is 1 unless a row stands for more.
    """
    return frame.select(
        nw.col(subject).cast(nw.String).alias("subject"),
        (nw.col(row) if row else text(None)).alias("row"),
        (group if group is not None else text("")).alias("group"),
        nw.col("rank"),
        (weight if weight is not None else nw.lit(1.0, dtype=nw.Float64)).cast(nw.Float64).alias("weight"),
    )


def once(frame: Frame) -> Frame:
    """One row per subject and group: the role nearest to counting wins."""
    best = frame.group_by("subject", "group").agg(nw.col("rank").min(), nw.col("weight").max())
    return best.select("subject", text(None).alias("row"), "group", "rank", "weight")


def latest(frame: Frame, by: str, order: tuple[str, ...]) -> Frame:
    """The last row per `by` in the given order; the last column of the order must be unique."""
    for column in order:
        top = frame.group_by(by).agg(nw.col(column).max().alias("__top"))
        frame = frame.join(top, on=by, how="inner").filter(nw.col(column) == nw.col("__top")).drop("__top")
    return frame


class GuidanceRules(Parameters):
    """How a guidance case falls in a year.

    contact: it began in the year, or the hub held a contact on it in the year; started: it began
    in the year; open: it was open at some time in the year. A case across New Year can so count
    in two years, each time for guidance given. A row that lacks several things is excluded for the
    one that stands last in ROLES; a subject by the role of its rows that stands first.
    """

    year: int
    case_year: YEAR_RULES = "contact"


def guidance(source: Source, rules: GuidanceRules, year: int, since: int | None = None) -> Frame:
    """Every case with `rank`: counted when the hub gave specialised guidance in the year.

    With `since` the years from that to `year` are taken as one.
    """
    name = f"guidance {since} {year} {rules.case_year} {rules.successions}"
    return source.kept(name, lambda: _guidance(source, rules, year, since))


def _guidance(source: Source, rules: GuidanceRules, year: int, since: int | None) -> Frame:
    cases = source.with_entity("cases", rules.successions)
    if rules.case_year == "contact":
        held = source["interactions"].filter(source.year("on", year, since) & source.ours())
        held = held.filter(~nw.col("case").is_null()).select("case").unique()
        cases = cases.join(held.with_columns(nw.lit(1).alias("__held")), on="case", how="left")
        inside = source.year("started", year, since) | ~nw.col("__held").is_null()
    elif rules.case_year == "started":
        inside = source.year("started", year, since)
    else:
        begun = nw.col("started") <= date(year, 12, 31)
        inside = begun & (nw.col("ended").is_null() | (nw.col("ended") >= date(since or year, 1, 1)))
    return cases.with_columns(
        first_of(
            (~source.ours(), "excluded:other_organisation"),
            (nw.col("level") != "specialised", "excluded:basic_guidance"),
            (~inside, "excluded:outside_period"),
        ).alias("rank")
    )


def attendance(source: Source, rules: GuidanceRules, year: int, since: int | None = None) -> Frame:
    """Every participation with `rank`: counted when somebody came to the hub's offer in the year.

    Nobody came when it is marked as a no-show or the number of persons is 0.
    """
    name = f"attendance {since} {year} {rules.successions}"
    return source.kept(name, lambda: _attendance(source, rules, year, since))


def _attendance(source: Source, rules: GuidanceRules, year: int, since: int | None) -> Frame:
    rows = source.with_entity("participations", rules.successions)
    absent = (~nw.col("attended")) | (nw.col("persons") == 0)
    return rows.with_columns(
        first_of(
            (~source.ours(), "excluded:other_organisation"),
            (~source.year("on", year, since), "excluded:outside_period"),
            (absent, "excluded:no_show"),
            (nw.col("entity").is_null(), "excluded:no_subject"),
        ).alias("rank")
    )
