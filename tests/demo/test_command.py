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


def test_a_snapshot_is_written_to_a_new_folder_and_never_over_what_is_there(tmp_path: Path) -> None:
    words = ["--size", "200", "--snapshot", str(tmp_path / "s"), "--csv"]
    made = demo(tmp_path, *words)
    assert made.returncode == 0, made.stderr
    mine = tmp_path / "s" / "cases.csv"
    mine.write_text("mit")
    again = demo(tmp_path, *words)
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    assert mine.read_text() == "mit"


def test_a_file_of_true_figures_needs_a_folder_that_is_there(tmp_path: Path) -> None:
    done = demo(tmp_path, "--size", "200", "--truth", str(tmp_path / "ingen" / "sand.json"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "Inventing" not in done.stdout
