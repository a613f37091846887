"""What is locked is complete, and names no place."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKED = sorted((ROOT / "requirements").glob("*.txt"))


def pinned(path: Path) -> dict[str, set[str]]:
    """Return name -> versions of one locked file."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;\\]+)", path.read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: str(path.name))
def test_a_locked_file_names_no_host_no_path_and_a_hash_for_each_package(path: Path) -> None:
    text = path.read_text()
    assert not re.search(r"://|--index|--find-links|file:|/home|/root|@ ", text)
    for block in re.split(r"\n(?=\w)", text.strip()):
        if "==" in block:
            assert "--hash=sha256:" in block, block.splitlines()[0]


def test_the_lock_file_of_the_style_sheets_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text()
    assert "://" not in text
    packages = json.loads(text)["packages"]
    assert all("integrity" in package for name, package in packages.items() if name)


def test_developing_and_serving_use_the_same_versions() -> None:
    core, web, dev = (pinned(ROOT / "requirements" / f"{name}.txt") for name in ("core", "web", "dev"))
    assert core.items() <= web.items()
    assert web.items() <= dev.items()


def test_every_production_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    start, end = lines.index("dependencies = ["), lines.index("[project.scripts]")
    for before, line in zip(lines[start:end], lines[start + 1 : end], strict=False):
        if line.startswith('    "'):
            assert before.startswith("    # "), line


def test_what_is_asked_for_is_what_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = project["dependencies"] + project["optional-dependencies"]["web"]
    names = {re.split(r"[\[<>=]", line)[0] for line in asked}
    assert names <= pinned(ROOT / "requirements" / "web.txt").keys()
