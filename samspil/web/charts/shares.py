"""Shares with their intervals against a target, one a row on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from samspil.web.charts import look
from samspil.web.charts.drawing import once
from samspil.web.jinja.formats import between, number


@dataclass(frozen=True)
class Share:
    """A row: value and interval in the unit of the axis; None is "no data" and drawn as words."""

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None


def shares(
    rows: Sequence[Share],
    says: str,
    *,
    target: float | None = None,
    unit: str = "",
    scale: tuple[float, float] = (0.0, 100.0),
    decimals: int = 1,
) -> SafeString:
    """Draw dots with pale bands and the target as a thin line with its word, in the order given."""
    kept = tuple(rows)
    settings = (kept, target, unit, scale, decimals)
    return once(lambda: _chart(*settings), says, "shares", *settings)


def _chart(
    rows: Sequence[Share], target: float | None, unit: str, scale: tuple[float, float], decimals: int
) -> alt.TopLevelMixin:
    names = [row.label for row in rows]
    y = alt.Y("label:N", sort=names, title=None, axis=alt.Axis(grid=False))
    x = alt.X(
        "value:Q",
        title=unit or None,
        scale=alt.Scale(domain=list(scale), clamp=True, nice=False),
        axis=alt.Axis(tickCount=5, format=",.0f"),
    )
    data = [_row(row, scale[0], decimals) for row in rows]
    line = target_line(target, decimals) if target is not None else []
    layers = [*_bands(data, y), *line, _dots(data, x, y), _words(data, y)]
    return alt.layer(*layers).properties(width=look.WIDTH - 250, height=30 * max(len(names), 1))


def _row(row: Share, start: float, decimals: int) -> dict[str, Any]:
    # A row without data keeps its place on the axis, where its dot is not seen.
    value = start if row.value is None else row.value
    return {**vars(row), "value": value, "seen": float(row.value is not None), "words": _said(row, decimals)}


def _bands(data: list[dict[str, Any]], y: alt.Y) -> list[alt.Chart]:
    sampled = [row for row in data if row["low"] is not None and row["high"] is not None]
    if not sampled:
        return []
    band = look.plot(sampled).mark_bar(color=look.ACCENT, opacity=0.22, height=14)
    return [band.encode(x="low:Q", x2="high:Q", y=y)]


def _dots(data: list[dict[str, Any]], x: alt.X, y: alt.Y) -> alt.Chart:
    dots = look.plot(data).mark_point(filled=True, size=90, color=look.ACCENT)
    chart: alt.Chart = dots.encode(x=x, y=y, opacity=alt.Opacity("seen:Q", scale=None))
    return chart


def _words(data: list[dict[str, Any]], y: alt.Y) -> alt.Chart:
    """The figures in a column of their own, where no line crosses them."""
    text = look.plot(data).mark_text(align="left", dx=10, fontSize=13)
    chart: alt.Chart = text.encode(x=alt.value("width"), y=y, text="words:N")
    return chart


def _said(row: Share, decimals: int) -> str:
    if row.value is None:
        return _("ingen data")
    value = number(row.value, decimals)
    if row.low is None or row.high is None:
        return value
    return f"{value} ({between((row.low, row.high), decimals)})"


def target_line(target: float, decimals: int = 0, *, vertical: bool = True) -> list[alt.Chart]:
    """Return the thin line of a target and its word, upright or lying."""
    figure = number(target, 0 if float(target).is_integer() else decimals)
    words = _("mål %(target)s") % {"target": figure}
    line = look.plot([{"value": target, "words": words}])
    rule = line.mark_rule(color=look.INK, strokeWidth=1.2)
    if vertical:
        above = line.mark_text(dy=-8, baseline="bottom", color=look.INK)
        return [rule.encode(x="value:Q"), above.encode(x="value:Q", y=alt.value(0), text="words:N")]
    right = line.mark_text(dx=6, align="left", color=look.INK)
    return [rule.encode(y="value:Q"), right.encode(y="value:Q", x=alt.value("width"), text="words:N")]
