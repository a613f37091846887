"""Which test or written decision answers which requirement: reads the marks, writes the page."""

from __future__ import annotations

import ast
import csv
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "docs" / "requirements.csv"
PAGE = ROOT / "docs" / "reference" / "traceability.md"
MARK = "requirement"
ID = re.compile(r"\b[AB]\d{1,2}\b")


@dataclass
class Trace:
    """What answers each id: tests (file::name), worked cases, and written decisions."""

    known: dict[str, tuple[str, str]]
    tests: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    decisions: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def unknown(self) -> dict[str, set[str]]:
        """Ids that are cited and do not exist, with where."""
        cited = {**self.tests, **self.decisions}
        return {
            each: self.tests.get(each, set()) | self.decisions.get(each, set())
            for each in sorted(cited)
            if each not in self.known
        }

    @property
    def covered(self) -> set[str]:
        """Ids that a test proves or a decision answers."""
        return {each for each in self.known if self.tests.get(each) or self.decisions.get(each)}

    def summary(self) -> str:
        """One line for the end of the suite."""
        proved = sum(1 for each in self.known if self.tests.get(each))
        return f"requirements: {len(self.covered)} of {len(self.known)} covered, {proved} by tests"


def read() -> Trace:
    """Read the requirements and everything in the tree that cites one."""
    with REQUIREMENTS.open(encoding="utf-8", newline="") as file:
        known = {row["id"]: (row["section"], row["text"]) for row in csv.DictReader(file)}
    trace = Trace(known)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, cited in marks(path.read_text(encoding="utf-8")):
            trace.tests[cited].add(f"{path.relative_to(ROOT)}::{name}")
    for path in sorted((ROOT / "contracts").rglob("*.toml")):
        kind = trace.tests if path.parent.name == "cases" else trace.decisions
        for cited in set(cited_in(tomllib.loads(path.read_text(encoding="utf-8")))):
            kind[cited].add(str(path.relative_to(ROOT)))
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("Requirements:"):
                for cited in ID.findall(line):
                    trace.decisions[cited].add(str(path.relative_to(ROOT)))
    return trace


def marks(source: str) -> Iterator[tuple[str, str]]:
    """(test, id) for each @pytest.mark.requirement("…") on a function, a class or the module."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                yield from ((node.name, cited) for cited in _cited(decorator))
        elif isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "pytestmark" for target in node.targets
        ):
            for call in ast.walk(node.value):
                yield from (("whole module", cited) for cited in _cited(call))


def _cited(node: ast.AST) -> list[str]:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == MARK):
        return []
    return [str(each.value) for each in node.args if isinstance(each, ast.Constant)]


def cited_in(data: Any) -> Iterator[str]:
    """Every id under a key `requirement` or `requirements` in parsed TOML."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "requirement" and value:
                yield str(value)
            elif key == "requirements":
                yield from map(str, value)
            else:
                yield from cited_in(value)
    elif isinstance(data, list):
        for each in data:
            yield from cited_in(each)


def page(trace: Trace) -> str:
    """The page: each id, what it asks, and what answers it."""
    lines = [
        "# Traceability",
        "",
        "Made by `python -m tools.traceability` from the tests' marks, the worked cases, the contracts'",
        "decisions and `docs/decisions/`; a test fails when it is out of date.",
        "",
        f"{trace.summary().capitalize()}.",
    ]
    section = ""
    for each, (heading, text) in trace.known.items():
        if heading != section:
            section = heading
            lines += ["", f"## {section}", "", "| id | asks | tests | decisions |", "|---|---|---|---|"]
        asks = text.replace("|", "\\|")
        answers = [_list(trace.tests.get(each, set())), _list(trace.decisions.get(each, set()))]
        lines.append(f"| {each} | {asks} | {answers[0]} | {answers[1]} |")
    return "\n".join(lines) + "\n"


def _list(places: set[str]) -> str:
    return "<br>".join(f"`{place}`" for place in sorted(places))


def main() -> int:
    """Write the page; fail on an unknown id."""
    trace = read()
    for each, places in trace.unknown.items():
        print(f"{each}: no such requirement; cited in {', '.join(sorted(places))}")
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page(trace), encoding="utf-8")
    print(trace.summary())
    return 1 if trace.unknown else 0


if __name__ == "__main__":
    sys.exit(main())
