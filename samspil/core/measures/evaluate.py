"""Score a contract from a snapshot: every point, every reading, and who was counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from samspil.core.measures.contract import Point, ResultContract
from samspil.core.measures.counts import MEMBER_COLUMNS, Counts
from samspil.core.measures.facts import AMOUNTS, WEIGHTED, Facts, Job
from samspil.core.measures.figures import Answer, Question, crosses, reaches
from samspil.core.measures.problems import InputError, Problem, nearest
from samspil.core.measures.registry import find
from samspil.core.measures.roles import ROLES, Frame
from samspil.core.measures.scorecard import (
    GoalResult,
    PointResult,
    ReadingResult,
    Scorecard,
    Verdict,
    goal_verdict,
)
from samspil.core.measures.snapshot import Snapshot
from samspil.core.measures.sources import Engine, Source
from samspil.core.measures.values import SHAPES

CODES = pl.Series([role.code for role in ROLES], dtype=pl.String)
# How many plans an engine gets at a time: enough to share work, few enough to keep memory low.
BATCH = 16


@dataclass(frozen=True)
class Evaluation:
    """A scorecard and the members behind each of its figures."""

    scorecard: Scorecard
    members: pl.DataFrame


def evaluate(
    contract: ResultContract, snapshot: Snapshot, *, engine: Engine = "polars", keep_members: bool = True
) -> Evaluation:
    """Score every point of the contract under every reading, at the snapshot's day.

    Members have columns point, reading, subject, row, group, role, weight, sorted, so that the
    same contract and snapshot give the same bytes on any engine and number of threads.
    """
    source = Source.of(snapshot, contract.hub, contract.municipalities, engine)
    jobs = [job for point in contract.points for job in _jobs(point)]
    facts = Facts(contract, snapshot, source)
    results: dict[tuple[str, str], ReadingResult] = {}
    kept: list[pl.DataFrame] = []
    for job, members in _collect(source, jobs):
        results[job.point.id, job.reading.id] = _result(job, members, facts)
        if keep_members:
            label = {"point": pl.lit(job.point.id), "reading": pl.lit(job.reading.id)}
            kept.append(members.with_columns(**label).select("point", "reading", *MEMBER_COLUMNS))
    points = tuple(_point(point, results, contract, snapshot) for point in contract.points)
    return Evaluation(_scorecard(contract, snapshot, points), _stack(kept))


def check_hub(contract: ResultContract, snapshot: Snapshot) -> None:
    """Refuse a snapshot whose rows all belong to others: most often a misspelt code.

    Raises InputError naming the nearest organisation there is.
    """
    found = {
        code
        for frame in snapshot.tables.values()
        if "organisation" in frame.columns
        for code in frame["organisation"].unique()
    }
    if found and contract.hub not in found:
        wanted = f'rows of "{contract.hub}"' + nearest(contract.hub, found)
        raise InputError([Problem("snapshot", 0, "organisation", ", ".join(sorted(found)[:10]), wanted)])


def members_of(
    contract: ResultContract,
    snapshot: Snapshot,
    point_id: str,
    reading_id: str = "chosen",
    *,
    engine: Engine = "polars",
) -> pl.DataFrame:
    """Members (subject, row, group, role, weight) of one point under one reading."""
    source = Source.of(snapshot, contract.hub, contract.municipalities, engine)
    jobs = [job for job in _jobs(contract.point(point_id)) if job.reading.id == reading_id]
    if not jobs:
        raise KeyError(reading_id)
    return next(iter(_collect(source, jobs)))[1]


def _jobs(point: Point) -> list[Job]:
    if not point.measure:
        return []
    measure = find(point.measure)
    return [Job(point, reading, measure, point.arguments(reading)) for reading in point.readings()]


def _collect(source: Source, jobs: list[Job]) -> Iterable[tuple[Job, pl.DataFrame]]:
    for start in range(0, len(jobs), BATCH):
        batch = jobs[start : start + BATCH]
        frames = _run([job.measure.build(source, job.parameters) for job in batch])
        for job, frame in zip(batch, frames, strict=True):
            yield job, _tidy(frame)


def _run(frames: list[Frame]) -> list[pl.DataFrame]:
    natives = [frame.to_native() for frame in frames]
    if all(isinstance(native, pl.LazyFrame) for native in natives):
        return pl.collect_all(natives)
    return [frame.collect("polars").to_native() for frame in frames]


def _tidy(frame: pl.DataFrame) -> pl.DataFrame:
    """Ranks become role codes; rows are put in one order."""
    coded = frame.with_columns(role=CODES.gather(frame["rank"]))
    return coded.select(MEMBER_COLUMNS).sort(MEMBER_COLUMNS)


def _stack(kept: list[pl.DataFrame]) -> pl.DataFrame:
    if not kept:
        columns = ["point", "reading", *MEMBER_COLUMNS]
        return pl.DataFrame(schema={name: pl.Float64 if name == "weight" else pl.String for name in columns})
    return pl.concat(kept)


def _result(job: Job, members: pl.DataFrame, facts: Facts) -> ReadingResult:
    weighted = job.measure.shape in WEIGHTED | AMOUNTS
    counts = Counts.of(members, weighted)
    target = job.point.target(facts.contract.year)
    question = Question(
        job.point,
        job.parameters,
        target,
        counts,
        facts.snapshot.as_of,
        facts.population(job),
        facts.inhabitants(job),
        facts.everybody(job),
    )
    missing = set(job.measure.needs(job.parameters)) - facts.snapshot.present
    if missing:
        answer = Answer(None, 0, 0, verdict="awaiting_data", reason="table_missing")
    else:
        answer = SHAPES[job.measure.shape](question)
    verdict, reason = _decide(question, answer)
    return ReadingResult(
        id=job.reading.id,
        label=job.reading.label,
        switches=job.reading.switches,
        excluded=counts.excluded,
        value=answer.value,
        n=answer.n,
        counted=answer.counted,
        population=answer.population,
        interval=answer.interval,
        interval_method=answer.method,
        target=target,
        verdict=verdict,
        crosses_target=_close(answer, target),
        reason=reason,
        groups=answer.groups,
    )


def _close(answer: Answer, target: float | None) -> bool:
    """Whether chance could turn the verdict: by the whole, or by a group that decides."""
    by_group = any(group.decides and group.crosses_target for group in answer.groups)
    return by_group or crosses(answer.interval, target)


def _decide(question: Question, answer: Answer) -> tuple[Verdict, str]:
    """The common rule: a shape's own verdict, else value against target."""
    if answer.verdict is not None:
        return answer.verdict, answer.reason
    if question.target is None or answer.value is None:
        return "cannot_be_computed", answer.reason or "no_target"
    if reaches(answer.value, question.target, question.point.direction):
        return "met", ""
    if question.point.cumulative and not question.over:
        return "awaiting_data", "year_not_over"
    return "not_met", ""


def _point(
    point: Point, results: dict[tuple[str, str], ReadingResult], contract: ResultContract, snapshot: Snapshot
) -> PointResult:
    decides = contract.point(point.same_as) if point.same_as else point
    if decides.measure:
        readings = tuple(results[decides.id, reading.id] for reading in decides.readings())
    else:
        readings = (_unmeasured(point, contract),)
    return PointResult(
        id=point.id,
        title=point.title,
        measure=decides.measure,
        same_as=point.same_as,
        unit=point.unit,
        direction=point.direction,
        preliminary=snapshot.as_of < date(point.activity_year, 12, 31),
        measured_by=point.measured_by,
        available_from=_available(point),
        readings=readings,
    )


def _available(point: Point) -> date | None:
    """The first day an effect can be judged: when the second year after the cohort's is over."""
    if not point.measure or find(point.measure).shape != "effect":
        return None
    cohort: int = getattr(point.arguments(point.readings()[0]), "cohort")  # noqa: B009  not every measure has one
    return date(cohort + 3, 1, 1)


def _unmeasured(point: Point, contract: ResultContract) -> ReadingResult:
    return ReadingResult(
        id="chosen",
        label="Valgt fortolkning",
        switches={},
        excluded={},
        value=None,
        n=0,
        counted=0,
        target=point.target(contract.year),
        verdict="cannot_be_computed",
        reason="no_method",
    )


def _scorecard(contract: ResultContract, snapshot: Snapshot, points: tuple[PointResult, ...]) -> Scorecard:
    by_id = {point.id: point.chosen.verdict for point in points}
    goals = []
    for goal in contract.goals:
        verdicts = [by_id[point.id] for point in goal.points]
        goals.append(
            GoalResult(
                number=goal.number,
                title=goal.title,
                national=goal.national,
                verdict=goal_verdict(verdicts),
                met=verdicts.count("met"),
                of=len(verdicts),
            )
        )
    # A point that another decides is not counted twice.
    own = [point.chosen.verdict for point in points if not point.same_as]
    tally = {
        verdict: own.count(verdict) for verdict in ("met", "not_met", "awaiting_data", "cannot_be_computed")
    }
    return Scorecard(
        contract=contract.id,
        contract_hash=contract.hash,
        hub=contract.hub,
        year=contract.year,
        snapshot_hash=snapshot.hash,
        as_of=snapshot.as_of,
        taken_at=snapshot.taken_at,
        points=points,
        goals=tuple(goals),
        tally=tally,
    )
