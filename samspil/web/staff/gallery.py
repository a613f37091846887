"""Every component in all its states on one page, so that each can be looked at and tested."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samspil.core.reference import municipalities
from samspil.web.charts.maps import Area, area_map
from samspil.web.charts.shares import Share, shares
from samspil.web.charts.spread import Deviation, Status, spread
from samspil.web.charts.waves import Wave, waves
from samspil.web.components.tables import Column, Listing

# Invented figures for the nineteen municipalities of the example; they only have to look like real ones.
SPREAD = [
    ("Favrskov", 96.1, 104, 0.41, "met"),
    ("Hedensted", 92.4, 88, 0.67, "met"),
    ("Herning", 177.3, 181, 0.79, "met"),
    ("Holstebro", 116.1, 126, 0.34, "met"),
    ("Horsens", 182.9, 176, 0.62, "met"),
    ("Ikast-Brande", 82.4, 90, 0.38, "met"),
    ("Lemvig", 73.6, 61, 0.15, "not_met"),
    ("Norddjurs", 74.3, 79, 0.55, "met"),
    ("Odder", 45.6, 48, 0.71, "met"),
    ("Randers", 195.1, 158, 0.006, "not_met"),
    ("Ringkøbing-Skjern", 112.6, 121, 0.41, "met"),
    ("Samsø", 7.2, 1, 0.013, "not_met"),
    ("Silkeborg", 190.1, 203, 0.33, "met"),
    ("Skanderborg", 126.9, 133, 0.57, "met"),
    ("Skive", 90.6, 95, 0.62, "met"),
    ("Struer", 42.0, 36, 0.37, "awaiting_data"),
    ("Syddjurs", 86.0, 82, 0.68, "met"),
    ("Viborg", 193.4, 187, 0.65, "met"),
    ("Aarhus", 704.9, 1031, 0.0004, "cannot_be_computed"),
]

COLUMNS = [
    Column("name", "Kommune", sortable=True),
    Column("expected", "Forventet", "number", decimals=1, sortable=True, descending_first=True),
    Column("actual", "Faktisk", "number", sortable=True, descending_first=True),
    Column("deviation", "Afvigelse", "signed", unit="pct.", sortable=True, descending_first=True),
    Column("verdict", "Vurdering", "verdict"),
]


SEGMENTS = [
    Share("Alle", 78.3, 76.0, 80.5),
    Share("Driftssegment", 81.2, 77.0, 85.0),
    Share("Vækstsegment", 74.0, 70.0, 78.0),
    Share("Ukendt segment", None),
]
WAVES = [
    Wave("efterår 20", 34.0, 31.6, 36.5),
    Wave("forår 21", 36.1, 33.7, 38.6),
    Wave("efterår 21", 38.9, 36.4, 41.4),
    Wave("efterår 22", 41.2, 38.8, 43.6),
    Wave("efterår 23", 43.0, 40.0, 46.0, forecast=True),
]


def sample_rows() -> list[dict[str, Any]]:
    """Return the sample rows as a page would get them from a query."""
    return [
        {
            "name": name,
            "expected": expected,
            "actual": actual,
            "deviation": 100 * (actual - expected) / expected,
            "chance": chance,
            "verdict": verdict,
            "href": f"#kommune-{number}",
        }
        for number, (name, expected, actual, chance, verdict) in enumerate(SPREAD)
    ]


def listed(listing: Listing) -> tuple[Listing, list[dict[str, Any]]]:
    """Search, filter, sort and cut the sample rows; a real page does this in the database."""
    rows = [row for row in sample_rows() if listing.search.lower() in row["name"].lower()]
    if "vurdering" in listing.filters:
        rows = [row for row in rows if row["verdict"] == listing.filters["vurdering"]]
    if listing.sort and listing.sort != "name":
        rows.sort(key=lambda row: row[listing.sort])
    if listing.descending:
        rows.reverse()
    listing = listing.counted(len(rows))
    return listing, rows[listing.offset : listing.offset + listing.size]


def status(deviation: float, chance: float) -> Status:
    """Say how a deviation in per cent is judged against a band of ten."""
    if abs(deviation) <= 10:
        return "inside"
    return "chance" if chance > 0.05 else "outside"


def drawings() -> dict[str, Any]:
    """Return one drawing of each kind."""
    judged = {row["name"]: status(row["deviation"], row["chance"]) for row in sample_rows()}
    codes = {place.name: place.code for place in municipalities().values()}
    dots = [
        Deviation(
            row["name"],
            row["deviation"],
            judged[row["name"]],
            -196 / row["expected"] ** 0.5,
            196 / row["expected"] ** 0.5,
        )
        for row in sample_rows()
    ]
    return {
        "map": area_map(
            [Area(codes[name], each) for name, each in judged.items()],
            "Kort over 19 kommuner: Randers, Samsø og Aarhus ligger uden for båndet.",
        ),
        "spread": spread(dots, 10, "Afvigelse pr. kommune: 14 af 19 ligger inden for plus og minus 10 pct."),
        "shares": shares(
            SEGMENTS, "Meget tilfredse: 78,3 pct. af alle; målet er 80 pct.", target=80, unit="pct."
        ),
        "waves": waves(WAVES, "Kendskab: fra 34,0 til 41,2 pct.; målet er 45 pct.", target=45, unit="pct."),
    }


def gallery(request: HttpRequest) -> HttpResponse:
    """Show the components."""
    listing = Listing.read(
        request, COLUMNS, default_sort="name", filters={"vurdering": ["met", "not_met"]}, size=8
    )
    listing, rows = listed(listing)
    return render(
        request,
        "staff/gallery.jinja",
        {
            "columns": COLUMNS,
            "rows": rows,
            "all_rows": sample_rows(),
            "drawings": drawings(),
            "listing": listing,
            "day_shown": dt.date(2022, 9, 30),
            "segments": [vars(row) for row in SEGMENTS],
            "segment_columns": [
                Column("label", "Segment"),
                Column("value", "Andel", "number", unit="pct.", decimals=1),
                Column("low", "Fra", "number", unit="pct.", decimals=1),
                Column("high", "Til", "number", unit="pct.", decimals=1),
            ],
            "waves": [vars(row) for row in WAVES],
            "moment_shown": dt.datetime(2022, 9, 30, 11, 0, tzinfo=dt.UTC),
        },
    )
