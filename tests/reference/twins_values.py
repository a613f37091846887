"""Slow twins of the figures: from members to value, interval and verdict, in exact fractions."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from samspil.core.measures.contract import Point
from tests.reference import twins_intervals
from tests.reference.twins_shared import Member, Tables, case_lacks, person

Interval = tuple[float, float]
AWAITING, IMPOSSIBLE = "awaiting_data", "cannot_be_computed"


@dataclass
class Wanted:
    """What a reading must say; values of groups by group."""

    value: Fraction | None
    n: int
    counted: int
    verdict: str
    interval: Interval | None = None
    groups: dict[str, Fraction | None] = field(default_factory=dict)


@dataclass
class Setting:
    """Everything beside the members that a figure depends on."""

    tables: Tables
    hub: str
    area: tuple[str, ...]
    point: Point
    p: Any
    target: float | None
    as_of: date

    @property
    def over(self) -> bool:
        return self.as_of >= date(self.point.activity_year, 12, 31)


def of(members: Sequence[Member], group: str | None = None) -> tuple[list[Member], list[Member]]:
    """The counted, and the whole denominator, of a group or of all."""
    whole = [m for m in members if m.role in ("counted", "base") and group in (None, m.group)]
    return [m for m in whole if m.role == "counted"], whole


def weight(members: Sequence[Member]) -> Fraction:
    return sum((Fraction(m.weight) for m in members), Fraction(0))


def against_target(s: Setting, value: Fraction) -> str:
    """Unrounded value against the target; a count can still grow while the year lasts."""
    if s.target is None:
        return IMPOSSIBLE
    reached = value > Fraction(s.target) if s.point.direction == "above" else value >= Fraction(s.target)
    if reached:
        return "met"
    return AWAITING if s.point.cumulative and not s.over else "not_met"


def nothing(s: Setting) -> Wanted:
    """No denominator is not zero."""
    return Wanted(None, 0, 0, IMPOSSIBLE if s.point.extent == "census" and s.over else AWAITING)


def guided(s: Setting, segment: str | None) -> int:
    """How many companies the hub guided in the cohort, by the segment of the latest case begun."""
    latest: dict[str, tuple[date, str, str]] = {}
    for case in s.tables["cases"]:
        if not case_lacks(s.tables, s.hub, case, s.p.case_year, s.p.year):
            entity = person(s.tables, case["subject"], s.p.successions).entity
            this = (case["started"], case["case"], case.get("segment") or "unknown")
            latest[entity] = max(latest.get(entity, this), this)
    return sum(1 for _, _, found in latest.values() if segment in (None, found))


def sample_interval(
    s: Setting, share: Fraction, n: float, rows: int, population: int | None
) -> Interval | None:
    """Wilson's interval in per cent with the finite-population correction; none when all are counted."""
    if s.point.extent != "sample" or (population is not None and rows >= population):
        return None
    if population is not None and n > 1:
        n = n * (population - 1) / (population - n)
    low, high = twins_intervals.wilson(float(share), n)
    return 100 * low, 100 * high


def stands_for(s: Setting, segment: str | None, rows: int) -> int | None:
    """The companies a sample of evaluations stands for; None when nobody knows how many."""
    if getattr(s.p, "topic", "") or s.point.measure == "referral_use" or s.p.answers == "all":
        return None
    if s.p.denominator != "answered":
        return rows
    known = guided(s, segment)
    return known if known >= rows else None


def share(s: Setting, members: Sequence[Member]) -> Wanted:
    counted, whole = of(members)
    if not whole:
        return nothing(s)
    value = Fraction(100 * len(counted), len(whole))
    population = stands_for(s, None, len(whole)) if s.point.extent == "sample" else None
    interval = sample_interval(s, value / 100, len(whole), len(whole), population)
    if s.point.measure != "very_satisfied" or s.p.segments == "together":
        return Wanted(value, len(whole), len(counted), against_target(s, value), interval)
    groups: dict[str, Fraction | None] = {"growth": None, "operation": None}
    for group in {m.group for m in whole}:
        some, all_of_it = of(members, group)
        groups[group] = Fraction(100 * len(some), len(all_of_it))
    deciding = [v for group, v in groups.items() if group != "unknown" or s.p.unknown_segment == "must_pass"]
    verdicts = [AWAITING if v is None else against_target(s, v) for v in deciding]
    verdict = next((each for each in ("not_met", AWAITING) if each in verdicts), "met")
    return Wanted(value, len(whole), len(counted), verdict, interval, groups)


def waves(s: Setting, wave: int) -> int | None:
    """Firms in the population of the wave; nobody knows how many of them know the hub."""
    if s.p.question != "heard":
        return None
    return next(
        (w["population"] for w in s.tables["waves"] if (w["organisation"], w["wave"]) == (s.hub, wave)), None
    )


def one_wave(
    s: Setting, members: Sequence[Member], wave: int, group: str
) -> tuple[Fraction, Interval | None] | None:
    """The weighted share of a wave, and its interval on Kish's effective size."""
    counted, whole = of(members, group)
    if weight(whole) == 0:
        return None
    value = weight(counted) / weight(whole)
    size = weight(whole) ** 2 / sum(Fraction(m.weight) ** 2 for m in whole)
    return value, sample_interval(s, value, float(size), len(whole), waves(s, wave))


def weighted_share(s: Setting, members: Sequence[Member]) -> Wanted:
    found = one_wave(s, members, s.p.wave, "")
    if found is None:
        return nothing(s)
    counted, whole = of(members)
    value = 100 * found[0]
    return Wanted(value, len(whole), len(counted), against_target(s, value), found[1])


def weighted_change(s: Setting, members: Sequence[Member]) -> Wanted:
    now = one_wave(s, members, s.p.wave, str(s.p.wave))
    if now is None:
        return nothing(s)
    counted, whole = of(members, str(s.p.wave))
    before = one_wave(s, members, s.p.against, str(s.p.against))
    if before is None and str(s.p.against) in s.point.baselines:
        before = Fraction(s.point.baselines[str(s.p.against)]) / 100, None
    if before is None:
        return Wanted(None, len(whole), len(counted), AWAITING)
    here = now[1] or (100 * float(now[0]), 100 * float(now[0]))
    there = before[1] or (100 * float(before[0]), 100 * float(before[0]))
    change, earlier, value = 100 * (now[0] - before[0]), 100 * float(before[0]), 100 * float(now[0])
    down = ((value - here[0]) ** 2 + (there[1] - earlier) ** 2) ** 0.5
    up = ((here[1] - value) ** 2 + (earlier - there[0]) ** 2) ** 0.5
    interval = (value - earlier - down, value - earlier + up)
    return Wanted(change, len(whole), len(counted), against_target(s, change), interval)


def promoter_score(s: Setting, members: Sequence[Member]) -> Wanted:
    kinds = {kind: len(of(members, kind)[1]) for kind in ("promoter", "passive", "detractor")}
    n = sum(kinds.values())
    if n == 0:
        return nothing(s)
    value = Fraction(100 * (kinds["promoter"] - kinds["detractor"]), n)
    population = stands_for(s, None, n)
    complete = population is not None and n >= population
    up, passive, down = kinds.values()
    interval = None if complete else twins_intervals.promoters(up, passive, down, population)
    return Wanted(value, n, kinds["promoter"], against_target(s, value), interval)


def count(s: Setting, members: Sequence[Member]) -> Wanted:
    value = weight(of(members)[0])
    return Wanted(value, int(value), int(value), against_target(s, value))


def spread(s: Setting, members: Sequence[Member]) -> Wanted:
    people = {
        row["municipality"]: row["persons"]
        for row in s.tables["population"]
        if row["year"] == s.p.population_year
    }
    total = len(of(members)[0])
    if not all(people.get(place) for place in s.area):
        return Wanted(None, total, 0, IMPOSSIBLE)
    if total == 0:
        return nothing(s)
    inside = 0
    groups: dict[str, Fraction | None] = {}
    for place in s.area:
        part = Fraction(people[place], sum(people[each] for each in s.area))
        actual = len(of(members, place)[0])
        groups[place] = Fraction(actual)
        if s.p.band_kind == "relative":
            inside += abs(actual - part * total) * 100 <= part * total * Fraction(s.p.band)
        else:
            inside += abs(Fraction(actual, total) - part) * 100 <= Fraction(s.p.band)
    return Wanted(Fraction(inside), total, inside, against_target(s, Fraction(inside)), None, groups)


def balance(s: Setting, members: Sequence[Member]) -> Wanted:
    one, many = len(of(members, "individual")[0]), len(of(members, "collective")[0])
    if one + many == 0:
        return nothing(s)
    value = Fraction(100 * one, one + many)
    verdict = IMPOSSIBLE
    if s.p.tolerance != "none":
        verdict = "met" if abs(value - 50) <= int(s.p.tolerance) else "not_met"
    return Wanted(value, one + many, one, verdict)


def coverage(s: Setting, members: Sequence[Member]) -> Wanted:
    counted, whole = of(members)
    return Wanted(Fraction(len(counted)), len(whole), len(counted), against_target(s, Fraction(len(counted))))


def milestone(s: Setting, members: Sequence[Member]) -> Wanted:
    counted, whole = of(members)
    if not whole:
        return Wanted(None, 0, 0, AWAITING)
    done = bool(counted)
    return Wanted(Fraction(done), len(whole), len(counted), "met" if done else "not_met")


def effect(s: Setting, members: Sequence[Member]) -> Wanted:
    counted, whole = of(members)
    return Wanted(None, len(whole), len(counted), AWAITING)


FIGURES = {
    "share": share,
    "weighted_share": weighted_share,
    "weighted_change": weighted_change,
    "promoter_score": promoter_score,
    "count": count,
    "spread": spread,
    "balance": balance,
    "coverage": coverage,
    "milestone": milestone,
    "effect": effect,
}
