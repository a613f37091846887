"""The municipalities of the two hubs, with their real names and inhabitants."""

from __future__ import annotations

import csv
from functools import cache

from samspil.demo.world.records import Place
from samspil.shipped import folder

HUB, OTHER_HUB = "erhvervshus-midtjylland", "erhvervshus-nordjylland"
AREAS = {"Midtjylland": HUB, "Nordjylland": OTHER_HUB}
POPULATION = {2020: "folketal_20200101", 2021: "folketal_20210101"}

# Whom people in a municipality meet in person when they come to the hub.
OFFICE_OF = {
    **dict.fromkeys(("0657", "0661", "0665", "0671", "0756", "0760", "0779", "0791"), "Herning"),
    **dict.fromkeys(("0615", "0766"), "Horsens"),
}


@cache
def places() -> tuple[Place, ...]:
    """The municipalities of both areas by code; the numbers are Statistics Denmark's."""
    with (folder("reference") / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["erhvervshus"] in AREAS]
    return tuple(
        Place(
            code=row["kode"],
            name=row["navn"],
            hub=AREAS[row["erhvervshus"]],
            group=row["dst_kommunegruppe_2018"],
            inhabitants={year: int(row[column]) for year, column in POPULATION.items()},
        )
        for row in sorted(rows, key=lambda row: row["kode"])
    )


def area(hub: str) -> tuple[Place, ...]:
    """The municipalities of one hub."""
    return tuple(place for place in places() if place.hub == hub)


def office_for(municipality: str | None) -> str:
    """The office of the hub nearest to a municipality."""
    return OFFICE_OF.get(municipality or "", "Aarhus")
