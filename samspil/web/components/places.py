"""The municipalities as a form offers them, in Danish order."""

from __future__ import annotations

from samspil.core.reference import municipalities
from samspil.platform.danish import sort_key


def municipality_options() -> list[tuple[str, str]]:
    """Return (code, name) of all municipalities, Aarhus last."""
    places = sorted(municipalities().values(), key=lambda place: sort_key(place.name))
    return [(place.code, place.name) for place in places]
