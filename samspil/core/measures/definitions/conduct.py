"""Measures of what the hub was to do: presentations offered, milestones reached."""

from datetime import date
from typing import Literal

import narwhals as nw

from samspil.core.measures.registry import measure
from samspil.core.measures.roles import BASE, Frame, first_of
from samspil.core.measures.sources import Parameters, Source, member, text


class PresentationsOffered(Parameters):
    """Switches of presentations_offered."""

    year: int
    stage: Literal["offered", "held"] = "offered"


@measure(PresentationsOffered, shape="coverage", tables=("offers",))
def presentations_offered(source: Source, p: PresentationsOffered) -> Frame:
    """Number of the hub's municipalities that were offered a presentation in the year.

    Unit: municipality of the contract, each once; the others are base. Holding it is not required;
    stage=held counts those where it was held in the year. Source: goal 4 (B58).
    """
    day = "offered" if p.stage == "offered" else "held"
    made = source["offers"].filter(source.ours() & source.year(day, p.year)).select("municipality").unique()
    rows = source["area"].join(made.with_columns(nw.lit(1).alias("__made")), on="municipality", how="left")
    rows = rows.with_columns(
        first_of((nw.col("__made").is_null(), BASE)).alias("rank"), text(None).alias("entity")
    )
    return member(rows, row="municipality", group=nw.col("municipality"))


class Milestone(Parameters):
    """Which milestone, and by when."""

    milestone: str
    deadline: str

    @property
    def day(self) -> date:
        """The deadline as a day; ValueError when it is none."""
        return date.fromisoformat(self.deadline)


@measure(Milestone, shape="milestone", tables=("milestones",))
def milestone(source: Source, p: Milestone) -> Frame:
    """Whether something was done by its deadline, as decided by whoever measures it.

    Unit: the milestone's record for the hub; counted when decided done, base when decided not done,
    or when the day it was reached is known and after the deadline. The day of the decision decides
    nothing: it may well come the year after. Source: goals 4 and 5 (B59, B60).
    """
    rows = source["milestones"].filter(source.ours() & (nw.col("milestone") == p.milestone))
    late = nw.col("reached") > p.day
    rank = first_of((~nw.col("done"), BASE), (late, BASE))
    return member(rows.with_columns(rank.alias("rank"), text(None).alias("entity")), row="milestone")
