"""Reads the reference table of municipalities into the database."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from samspil.organisations.models import Municipality, Population, User
from samspil.platform.audit.actions import record
from samspil.shipped import folder

# The column of a year's population is named by its day.
POPULATION_COLUMNS = {2020: "folketal_20200101", 2021: "folketal_20210101"}


@dataclass(frozen=True)
class MunicipalityRow:
    """One line of reference/municipalities.csv."""

    code: str
    name: str
    region: str
    # The area's name alone, such as Midtjylland.
    hub_area: str
    dst_group: str
    residents: dict[int, int]


def municipality_rows(path: Path | None = None) -> Iterator[MunicipalityRow]:
    """Yield the municipalities of the reference table that ships with the code, or of another."""
    path = path or folder("reference") / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield MunicipalityRow(
                code=row["kode"],
                name=row["navn"],
                region=row["region"],
                hub_area=row["erhvervshus"],
                dst_group=row["dst_kommunegruppe_2018"],
                residents={year: int(row[column]) for year, column in POPULATION_COLUMNS.items()},
            )


@transaction.atomic
def load_municipalities(*, by: User | None, path: Path | None = None) -> int:
    """Create or refresh all municipalities and their populations; return how many there are.

    Which house a municipality belongs to is left alone: that is decided here, not in the table.
    """
    rows = list(municipality_rows(path))
    for row in rows:
        municipality, _ = Municipality.objects.update_or_create(
            code=row.code, defaults={"name": row.name, "region": row.region, "dst_group": row.dst_group}
        )
        for year, residents in row.residents.items():
            Population.objects.update_or_create(
                municipality=municipality, year=year, defaults={"residents": residents}
            )
        record(by=by, action="load_municipality", row=municipality)
    return len(rows)
