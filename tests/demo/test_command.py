"""`samspil demo` as one types it: files without a database, an installation that is made once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "samspil.cli", "demo"]


def demo(data: Path, *options: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    surroundings |= {"SAMSPIL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "samspil.config.settings"}
    return subprocess.run(
        [*COMMAND, *options], capture_output=True, text=True, env=surroundings, check=False, timeout=120
    )


def test_a_demo_is_made_once_told_of_and_made_again_only_when_asked(tmp_path: Path) -> None:
    first = demo(tmp_path, "--size", "200", "--no-serve")
    assert first.returncode == 0, first.stderr
    assert "contract scored as of 2022-09-30" in first.stdout
    assert "direktoer@samspil.example" in first.stdout
    assert "there already" in demo(tmp_path, "--size", "200", "--no-serve").stdout
    other = demo(tmp_path, "--size", "220", "--no-serve")
    assert other.returncode == 1
    assert "200 companies" in other.stderr
    fresh = demo(tmp_path, "--size", "220", "--no-serve", "--fresh")
    assert fresh.returncode == 0, fresh.stderr
    assert "Inventing a region of 220 companies" in fresh.stdout
    assert len(list((tmp_path / "runs").iterdir())) == 2


def test_what_cannot_be_is_refused_in_one_line(tmp_path: Path) -> None:
    small = demo(tmp_path, "--size", "10", "--no-serve")
    late = demo(tmp_path, "--today", "2024-01-01", "--no-serve")
    assert "wanted at least 200" in small.stderr
    assert "wanted a day from 2020-01-01 to 2023-11-30" in late.stderr
    assert not list(tmp_path.iterdir())


def test_a_snapshot_takes_the_place_of_an_earlier_one_of_another_kind(tmp_path: Path) -> None:
    for options in (["--csv"], []):
        made = demo(tmp_path, "--size", "200", "--snapshot", str(tmp_path / "s"), *options)
        assert made.returncode == 0, made.stderr
    assert {path.suffix for path in (tmp_path / "s").iterdir()} == {".parquet", ".json"}
