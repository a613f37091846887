"""The same snapshot and contract give the same bytes: in every run, on any number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HANDMADE = ROOT / "tests" / "data" / "handmade-snapshot"
CONTRACT = ROOT / "contracts" / "erhvervshus-midtjylland-2022"


def bytes_of(snapshot: Path, scratch: Path, name: str, **environment: str) -> tuple[bytes, bytes]:
    """Scorecard and members as a process of its own writes them."""
    members = scratch / f"{name}.parquet"
    command = [sys.executable, "-m", "samspil.cli", "score", str(CONTRACT), str(snapshot), "--json"]
    done = subprocess.run(
        [*command, "--members", str(members)], env=os.environ | environment, capture_output=True, check=True
    )
    return done.stdout, members.read_bytes()


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region large enough that engines split the work."""
    from datetime import date

    from samspil.demo.world.region import make
    from samspil.demo.world.tables import snapshot

    folder = tmp_path_factory.mktemp("region")
    snapshot(make(seed=7, size=4000), date(2022, 9, 30)).write(folder)
    return folder


def test_runs_and_threads_do_not_change_a_byte(region: Path, tmp_path: Path) -> None:
    one = bytes_of(region, tmp_path, "one", POLARS_MAX_THREADS="1", PYTHONHASHSEED="1")
    two = bytes_of(region, tmp_path, "two", POLARS_MAX_THREADS="2", PYTHONHASHSEED="2")
    four = bytes_of(region, tmp_path, "four", POLARS_MAX_THREADS="4", PYTHONHASHSEED="3")
    assert one == two == four


def test_the_scorecard_does_not_depend_on_the_format_or_order_of_the_files(tmp_path: Path) -> None:
    from samspil.core.measures.intake import read_snapshot

    read_snapshot(HANDMADE).write(tmp_path / "parquet", "parquet")
    typed, _ = bytes_of(HANDMADE, tmp_path, "csv")
    binary, _ = bytes_of(tmp_path / "parquet", tmp_path, "parquet-members")
    assert typed == binary
