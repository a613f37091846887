"""The same seed gives the same bytes, in every process and with any number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from samspil.demo.world.records import World
from samspil.demo.world.region import make
from samspil.demo.world.tables import snapshot

COMMAND = [sys.executable, "-m", "samspil.cli", "demo", "--size", "300", "--seed", "11"]


def made_in_a_process(folder: Path, hash_seed: str, threads: str) -> list[bytes]:
    """Snapshot and truth of the command line, file by file."""
    surroundings = os.environ | {"PYTHONHASHSEED": hash_seed, "POLARS_MAX_THREADS": threads}
    written = ["--snapshot", str(folder / "s"), "--truth", str(folder / "truth.json")]
    subprocess.run([*COMMAND, *written], check=True, capture_output=True, env=surroundings)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path.name.encode() + b" " + path.read_bytes() for path in files]


def test_two_processes_write_the_same_files(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    assert made_in_a_process(one, "1", "1") == made_in_a_process(other, "4242", "2")


def test_two_worlds_of_a_seed_are_the_same_and_another_seed_is_another(hamlet: World) -> None:
    hashes = [snapshot(make(seed, 200), hamlet.successions[0].on).hash for seed in (7, 7, 8)]
    assert hashes[0] == hashes[1] != hashes[2]
    assert snapshot(hamlet, hamlet.successions[0].on).hash == hashes[0]


def test_the_world_of_the_demo_is_the_one_its_figures_were_written_for(region: World) -> None:
    """A changed world is a changed demo: pictures, tutorial and published figures follow it."""
    assert (len(region.subjects), len(region.cases), len(region.answers)) == pytest.approx(
        (45_000, 16_850, 2_150), rel=0.03
    )
