"""Worked examples of a contract: read from its cases/*.toml, and loaded as any snapshot is."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.snapshot import Snapshot
from samspil.core.measures.tables import FORMAT, TABLES

CONTRACTS = Path(__file__).parents[2] / "contracts"


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What one reading must give; counted and base are rows."""

    reading: str
    counted: int
    base: int
    excluded: dict[str, int]
    verdict: str
    value: float | None = None
    reason: str | None = None
    groups: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Case:
    """One worked example: small tables, and the figures that follow from the contract's words."""

    contract: Path
    point: str
    title: str
    requirements: tuple[str, ...]
    why: str
    as_of: date
    tables: dict[str, str]
    expect: tuple[Expectation, ...]

    def snapshot(self, folder: Path) -> Snapshot:
        """The tables as CSV files in a folder, read back; a table not named is delivered empty."""
        about = {"samspil": {"format": FORMAT, "as_of": self.as_of.isoformat()}}
        (folder / "datapackage.json").write_text(json.dumps(about), encoding="utf-8")
        empty = {table.name: ",".join(table.names) + "\n" for table in TABLES}
        for name, rows in (empty | self.tables).items():
            (folder / f"{name}.csv").write_text(rows, encoding="utf-8")
        return read_snapshot(folder)


def cases(contract: Path) -> Iterator[Case]:
    """Every worked example of a contract folder; TypeError for a field that no example has."""
    for path in sorted((contract / "cases").glob("*.toml")):
        read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        if set(read) != {"point", "case"}:
            raise TypeError(f"{path.name}: found {', '.join(read)}; wanted point and case")
        for each in read["case"]:
            expect = tuple(Expectation(**expected) for expected in each.pop("expect"))
            requirements = tuple(each.pop("requirements"))
            tables = each.pop("tables")
            yield Case(
                contract=contract,
                point=read["point"],
                requirements=requirements,
                tables=tables,
                expect=expect,
                **each,
            )


def contracts() -> list[Path]:
    """Every contract folder that ships."""
    return sorted(path.parent for path in CONTRACTS.glob("*/contract.toml"))
