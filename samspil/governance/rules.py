"""What is decided about results that others report: which figures can be right."""

from __future__ import annotations

import datetime as dt

# The range a result can lie in, by the unit of its point.
RANGES: dict[str, tuple[float, float]] = {
    "percent": (0, 100),
    "points": (-100, 100),
    "score": (-100, 100),
    "yes_no": (0, 1),
    "count": (0, float("inf")),
    "municipalities": (0, 98),
}
WHOLE = frozenset({"count", "municipalities", "yes_no"})


def faults(
    *, unit: str, value: float, low: float | None, high: float | None, reported_on: dt.date, today: dt.date
) -> list[str]:
    """Return what cannot be right, each as found and wanted, in Danish; nothing when all can be."""
    least, most = RANGES[unit]
    found = []
    for name, number in (("Resultat", value), ("Nedre grænse", low), ("Øvre grænse", high)):
        if number is not None and not least <= number <= most:
            found.append(f"{name} er {number:g}; det skal ligge mellem {least:g} og {most:g}.")
    if unit in WHOLE and value != int(value):
        found.append(f"Resultat er {value:g}; det skal være et helt tal.")
    if (low is None) != (high is None):
        found.append("Intervallet har kun den ene grænse; skriv begge eller ingen.")
    elif low is not None and high is not None and not low <= value <= high:
        found.append(f"Resultat er {value:g}; det skal ligge i intervallet {low:g} til {high:g}.")
    if reported_on > today:
        found.append(f"Datoen {reported_on} ligger i fremtiden.")
    return found
