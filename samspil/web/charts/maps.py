"""The municipalities of a hub on a map, shaded by how they are judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

import altair as alt
from django.utils.safestring import SafeString

from samspil.core.reference import boundaries, municipalities
from samspil.web.charts import look
from samspil.web.charts.drawing import once
from samspil.web.charts.spread import Status

WIDTH = 460
# Letters are about so wide and lines so high, in units of the drawing.
LETTER, LINE = 6.6, 15.0


@dataclass(frozen=True)
class Area:
    """A municipality by its four-digit code, how it is judged, and the words beside its name if any."""

    code: str
    status: Status
    note: str = ""


def area_map(areas: Sequence[Area], says: str) -> SafeString:
    """Draw the municipalities; those that are not inside carry their name.

    Raises KeyError for a code that no municipality has.
    """
    ordered = sorted(areas, key=lambda area: area.code)
    return once(lambda: _chart(ordered), says, "map", ordered)


def _chart(areas: Sequence[Area]) -> alt.TopLevelMixin:
    shapes = [_feature(area) for area in areas]
    codes = list(look.STATUS)
    colour = alt.Color(
        "properties.status:N",
        scale=alt.Scale(domain=codes, range=[look.STATUS[code] for code in codes]),
        legend=None,
    )
    land = look.plot(shapes).mark_geoshape(stroke="#ffffff", strokeWidth=1.2).encode(color=colour)
    height, scale = _size(shapes)
    labels = _parted([_label(area) for area in areas if area.status != "inside"], scale)
    layers = [land, *(_names(labels) if labels else [])]
    return alt.layer(*layers).project(type="mercator").properties(width=WIDTH, height=height)


def _size(shapes: Sequence[dict[str, Any]]) -> tuple[float, float]:
    """The height that fits the width, and how many units of the drawing a degree of longitude is."""
    points = [point for shape in shapes for part in shape["geometry"]["coordinates"] for point in part[0]]
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    scale = WIDTH / (east - west)
    return round((north - south) * scale / cos(radians((north + south) / 2))), scale


def _feature(area: Area) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": _wound(boundaries()[area.code]),
        "properties": {"code": area.code, "status": area.status},
    }


def _wound(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """Turn outer rings clockwise: the other way round, d3 draws all the world but the municipality."""
    many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    turned = [
        [ring if (_area(ring) < 0) == (number == 0) else ring[::-1] for number, ring in enumerate(polygon)]
        for polygon in many
    ]
    return {"type": "MultiPolygon", "coordinates": turned}


def _area(ring: Sequence[Sequence[float]]) -> float:
    """Twice the signed area: below zero when clockwise."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring))


def _label(area: Area) -> dict[str, Any]:
    place = municipalities()[area.code]
    words = f"{place.name} {area.note}".strip()
    return {"longitude": place.longitude, "latitude": place.latitude, "words": words}


def _parted(labels: list[dict[str, Any]], scale: float) -> list[dict[str, Any]]:
    """Move names up until none lies on another, from south to north."""
    placed: list[tuple[float, float, float]] = []
    parted = []
    for label in sorted(labels, key=lambda each: (each["latitude"], each["words"])):
        x = label["longitude"] * scale
        y = label["latitude"] * scale / cos(radians(label["latitude"]))
        half = len(label["words"]) * LETTER / 2
        up = 0.0
        while any(abs(x - a) < half + c and abs(y + up - b) < LINE for a, b, c in placed):
            up += LINE / 3
        placed.append((x, y + up, half))
        parted.append({**label, "up": -up})
    return parted


def _names(labels: list[dict[str, Any]]) -> list[alt.Chart]:
    base = look.plot(labels).encode(longitude="longitude:Q", latitude="latitude:Q", text="words:N")
    return look.haloed(base, dy=alt.expr("datum.up"))
