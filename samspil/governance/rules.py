"""What is decided about results that others report: which figures can be right."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# The range a result can lie in, by the unit of its point.
RANGES: dict[str, tuple[float, float]] = {
    "percent": (0, 100),
    "points": (-100, 100),
    "score": (-100, 100),
    "yes_no": (0, 1),
    "count": (0, 1_000_000_000),
    "municipalities": (0, 98),
}
WHOLE = frozenset({"count", "municipalities", "yes_no"})


def N_(text: str) -> str:  # noqa: N802  the mark by which words are collected for translation
    """Mark a text for translation; whoever shows it translates it."""
    return text


@dataclass(frozen=True)
class Fault:
    """What cannot be right: Danish words and what to put in them."""

    words: str
    values: dict[str, str]


def faults(
    *, unit: str, value: float, low: float | None, high: float | None, reported_on: dt.date, today: dt.date
) -> list[Fault]:
    """Return what cannot be right about a figure, as found and wanted; nothing when all can be."""
    least, most = RANGES[unit]
    found = [
        Fault(
            N_("%(found)s kan ikke være rigtigt; tallet skal ligge mellem %(least)s og %(most)s."),
            {"found": f"{number:g}", "least": f"{least:g}", "most": f"{most:g}"},
        )
        for number in (value, low, high)
        if number is not None and not least <= number <= most
    ]
    if unit in WHOLE and value != int(value):
        found.append(Fault(N_("%(found)s skal være et helt tal."), {"found": f"{value:g}"}))
    if (low is None) != (high is None):
        found.append(Fault(N_("Intervallet har kun den ene grænse; skriv begge eller ingen."), {}))
    elif low is not None and high is not None and not low <= value <= high:
        limits = {"found": f"{value:g}", "low": f"{low:g}", "high": f"{high:g}"}
        found.append(Fault(N_("%(found)s ligger ikke i intervallet %(low)s til %(high)s."), limits))
    if reported_on > today:
        found.append(Fault(N_("Datoen %(found)s ligger i fremtiden."), {"found": f"{reported_on}"}))
    return found
