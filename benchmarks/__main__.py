"""make bench: run every benchmark, or those named, and write the figures to benchmarks/results/."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import crm, hub_years, machine

RESULTS = Path(__file__).parent / "results"
# By the name of the file that keeps its figures.
BENCHMARKS: dict[str, Callable[[], list[dict[str, object]]]] = {"hub-years": hub_years.run, "crm": crm.run}


def main(names: list[str]) -> None:
    """Measure, print and keep."""
    RESULTS.mkdir(exist_ok=True)
    for name in names or BENCHMARKS:
        figures = {"machine": machine.describe(), "figures": BENCHMARKS[name]()}
        text = json.dumps(figures, ensure_ascii=False, indent=2)
        print(text)
        (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
