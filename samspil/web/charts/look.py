"""How charts look: letters, colours and quiet axes, in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import altair as alt

INK = "#1a1d1f"
SOFT = "#4b555b"
LINE = "#d9dfe1"
# The default accent of accent.css; a drawing cannot read a style sheet.
ACCENT = "#0b5563"
BAND = "#dcebed"

# Three steps of lightness, so that they differ in grey as well; checked for the common colour blindnesses.
STATUS = {"inside": "#d3e4e7", "chance": "#eab766", "outside": "#a8431a"}
DOTS = {"inside": "#0b5563", "chance": "#8a5a00", "outside": "#a8431a"}
SHAPES = {"inside": "circle", "chance": "circle", "outside": "diamond"}

FONT = "IBM Plex Sans"
FONTS = Path(__file__).resolve().parents[1] / "static/vendor/dkfds/fonts/IBMPlexSans/complete/ttf"
# Narrow enough that letters can still be read when a phone makes the whole smaller.
WIDTH = 500


def config() -> dict[str, Any]:
    """Return the settings that every chart shares."""
    axis = {
        "labelColor": SOFT,
        "labelFontSize": 13,
        "titleColor": SOFT,
        "titleFontSize": 13,
        "titleFontWeight": 400,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelPadding": 6,
        "labelLimit": 260,
    }
    return {
        "font": FONT,
        "background": "transparent",
        "padding": 4,
        "view": {"stroke": None},
        "axis": axis,
        "axisY": {"labelColor": INK, "labelFontSize": 14},
        "text": {"color": INK, "fontSize": 13},
        "legend": {"disable": True},
    }


def plot(rows: Sequence[Mapping[str, Any]]) -> alt.Chart:
    """Return an empty chart of rows."""
    return alt.Chart(alt.Data(values=list(rows)))  # type: ignore[no-untyped-call]  # altair leaves it untyped


def haloed(base: alt.Chart, **marks: Any) -> list[alt.Chart]:
    """Return text with a pale rim beneath it, so that it can be read on lines and shades."""
    given = {"fontSize": 13, "fontWeight": 500, **marks}
    rim = base.mark_text(**{**given, "stroke": "#ffffff", "strokeWidth": 4, "strokeJoin": "round"})
    return [rim, base.mark_text(**{**given, "color": INK})]
