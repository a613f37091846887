"""Where the parts of the small drawings stand: bars with a target, and rows of small columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 160.0
HEIGHT = 20.0
# Room at both ends, so that a dot at 0 or 100 is drawn whole.
EDGE = 5.0


@dataclass(frozen=True)
class Bar:
    """Places in units of the drawing, rounded so that the same figures give the same bytes."""

    value: float | None
    target: float | None
    low: float | None
    high: float | None
    zero: float

    @property
    def band(self) -> float:
        """The width of the interval's band."""
        return round(self.high - self.low, 2) if self.low is not None and self.high is not None else 0.0


def bar(
    value: float | None,
    target: float | None = None,
    interval: Sequence[float] | None = None,
    scale: Sequence[float] = (0.0, 100.0),
) -> Bar:
    """Place a value, its interval and its target on a scale; what lies outside stands at the end."""
    start, end = scale
    if end <= start:
        raise ValueError(f"scale is {start} to {end}; the end must be above the start")

    def place(figure: float | None) -> float | None:
        if figure is None:
            return None
        share = (min(max(figure, start), end) - start) / (end - start)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 2)

    low, high = (place(interval[0]), place(interval[1])) if interval else (None, None)
    return Bar(place(value), place(target), low, high, place(0.0) or EDGE)


def scale_for(*figures: float | None) -> tuple[float, float]:
    """Return a scale from zero that holds all figures with a little air, for counts."""
    known = [figure for figure in figures if figure is not None]
    top = max(known, default=1.0)
    bottom = min([*known, 0.0])
    return (bottom * 1.1, top * 1.1 if top > 0 else 1.0)


@dataclass(frozen=True)
class Column:
    """One column of a row of small columns."""

    left: float
    top: float
    height: float
    value: float


def columns(values: Sequence[float], width: float = 6.0, gap: float = 2.0) -> list[Column]:
    """Return one column per value, the tallest as high as the drawing; a value above zero is always seen."""
    top = max(values, default=0)
    drawn = []
    for number, value in enumerate(values):
        height = max(round(value / top * HEIGHT, 2), 1.0) if top > 0 and value > 0 else 0.5
        drawn.append(Column(round(number * (width + gap), 2), round(HEIGHT - height, 2), height, value))
    return drawn
