"""A snapshot (dataudtræk): the frozen data package that a contract is scored from."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Literal

import polars as pl

from samspil.core.measures.tables import BY_NAME, FORMAT, TABLES, Column, Table

POLARS_TYPES: dict[str, type[pl.DataType]] = {
    "text": pl.String,
    "codes": pl.String,
    "date": pl.Date,
    "integer": pl.Int64,
    "number": pl.Float64,
    "flag": pl.Boolean,
}
FRICTIONLESS_TYPES = {
    "text": "string",
    "codes": "string",
    "date": "date",
    "integer": "integer",
    "number": "number",
    "flag": "boolean",
}


def schema(table: Table) -> pl.Schema:
    """The Polars schema of a table."""
    return pl.Schema({column.name: POLARS_TYPES[column.kind] for column in table.columns})


def canonical(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every column of the table, in order, typed, sorted by key."""
    missing = [
        pl.lit(None, dtype=POLARS_TYPES[column.kind]).alias(column.name)
        for column in table.columns
        if column.name not in frame.columns
    ]
    wide = frame.with_columns(missing).select(table.names).cast(schema(table))
    return wide.sort(table.names, nulls_last=False)


@dataclass(frozen=True)
class Snapshot:
    """Typed tables with the day they stand at.

    `tables` holds every table of the format; `present` names those that were delivered, since
    a table that was never sent is not the same as one with no rows.
    """

    tables: dict[str, pl.DataFrame]
    present: frozenset[str]
    as_of: date
    taken_at: datetime
    organisation: str = ""
    source: str = field(default="", compare=False)

    @classmethod
    def of(
        cls, tables: dict[str, pl.DataFrame], as_of: date, taken_at: datetime, organisation: str = ""
    ) -> "Snapshot":
        """A snapshot from frames that already have the types of the format."""
        whole = {
            table.name: canonical(table, tables.get(table.name, pl.DataFrame(schema=schema(table))))
            for table in TABLES
        }
        return cls(whole, frozenset(tables), as_of, taken_at, organisation)

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content: the same for CSV and Parquet, and for any order of rows."""
        digest = hashlib.sha256(f"{FORMAT}\n{self.as_of}\n{self.taken_at.isoformat()}\n".encode())
        for name in sorted(self.present):
            digest.update(f"[{name}]\n".encode())
            digest.update(self.tables[name].write_csv().encode())
        return digest.hexdigest()

    def at(self, as_of: date) -> "Snapshot":
        """The same knowledge, with the events after that day left out.

        A case that ended later, or a presentation held later, is open or not held on the day; a
        contact held before its case began stands without a case.
        """
        cut = {name: self._cut(BY_NAME[name], frame, as_of) for name, frame in self.tables.items()}
        known = cut["cases"]["case"].implode()
        for name, frame in cut.items():
            if any(column.refers == "cases" for column in BY_NAME[name].columns):
                cut[name] = frame.with_columns(pl.when(pl.col("case").is_in(known)).then(pl.col("case")))
        return replace(self, tables=cut, as_of=as_of)

    @staticmethod
    def _cut(table: Table, frame: pl.DataFrame, as_of: date) -> pl.DataFrame:
        if table.date:
            frame = frame.filter(pl.col(table.date) <= as_of)
        later = [
            pl.when(pl.col(column.name) <= as_of).then(pl.col(column.name)).alias(column.name)
            for column in table.columns
            if column.kind == "date" and column.name != table.date
        ]
        return frame.with_columns(later)

    def write(self, folder: Path, kind: Literal["parquet", "csv"] = "parquet") -> None:
        """Write the data package: datapackage.json and one file per delivered table."""
        folder.mkdir(parents=True, exist_ok=True)
        for name in sorted(self.present):
            target = folder / f"{name}.{kind}"
            if kind == "csv":
                self.tables[name].write_csv(target)
            else:
                self.tables[name].write_parquet(target, compression="zstd", statistics=False)
        text = json.dumps(self.descriptor(kind), ensure_ascii=False, indent=2)
        (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")

    def descriptor(self, kind: Literal["parquet", "csv"]) -> dict[str, object]:
        """The Frictionless data package descriptor (Data Package v1, Table Schema)."""
        return {
            "profile": "data-package",
            "name": "samspil-snapshot",
            "samspil": {
                "format": FORMAT,
                "as_of": self.as_of.isoformat(),
                "taken_at": self.taken_at.isoformat(),
                "organisation": self.organisation,
                "hash": self.hash,
            },
            "resources": [
                {
                    "name": table.name,
                    "path": f"{table.name}.{kind}",
                    "format": kind,
                    "profile": "tabular-data-resource",
                    "title": table.meaning,
                    "schema": table_schema(table),
                }
                for table in TABLES
                if table.name in self.present
            ],
        }


def table_schema(table: Table) -> dict[str, object]:
    """Frictionless Table Schema of one table."""
    keys = [
        {
            "fields": column.name,
            "reference": {"resource": column.refers, "fields": BY_NAME[column.refers].key[0]},
        }
        for column in table.columns
        if column.refers
    ]
    shape: dict[str, object] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    return shape | ({"foreignKeys": keys} if keys else {})


def _field(column: Column) -> dict[str, object]:
    limits: dict[str, object] = {}
    if column.required:
        limits["required"] = True
    if column.values:
        limits["enum"] = list(column.values)
    if column.pattern:
        limits["pattern"] = column.pattern
    if column.minimum is not None:
        limits["minimum"] = column.minimum
    if column.maximum is not None:
        limits["maximum"] = column.maximum
    shape: dict[str, object] = {
        "name": column.name,
        "type": FRICTIONLESS_TYPES[column.kind],
        "description": column.meaning,
    }
    return shape | ({"constraints": limits} if limits else {})
