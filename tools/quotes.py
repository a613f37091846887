"""Keeps the fingerprints of every quote, taken when they were found word for word in the sources.

The sources are not part of the repository. `python -m tools.quotes FOLDER` looks each quote up in
the texts of that folder and writes the list, which the suite holds the quotes to ever after.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from samspil.core.measures.checking.finding import texts
from samspil.core.measures.contract_folder import read_contract
from samspil.shipped import folder

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tests" / "core" / "quotes.txt"
# Only paragraph marks and white space are evened out; spelling, signs and note numbers are not.
MARKS = re.compile(r"</?p>|\s+")


def even(text: str) -> str:
    """The text with paragraph marks out and white space made single."""
    return re.sub(r" +", " ", MARKS.sub(" ", text)).strip()


def fingerprint(quote: str) -> str:
    """SHA-256 of the evened quote."""
    return hashlib.sha256(even(quote).encode()).hexdigest()


def quotes() -> dict[str, str]:
    """Every quote of the shipped contracts and standards, with a place it stands."""
    found: dict[str, str] = {}
    for head in sorted(folder("contracts").glob("*/contract.toml")):
        contract = read_contract(head.parent)
        for place, text in (*texts(contract), *(("Hovedopgaver", task) for task in contract.tasks)):
            found.setdefault(text, f"{contract.id}: {place}")
    for path in sorted(folder("standards").glob("*.toml")):
        for text in _quoted(tomllib.loads(path.read_text(encoding="utf-8"))):
            found.setdefault(text, path.name)
    return {text: place for text, place in found.items() if text}


def _quoted(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            if key == "quote":
                yield value
            else:
                yield from _quoted(value)
    elif isinstance(data, list):
        for each in data:
            yield from _quoted(each)


def unfounded(sources: Path) -> dict[str, str]:
    """The quotes that stand in none of the texts of a folder, with their places."""
    whole = [even(path.read_text(encoding="utf-8")) for path in sorted(sources.glob("*.txt"))]
    return {text: place for text, place in quotes().items() if not any(even(text) in each for each in whole)}


def listed() -> set[str]:
    """The fingerprints of the list."""
    return set(LIST.read_text(encoding="utf-8").split())


def main(sources: Path) -> int:
    """Write the list if every quote is found; else say which are not."""
    missing = unfounded(sources)
    for text, place in missing.items():
        print(f"{place}: not in the sources: {text}")
    if missing:
        return 1
    LIST.write_text("".join(f"{each}\n" for each in sorted(map(fingerprint, quotes()))), encoding="utf-8")
    print(f"{len(listed())} quotes found")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
