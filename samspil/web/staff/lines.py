"""A scorecard's points as the pages show them: one line each, and tables of groups and readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from samspil.core.measures.contract import Goal, Point, ResultContract
from samspil.core.measures.registry import find
from samspil.core.measures.roles import BY_CODE
from samspil.core.measures.scorecard import (
    Figure,
    GoalResult,
    GroupFigure,
    PointResult,
    ReadingResult,
    Scorecard,
)
from samspil.platform.danish import sort_key
from samspil.web import words
from samspil.web.components.bars import scale_for
from samspil.web.components.tables import Column
from samspil.web.jinja import formats

if TYPE_CHECKING:
    from samspil.governance.models import ReportedResult

Scale = tuple[float, float]
FIXED: dict[str, Scale] = {"percent": (0.0, 100.0), "score": (-100.0, 100.0)}
Row = dict[str, Any]


@dataclass(frozen=True)
class Line:
    """One point: what was found, what the contract says of it, and what others measured."""

    result: PointResult
    point: Point
    title: str
    scale: Scale | None
    reported: Sequence[ReportedResult]

    @property
    def chosen(self) -> ReadingResult:
        return self.result.chosen

    @property
    def rows_of(self) -> str:
        """The point whose rows stand behind the figure; a point decided by another has none of its own."""
        return self.result.same_as or self.result.id

    @property
    def opens(self) -> bool:
        """Whether there are rows to open."""
        return bool(self.result.measure)

    @property
    def excluded(self) -> int:
        """How many were left out among those who could have counted."""
        return sum(rows for reason, rows in self.chosen.excluded.items() if not _aside(reason))

    @property
    def to_mend(self) -> int:
        """How many are left out for want of something that somebody can still write."""
        return sum(rows for reason, rows in self.chosen.excluded.items() if _can_be_mended(reason))

    @property
    def first_reason(self) -> str:
        """The exclusion to open first: what can be mended, else the most frequent."""
        found = {reason: rows for reason, rows in self.chosen.excluded.items() if not _aside(reason)}
        return max(found, key=lambda reason: (_can_be_mended(reason), found[reason]), default="")


@dataclass(frozen=True)
class Block:
    """A goal with the lines of its points."""

    result: GoalResult
    goal: Goal
    title: str
    lines: tuple[Line, ...]


def blocks(
    card: Scorecard, contract: ResultContract, reported: Mapping[str, Sequence[ReportedResult]]
) -> list[Block]:
    """Return every goal with its points, in the order of the contract."""
    results = {goal.number: goal for goal in card.goals}
    return [
        Block(
            results[goal.number],
            goal,
            words.title(goal),
            tuple(line(card.point(point.id), point, reported.get(point.id, ())) for point in goal.points),
        )
        for goal in contract.goals
    ]


def line(result: PointResult, point: Point, reported: Sequence[ReportedResult]) -> Line:
    """Return one point with the scale that its bar is drawn on."""
    return Line(result, point, words.title(point), scale(result), reported)


def scale(result: PointResult) -> Scale | None:
    """Return the scale of a point's bar; none where a bar says nothing."""
    chosen = result.chosen
    if result.unit == "yes_no" or chosen.value is None:
        return None
    if result.unit in FIXED:
        return FIXED[result.unit]
    if result.unit == "municipalities":
        return (0.0, float(max(chosen.target or 0, len(chosen.groups), chosen.value, 1)))
    return scale_for(chosen.value, chosen.target, *(chosen.interval or ()))


def _aside(reason: str) -> bool:
    return BY_CODE[f"excluded:{reason}"].aside


def _can_be_mended(reason: str) -> bool:
    return bool(BY_CODE[f"excluded:{reason}"].mend)


def shape(result: PointResult) -> str:
    """Return the shape of the measure behind a point; nothing for a point that is not measured."""
    return find(result.measure).shape if result.measure else ""


def exclusions(reading: ReadingResult) -> list[Row]:
    """Return the reasons for leaving rows out, the most frequent first, each with what mends it."""
    ordered = sorted(reading.excluded.items(), key=lambda each: (-each[1], each[0]))
    return [
        {
            "code": f"excluded:{reason}",
            "label": words.role(f"excluded:{reason}"),
            "count": rows,
            "mend": words.mend(f"excluded:{reason}"),
            "aside": _aside(reason),
        }
        for reason, rows in ordered
    ]


def readings(result: PointResult, point: Point) -> list[Row]:
    """Return a row per reading: what it changes, its figure, and the difference from the chosen one."""
    questions = {switch.name: switch for switch in point.switches}
    chosen = result.chosen.value
    return [
        {
            "id": reading.id,
            "label": _("Valgt fortolkning") if reading is result.chosen else reading.label,
            "changes": [questions[name].question for name in reading.switches if name in questions],
            "quote": _quote(point, reading),
            "figure": reading,
            "difference": difference(reading.value, chosen, result.unit),
        }
        for reading in result.readings
    ]


def difference(value: float | None, chosen: float | None, unit: str) -> str:
    """How far a value lies from the chosen one, with sign; a dash where either is missing."""
    off = None if value is None or chosen is None else value - chosen
    return formats.signed(off, formats.decimals_of(unit))


def _quote(point: Point, reading: ReadingResult) -> str:
    """The words of the contract that call for a reading; a combination names itself."""
    if len(reading.switches) != 1:
        return ""
    [(name, value)] = reading.switches.items()
    options = (other for switch in point.switches if switch.name == name for other in switch.others)
    return next((option.quote for option in options if option.value == value), "")


def basis(figure: Figure) -> str:
    """How sure a figure is, in words: fuld optælling, or of how many answers."""
    if figure.value is None:
        return ""
    if figure.interval_method == "complete_count":
        return _("fuld optælling")
    if figure.population:
        return _("%(n)s svar, står for %(population)s") % {
            "n": formats.number(figure.n),
            "population": formats.number(figure.population),
        }
    return _("%(n)s svar") % {"n": formats.number(figure.n)} if figure.n else ""


def group_rows(result: PointResult, reading: ReadingResult) -> list[Row]:
    """Return a row per group, municipalities in Danish order and everything else as it was counted."""
    groups: Sequence[GroupFigure] = reading.groups
    if shape(result) in {"spread", "coverage"}:
        groups = sorted(groups, key=lambda group: sort_key(words.group(group.group)))
    return [_group_row(group) for group in groups]


def _group_row(group: GroupFigure) -> Row:
    expected = group.expected
    off = None if not expected or group.value is None else 100 * (group.value - expected) / expected
    band = "" if group.low is None or group.high is None else formats.between((group.low, group.high))
    return {
        "code": group.group,
        "name": words.group(group.group),
        "value": group.value,
        "counted": group.counted,
        "n": group.n,
        "interval": "" if group.interval is None else formats.between(group.interval),
        "basis": basis(group),
        "target": group.target,
        "expected": expected,
        "band": band,
        "deviation": off,
        # What lies inside needs no excuse.
        "chance": words.chance(group.chance) if group.verdict == "not_met" else "",
        "verdict": group.verdict,
        "decides": group.decides,
    }


def group_columns(result: PointResult) -> list[Column]:
    """Return the columns that the groups of a point's measure have."""
    name = Column("name", _("Gruppe"))
    kind = shape(result)
    if kind == "spread":
        return [
            Column("name", _("Kommune")),
            Column("expected", _("Forventet"), "number", decimals=1),
            Column("counted", _("Faktisk"), "number"),
            Column("band", _("Bånd")),
            Column("deviation", _("Afvigelse"), "signed", unit=formats.unit_word("percent")),
            Column("verdict", _("Inden for båndet"), "verdict"),
            Column("chance", _("Tilfældigt?")),
        ]
    if kind == "coverage":
        return [
            Column("name", _("Kommune")),
            Column("counted", _("Antal"), "number"),
            Column("verdict", _("Vurdering"), "verdict"),
        ]
    counts = [Column("counted", _("Talt med"), "number"), Column("n", _("Ud af"), "number")]
    value = Column("value", _("Resultat"), "number", unit=formats.unit_word("percent"), decimals=1)
    if kind in {"weighted_change", "weighted_share"}:
        return [Column("name", _("Måling")), value, Column("interval", _("95 pct. sikkerhed")), *counts]
    if kind == "share":
        target = Column("target", _("Mål"), "number", unit=formats.unit_word("percent"))
        sure = Column("interval", _("95 pct. sikkerhed"))
        return [name, value, sure, *counts, target, Column("verdict", _("Vurdering"), "verdict")]
    share = Column("value", _("Andel"), "number", unit=formats.unit_word("percent"), decimals=1)
    return [name, Column("counted", _("Antal"), "number"), share]
