"""The scorecard (målopfyldelse): every point's readings with value, n, interval and verdict."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from samspil.core.measures.contract_parts import Unit

FORMAT = "samspil-scorecard/1"
Verdict = Literal["met", "not_met", "awaiting_data", "cannot_be_computed"]
GoalVerdict = Literal["met", "not_met", "partly_met", "awaiting_data", "cannot_be_computed"]
IntervalMethod = Literal["wilson", "newcombe", "rocks", "complete_count", "none"]

# Why a figure has no verdict, or one with a reservation; the pages and the CLI say the words.
REASONS: dict[str, str] = {
    "": "",
    "table_missing": "Dataudtrækket mangler en tabel, som målepunktet bruger.",
    "no_rows_yet": "Der er endnu ingen svar eller registreringer at regne på.",
    "empty_denominator": "Perioden er slut, og ingen hører til i nævneren.",
    "year_not_over": "Året er ikke slut, og målet er ikke nået endnu.",
    "deadline_not_passed": "Fristen er ikke nået, og der er ikke truffet afgørelse.",
    "no_method": "Kontrakten angiver ingen metode, der kan regnes på.",
    "no_target": "Kontrakten sætter intet tal, som resultatet kan holdes op imod.",
    "no_population": "Folketallet mangler for en af husets kommuner.",
    "no_comparison": "Der er intet resultat for det tidspunkt, der sammenlignes med.",
    "group_without_data": "Et af segmenterne har ingen svar.",
    "awaits_outcomes": "Registerdata for virksomhedernes udvikling er ikke kommet endnu.",
    "needs_study": "Registerdata er her; effekten opgøres i en effektmåling med kontrolgruppe.",
}


# What a group is called on the pages; waves are years and municipalities have names.
GROUPS: dict[str, str] = {
    "": "alle",
    "growth": "vækstsegment",
    "operation": "driftssegment",
    "unknown": "uoplyst segment",
    "individual": "individuel vejledning",
    "collective": "kollektive tilbud",
    "both": "begge dele",
    "promoter": "Promoter (9–10)",
    "passive": "passiv (7–8)",
    "detractor": "kritiker (0–6)",
}


class Shown(BaseModel):
    """A part of a scorecard; immutable once made."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Figure(Shown):
    """One value and how sure it is.

    `n` is the denominator in subjects or rows, `counted` its numerator; `interval` is the 95 per
    cent interval in the unit of the value; `population` is whom a sample stands for.
    """

    value: float | None
    n: int
    counted: int
    population: int | None = None
    interval: tuple[float, float] | None = None
    interval_method: IntervalMethod = "none"
    target: float | None = None
    verdict: Verdict
    crosses_target: bool = False
    reason: str = ""


class GroupFigure(Figure):
    """A figure for one group (segment, channel, wave, municipality)."""

    group: str
    decides: bool = True
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    chance: float | None = None
    chance_outside: float | None = None


class ReadingResult(Figure):
    """A point's figure under one reading; exclusions are counted by reason."""

    id: str
    label: str
    switches: dict[str, str | int | float]
    excluded: dict[str, int]
    groups: tuple[GroupFigure, ...] = ()


class PointResult(Shown):
    """A measurement point with its readings; the first is the chosen one."""

    id: str
    title: str
    measure: str
    same_as: str = ""
    unit: Unit
    direction: str
    preliminary: bool
    measured_by: str
    available_from: date | None = None
    readings: tuple[ReadingResult, ...]

    @property
    def chosen(self) -> ReadingResult:
        """The reading the contract is scored by."""
        return self.readings[0]

    def reading(self, reading_id: str) -> ReadingResult:
        """The reading of that id; KeyError when there is none."""
        for reading in self.readings:
            if reading.id == reading_id:
                return reading
        raise KeyError(reading_id)


class GoalResult(Shown):
    """A goal's verdict: partly met says how many of its points are met."""

    number: int
    title: str
    national: bool
    verdict: GoalVerdict
    met: int
    of: int


class Scorecard(Shown):
    """A contract scored from a snapshot; the same two give the same bytes."""

    format: str = FORMAT
    contract: str
    contract_hash: str
    hub: str
    year: int
    snapshot_hash: str
    as_of: date
    taken_at: datetime
    points: tuple[PointResult, ...]
    goals: tuple[GoalResult, ...]
    tally: dict[str, int]

    def point(self, point_id: str) -> PointResult:
        """The result of that point; KeyError when there is none."""
        for point in self.points:
            if point.id == point_id:
                return point
        raise KeyError(point_id)

    def to_json(self) -> str:
        """The scorecard as JSON, always the same text for the same content."""
        return self.model_dump_json(indent=2) + "\n"


def goal_verdict(verdicts: list[Verdict]) -> GoalVerdict:
    """A goal is met when all its points are, partly met when some are (B86: there is no other rule)."""
    if not verdicts:
        return "cannot_be_computed"
    if all(each == "met" for each in verdicts):
        return "met"
    if "met" in verdicts:
        return "partly_met"
    if "not_met" in verdicts:
        return "not_met"
    return "awaiting_data" if "awaiting_data" in verdicts else "cannot_be_computed"
