"""make bench: run every benchmark and write the figures to benchmarks/results/."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import hub_years, machine

RESULTS = Path(__file__).parent / "results"


def main() -> None:
    """Measure, print and keep."""
    figures = {"machine": machine.describe(), "figures": hub_years.run()}
    text = json.dumps(figures, ensure_ascii=False, indent=2)
    print(text)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "hub-years.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
