"""How far each municipality is from its expected share: one dot a row, in Danish order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspil.platform.danish import sort_key
from samspil.web.charts import look
from samspil.web.charts.drawing import once
from samspil.web.jinja.formats import signed

Status = Literal["inside", "chance", "outside"]


@dataclass(frozen=True)
class Deviation:
    """A municipality: deviation in per cent of the expected number, and how it is judged.

    `low` and `high` are the ends of what chance alone would give in 95 of 100 years, in per cent.
    "chance" is outside the band, but no further than chance explains.
    """

    name: str
    value: float
    status: Status
    low: float | None = None
    high: float | None = None


def spread(rows: Sequence[Deviation], tolerance: float, says: str, limit: float | None = None) -> SafeString:
    """Draw the dots with the contract's band of plus and minus `tolerance` per cent.

    `limit` is the axis's end on both sides, so that drawings side by side share a scale.
    """
    ordered = sorted(rows, key=lambda row: sort_key(row.name))
    reach = limit or _reach(ordered, tolerance)
    return once(lambda: _chart(ordered, tolerance, reach), says, "spread", ordered, tolerance, reach)


def _chart(rows: Sequence[Deviation], tolerance: float, reach: float) -> alt.TopLevelMixin:
    names = [row.name for row in rows]
    y = alt.Y("name:N", sort=names, title=None, axis=alt.Axis(grid=False, labelPadding=10))
    x = alt.X(
        "value:Q",
        title=_("afvigelse fra forventet, pct."),
        scale=alt.Scale(domain=[-reach, reach], clamp=True, nice=False),
        axis=alt.Axis(tickCount=7, format="+,.0f", labelExpr="datum.value == 0 ? '0' : datum.label"),
    )
    data = [{**vars(row), "words": signed(row.value)} for row in rows]
    layers = [*_ground(tolerance), *_chance(data, y), _dots(data, x, y), *_far(data, y, reach)]
    return alt.layer(*layers).properties(width=look.WIDTH - 150, height=22 * max(len(names), 1))


def _reach(rows: Sequence[Deviation], tolerance: float) -> float:
    # One far town must not press all others together: beyond this, a dot stands at the edge with its number.
    furthest = max([abs(row.value) for row in rows] + [2 * tolerance])
    return float(min(5 * -(-furthest * 1.1 // 5), 5 * tolerance))


def _ground(tolerance: float) -> list[alt.Chart]:
    """The contract's band, and the line of what was expected."""
    band = look.plot([{"low": -tolerance, "high": tolerance}]).mark_rect(color=look.BAND)
    middle = look.plot([{"value": 0}]).mark_rule(color=look.SOFT, strokeWidth=1)
    return [band.encode(x="low:Q", x2="high:Q"), middle.encode(x="value:Q")]


def _chance(data: list[dict[str, Any]], y: alt.Y) -> list[alt.Chart]:
    known = [row for row in data if row["low"] is not None and row["high"] is not None]
    if not known:
        return []
    rule = look.plot(known).mark_rule(color=look.SOFT, strokeWidth=1, opacity=0.5, clip=True)
    return [rule.encode(x="low:Q", x2="high:Q", y=y)]


def _dots(data: list[dict[str, Any]], x: alt.X, y: alt.Y) -> alt.Chart:
    codes = list(look.DOTS)
    colours = [look.DOTS[code] for code in codes]
    fills = ["#ffffff" if code == "chance" else look.DOTS[code] for code in codes]
    shapes = [look.SHAPES[code] for code in codes]
    dots = look.plot(data).mark_point(filled=False, size=80, strokeWidth=2, opacity=1)
    chart: alt.Chart = dots.encode(
        x=x,
        y=y,
        stroke=alt.Stroke("status:N", scale=alt.Scale(domain=codes, range=colours), legend=None),
        fill=alt.Fill("status:N", scale=alt.Scale(domain=codes, range=fills), legend=None),
        shape=alt.Shape("status:N", scale=alt.Scale(domain=codes, range=shapes), legend=None),
    )
    return chart


def _far(data: list[dict[str, Any]], y: alt.Y, reach: float) -> list[alt.Chart]:
    """The number beside a dot that stands at the edge because its place is beyond it."""
    far = [
        {**row, "edge": reach if row["value"] > 0 else -reach} for row in data if abs(row["value"]) > reach
    ]
    if not far:
        return []
    base = look.plot(far).encode(x="edge:Q", y=y, text="words:N")
    side: dict[str, str] = {"align": "datum.edge > 0 ? 'right' : 'left'", "dx": "datum.edge > 0 ? -10 : 10"}
    return look.haloed(base, **{name: alt.expr(words) for name, words in side.items()})
