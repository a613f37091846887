"""Write a small snapshot folder by hand, and read it or what is wrong with it."""

import json
from pathlib import Path

import pytest

from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.problems import InputError, Problem

SMALLEST = {
    "companies.csv": "subject,kind\na,company\nb,company\n",
    "cases.csv": "case,subject,organisation,level,started\n",
    "population.csv": "municipality,year,persons\n",
}
ABOUT = {"samspil": {"format": "samspil-snapshot/1", "as_of": "2022-12-31"}}


def folder_of(folder: Path, **files: str | bytes) -> Path:
    """The smallest snapshot there is, with these files in place of its own: companies="…"."""
    named = {f"{name}.csv": content for name, content in files.items()}
    (folder / "datapackage.json").write_text(json.dumps(ABOUT), encoding="utf-8")
    for name, content in (SMALLEST | named).items():
        (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def problems_of(folder: Path) -> list[Problem]:
    """Every problem the folder is refused for."""
    with pytest.raises(InputError) as refused:
        read_snapshot(folder)
    return list(refused.value.problems)


def told(problems: list[Problem]) -> set[tuple[str, int, str, str]]:
    """Where each problem is and what was found there."""
    return {(problem.place, problem.row, problem.column, problem.found) for problem in problems}
