"""A figure over time: survey waves or the year's runs, with interval, target and forecast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspil.web.charts import look
from samspil.web.charts.drawing import once
from samspil.web.charts.shares import target_line
from samspil.web.jinja.formats import number

HEIGHT = 220


@dataclass(frozen=True)
class Wave:
    """A point in time by its name; a forecast is drawn hollow and reached by a broken line."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    forecast: bool = False


def waves(
    rows: Sequence[Wave],
    says: str,
    *,
    target: float | None = None,
    unit: str = "",
    scale: tuple[float, float] | None = None,
    decimals: int = 1,
) -> SafeString:
    """Draw the line from first to last, in the order given, the last value written out."""
    settings = (tuple(rows), target, unit, scale or _scale(rows, target), decimals)
    return once(lambda: _chart(*settings), says, "waves", *settings)


def _chart(
    rows: Sequence[Wave], target: float | None, unit: str, scale: tuple[float, float], decimals: int
) -> alt.TopLevelMixin:
    names = [row.label for row in rows]
    x = alt.X(
        "label:N",
        sort=names,
        title=None,
        axis=alt.Axis(grid=False, labelAngle=0),
        scale=alt.Scale(padding=0.4),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=list(scale), nice=False),
        axis=alt.Axis(tickCount=4, format=",.0f"),
    )
    data = [
        {**vars(row), "place": place, "top": row.value if row.high is None else row.high}
        for place, row in enumerate(rows)
    ]
    line = target_line(target, decimals, vertical=False) if target is not None else []
    layers = [*_bands(data, x), *line, *_lines(data, x, y), *_dots(data, x, y, decimals)]
    chart = alt.layer(*layers).properties(width=look.WIDTH - 100, height=HEIGHT)
    if not unit:
        return chart
    quiet: dict[str, Any] = {
        "anchor": "start",
        "frame": "group",
        "fontSize": 13,
        "fontWeight": 400,
        "color": look.SOFT,
    }
    return chart.properties(title=alt.TitleParams(unit, **quiet))


def _scale(rows: Sequence[Wave], target: float | None) -> tuple[float, float]:
    """From zero: a line that starts elsewhere makes a small change look large."""
    known = [each for row in rows for each in (row.value, row.high) if each is not None]
    top = max([*known, target or 0.0], default=1.0)
    bottom = min([row.low if row.low is not None else row.value for row in rows] + [0.0])
    return (bottom * 1.1, top * 1.15 if top > 0 else 1.0)


def _bands(data: list[dict[str, Any]], x: alt.X) -> list[alt.Chart]:
    sampled = [row for row in data if row["low"] is not None and row["high"] is not None]
    if not sampled:
        return []
    band = look.plot(sampled).mark_bar(color=look.ACCENT, opacity=0.18, width=22)
    return [band.encode(x=x, y="low:Q", y2="high:Q")]


def _lines(data: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    known = [row for row in data if not row["forecast"]]
    # The broken line begins where the known one ends.
    ahead = [*known[-1:], *[row for row in data if row["forecast"]]]
    drawn = [(known, [1, 0])] + ([(ahead, [4, 4])] if len(ahead) > 1 else [])
    return [
        look.plot(part)
        .mark_line(color=look.ACCENT, strokeWidth=2, strokeDash=dash)
        .encode(x=x, y=y, order="place:Q")
        for part, dash in drawn
        if len(part) > 1
    ]


def _dots(data: list[dict[str, Any]], x: alt.X, y: alt.Y, decimals: int) -> list[alt.Chart]:
    layers: list[alt.Chart] = []
    for forecast, fill in ((False, look.ACCENT), (True, "#ffffff")):
        part = [
            {**row, "words": _said(row["value"], decimals, forecast)}
            for row in data
            if row["forecast"] is forecast
        ]
        if not part:
            continue
        base = look.plot(part).encode(x=x, y=y)
        dots: dict[str, Any] = {
            "filled": True,
            "size": 70,
            "fill": fill,
            "stroke": look.ACCENT,
            "strokeWidth": 2,
            "opacity": 1,
        }
        words = look.plot(part).encode(x=x, y="top:Q", text="words:N")
        layers += [base.mark_point(**dots), *look.haloed(words, dy=-10, baseline="bottom")]
    return layers


def _said(value: float, decimals: int, forecast: bool) -> str:
    figure = number(value, decimals)
    return _("%(figure)s ventet") % {"figure": figure} if forecast else figure
