"""Reference tables that ship with the code: municipalities, their boundaries, and industries, typed."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from samspil.core.measures.problems import InputError, Problem
from samspil.shipped import folder

_POPULATION = "folketal_"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a table comes from; `licence` is the words to show where it is used."""

    title: str
    file: str
    valid_from: date
    source: str
    licence: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Municipality:
    """One of the 98 municipalities; `population` has inhabitants by day (1 January)."""

    code: str
    name: str
    region: str
    region_code: str
    # Statistics Denmark's province (landsdel).
    province: str
    # The area of the business hub, such as Midtjylland; Middelfart lies on Fyn but in Sydjylland's area.
    hub_area: str
    dst_group: str
    longitude: float
    latitude: float
    population: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Industry:
    """A DB07 code; `level` is 0 for the section letter, 4 for the six digits of a company."""

    code: str
    level: int
    section: str
    name: str


def provenance(file: str) -> Provenance:
    """Where the table in that file of reference/ comes from; FileNotFoundError when it is not described."""
    root = folder("reference")
    stem = root / f"{file}.toml"
    described = stem if stem.is_file() else root / f"{file.rpartition('.')[0]}.toml"
    data = tomllib.loads(described.read_text(encoding="utf-8"))
    return Provenance(
        title=data["title"],
        file=data["file"],
        valid_from=data["valid_from"],
        source=data["source"],
        licence=data["licence"],
        columns=MappingProxyType(data["columns"]),
    )


@cache
def municipalities() -> Mapping[str, Municipality]:
    """All municipalities by four-digit code, in order of the code. Source: municipalities.toml."""
    found = {row["kode"]: _municipality(row) for row in _rows("municipalities.csv")}
    return MappingProxyType(dict(sorted(found.items())))


@cache
def industries() -> Mapping[str, Industry]:
    """DB07 by code without dots, all levels. Source: db07.toml."""
    # The source has a blank after the section of 999999 (Uoplyst); the table is kept as it came.
    rows = ({name: value.strip() for name, value in row.items()} for row in _rows("db07.csv"))
    return MappingProxyType(
        {row["kode"]: Industry(row["kode"], int(row["niveau"]), row["sektion"], row["tekst"]) for row in rows}
    )


@cache
def boundaries() -> Mapping[str, Any]:
    """Boundary of each municipality by code: GeoJSON in degrees. Source: municipalities.geojson.toml."""
    text = (folder("reference") / "municipalities.geojson").read_text(encoding="utf-8")
    features = json.loads(text)["features"]
    return MappingProxyType({each["properties"]["kode"]: each["geometry"] for each in features})


def population(codes: tuple[str, ...], on: date) -> dict[str, int]:
    """Inhabitants of those municipalities on a day that the table has; InputError for what it has not."""
    known = municipalities()
    problems = [
        Problem("municipalities", 0, "kode", repr(code), "the code of one of the 98 municipalities")
        for code in codes
        if code not in known
    ]
    days = sorted({day for each in known.values() for day in each.population})
    if on not in days:
        wanted = " or ".join(day.isoformat() for day in days)
        problems.append(Problem("municipalities.csv", 0, _POPULATION, on.isoformat(), wanted))
    if problems:
        raise InputError(problems)
    return {code: known[code].population[on] for code in codes}


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (folder("reference") / file).open(encoding="utf-8", newline="") as opened:
        yield from csv.DictReader(opened)


def _municipality(row: dict[str, str]) -> Municipality:
    counts = {
        date.fromisoformat(name.removeprefix(_POPULATION)): int(value)
        for name, value in row.items()
        if name.startswith(_POPULATION)
    }
    return Municipality(
        code=row["kode"],
        name=row["navn"],
        region=row["region"],
        region_code=row["regionskode"],
        province=row["landsdel"],
        hub_area=row["erhvervshus"],
        dst_group=row["dst_kommunegruppe_2018"],
        longitude=float(row["lon"]),
        latitude=float(row["lat"]),
        population=MappingProxyType(counts),
    )
