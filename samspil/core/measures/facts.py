"""What a figure needs beside its members: whom a sample stands for, and how many live where."""

from dataclasses import dataclass

import polars as pl

from samspil.core.measures.contract import Point, Reading, ResultContract
from samspil.core.measures.definitions.evaluation import EvaluationRules, population_of
from samspil.core.measures.registry import Measure
from samspil.core.measures.snapshot import Snapshot
from samspil.core.measures.sources import Parameters, Source

WEIGHTED = {"weighted_share", "weighted_change"}
# Counts that have weights of more than one row: persons at a session.
AMOUNTS = {"count"}


@dataclass(frozen=True)
class Job:
    """One reading of one point, ready to be worked out."""

    point: Point
    reading: Reading
    measure: Measure
    parameters: Parameters


class Facts:
    """What shapes need beside the members: populations of samples and inhabitants, asked once."""

    def __init__(self, contract: ResultContract, snapshot: Snapshot, source: Source) -> None:
        self.contract, self.snapshot, self.source = contract, snapshot, source
        self._guided: dict[tuple[int, str, str], dict[str, int]] = {}

    def population(self, job: Job) -> dict[str, int]:
        """Whom the sample stands for, by group; empty when it is not known."""
        if job.point.extent != "sample":
            return {}
        if job.measure.shape in WEIGHTED:
            rows = self.snapshot.tables["waves"].filter(pl.col("organisation") == self.contract.hub)
            waves = {str(wave): count for wave, count in rows.select("wave", "population").iter_rows()}
            # Only those who know the hub are asked about its green guidance: how many firms that is
            # in the population is not known, so no correction is made.
            if getattr(job.parameters, "question", "heard") != "heard":
                return {}
            wave = str(getattr(job.parameters, "wave", ""))
            return waves | ({"": waves[wave]} if wave in waves else {})
        rules = job.parameters
        # How many of the guided were referred, or guided on a topic, is known from the answers only;
        # and with every questionnaire counted the unit is no longer the company.
        part_only = bool(getattr(rules, "topic", "")) or job.measure.name == "referral_use"
        if not isinstance(rules, EvaluationRules) or part_only or rules.answers == "all":
            return {}
        if not {"cases", "interactions"} <= self.snapshot.present:
            return {}
        key = (rules.year, rules.case_year, rules.successions)
        if key not in self._guided:
            frame = population_of(self.source, rules).collect("polars").to_native()
            self._guided[key] = dict(frame.group_by("group").len().sort("group").iter_rows())
        by_segment = self._guided[key]
        return by_segment | {"": sum(by_segment.values())}

    def everybody(self, job: Job) -> bool:
        """Whether the denominator holds the silent too, which only some measures can place."""
        rules = job.parameters
        placed = job.measure.name in {"very_satisfied", "high_degree"} and not getattr(rules, "topic", "")
        return placed and isinstance(rules, EvaluationRules) and rules.denominator != "answered"

    def inhabitants(self, job: Job) -> dict[str, int]:
        """Inhabitants per municipality of the hub; 0 where the figure is missing."""
        if job.measure.shape != "spread":
            return {}
        year = getattr(job.parameters, "population_year", 0)
        rows = self.snapshot.tables["population"].filter(pl.col("year") == year)
        known = dict(rows.select("municipality", "persons").iter_rows())
        return {code: int(known.get(code, 0)) for code in self.contract.municipalities}
