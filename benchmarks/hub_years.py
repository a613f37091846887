"""One hub-year, and sixty: every point and reading of the 2022 contract, memberships written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.intake import read_snapshot
from samspil.shipped import folder

CONTRACT = "erhvervshus-midtjylland-2022"
SEEDS = range(1, 7)
YEAR_END = date(2022, 12, 31)
HUB_YEARS = 60
WORKERS = 2


def run() -> list[dict[str, object]]:
    """Make six regions, score one once and sixty in two processes; figures as plain values."""
    with tempfile.TemporaryDirectory() as scratch:
        folders = [_region(Path(scratch), seed) for seed in SEEDS]
        one = _measure(folders[:1], rounds=1)
        sixty = _together(folders)
    return [
        {"what": "one hub-year, cold process, imports and reading included", **one, "aim": "5 s, 1 GB"},
        {"what": f"{HUB_YEARS} hub-years, {WORKERS} processes", **sixty, "aim": "60 s, 2 GB"},
    ]


def _region(scratch: Path, seed: int) -> str:
    from samspil.demo.world.region import make
    from samspil.demo.world.tables import snapshot

    target = scratch / f"region-{seed}"
    snapshot(make(seed=seed), YEAR_END).write(target)
    return str(target)


def _start(folders: list[str], rounds: int, threads: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.hub_years", str(rounds), *folders]
    environment = os.environ | {"POLARS_MAX_THREADS": str(threads)}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def _measure(folders: list[str], rounds: int) -> dict[str, object]:
    begun = time.perf_counter()
    output, _ = _start(folders, rounds, os.cpu_count() or 1).communicate()
    figures: dict[str, object] = json.loads(output)
    return figures | {"seconds": round(time.perf_counter() - begun, 2)}


def _together(folders: list[str]) -> dict[str, object]:
    """Each process scores half of the hub-years with one thread, as a night run would."""
    rounds = HUB_YEARS // len(folders)
    begun = time.perf_counter()
    halves = [folders[0::WORKERS], folders[1::WORKERS]]
    outputs = [json.loads(each.communicate()[0]) for each in [_start(half, rounds, 1) for half in halves]]
    return {
        "hub_years": sum(each["hub_years"] for each in outputs),
        "readings": outputs[0]["readings"],
        "members": sum(each["members"] for each in outputs),
        "peak_mb": sum(each["peak_mb"] for each in outputs),
        "seconds": round(time.perf_counter() - begun, 2),
    }


def main(rounds: int, folders: list[str]) -> None:
    """Score each folder `rounds` times, reading and writing each time; print what it took."""
    contract = read_contract(folder("contracts") / CONTRACT)
    done = members = 0
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(rounds):
            for each in folders:
                result = evaluate(contract, read_snapshot(Path(each)))
                result.members.write_parquet(Path(scratch) / "members.parquet", statistics=False)
                (Path(scratch) / "scorecard.json").write_text(result.scorecard.to_json(), encoding="utf-8")
                done, members = done + 1, members + result.members.height
    readings = sum(len(point.readings()) for point in contract.points if point.measure)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"hub_years": done, "readings": readings, "members": members, "peak_mb": peak}))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
