"""Names of municipalities for lists: folded for searching, and their place in Danish order."""

from __future__ import annotations

from functools import lru_cache

from samspil.core.reference import municipalities
from samspil.platform.danish import search_key, sort_key


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Names by code, from the reference table: the same in every installation, and no query."""
    return {code: municipality.name for code, municipality in municipalities().items()}


@lru_cache(maxsize=1)
def ranks() -> dict[str, int]:
    """The place of each code in the Danish order of names."""
    ordered = sorted(names(), key=lambda code: sort_key(names()[code]))
    return {code: rank for rank, code in enumerate(ordered)}


def codes_like(text: str) -> list[str]:
    """Codes of the municipalities in whose folded name the folded text occurs."""
    return [code for code, name in names().items() if text in search_key(name)]
