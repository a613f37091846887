"""The drawing on a measurement point's page: a map, shares with intervals, or survey waves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samspil.core.measures.scorecard import GroupFigure
from samspil.core.reference import municipalities, provenance
from samspil.web import words
from samspil.web.charts.maps import Area, area_map
from samspil.web.charts.shares import Share, shares
from samspil.web.charts.spread import Status
from samspil.web.charts.waves import Wave, waves
from samspil.web.jinja import formats
from samspil.web.staff import lines

if TYPE_CHECKING:
    from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Drawing:
    """An SVG with the words around it; the page adds the table with the same figures."""

    svg: SafeString
    caption: str
    legend: tuple[tuple[str, str], ...] = ()
    source: str = ""


def drawing(line: lines.Line) -> Drawing | None:
    """Return the drawing of a point's chosen reading; none where there are no groups to draw."""
    draw = BY_SHAPE.get(lines.shape(line.result))
    return draw(line) if draw and line.chosen.groups else None


def _spread(line: lines.Line) -> Drawing | None:
    groups = _on_the_map(line)
    if not groups:
        return None
    areas = [Area(each.group, _status(each), _off(each)) for each in groups]
    inside = sum(area.status == "inside" for area in areas)
    says = _("Kort: %(inside)s af %(of)s kommuner ligger inden for båndet.") % {
        "inside": inside,
        "of": len(areas),
    }
    legend = (
        ("inside", _("inden for båndet")),
        ("chance", _("uden for, men kan være tilfældigt")),
        ("outside", _("uden for båndet")),
    )
    return Drawing(area_map(areas, says), _("Aktiviteten mod indbyggertallet"), legend, _map_source())


def _coverage(line: lines.Line) -> Drawing | None:
    groups = _on_the_map(line)
    if not groups:
        return None
    areas = [Area(each.group, "inside" if each.verdict == "met" else "outside") for each in groups]
    inside = sum(area.status == "inside" for area in areas)
    says = _("Kort: %(inside)s af %(of)s kommuner er nået.") % {"inside": inside, "of": len(areas)}
    legend = (("inside", _("nået")), ("outside", _("ikke nået")))
    return Drawing(area_map(areas, says), line.title, legend, _map_source())


def _shares(line: lines.Line) -> Drawing:
    rows = [
        Share(words.group(each.group), each.value, *(each.interval or (None, None)))
        for each in line.chosen.groups
    ]
    # Parts of a whole have no target of their own.
    target = line.chosen.target if lines.shape(line.result) == "share" else None
    said = "; ".join(f"{row.label} {formats.quantity(row.value, 'percent')}" for row in rows)
    return Drawing(
        shares(rows, said, target=target, unit=formats.unit_word("percent")), _("Fordelt på grupper")
    )


def _waves(line: lines.Line) -> Drawing | None:
    known = sorted(
        (each for each in line.chosen.groups if each.value is not None), key=lambda each: each.group
    )
    rows = [
        Wave(words.group(each.group), each.value, *(each.interval or (None, None)))
        for each in known
        if each.value is not None
    ]
    if len(rows) < 2:
        return None
    said = "; ".join(f"{row.label} {formats.quantity(row.value, 'percent')}" for row in rows)
    return Drawing(waves(rows, said, unit=formats.unit_word("percent")), _("Fra måling til måling"))


BY_SHAPE: dict[str, Callable[[lines.Line], Drawing | None]] = {
    "spread": _spread,
    "coverage": _coverage,
    "share": _shares,
    "promoter_score": _shares,
    "balance": _shares,
    "count": _shares,
    "weighted_change": _waves,
}


def _on_the_map(line: lines.Line) -> list[GroupFigure]:
    """The groups that are municipalities, when there are enough of them to know a map by."""
    found = [each for each in line.chosen.groups if each.group in municipalities()]
    return found if len(found) > 1 else []


def _status(group: GroupFigure) -> Status:
    if group.verdict == "met":
        return "inside"
    return "chance" if (group.chance or 0) >= words.DOUBTFUL else "outside"


def _off(group: GroupFigure) -> str:
    """How far a municipality lies from what was expected, as it stands beside its name."""
    if not group.expected or group.value is None:
        return ""
    return f"{formats.signed(100 * (group.value - group.expected) / group.expected)}{_unit()}"


def _unit() -> str:
    return "%" if words.in_english() else " pct."


def _map_source() -> str:
    return provenance("municipalities.geojson").licence
