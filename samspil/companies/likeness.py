"""When two names are so alike that they may stand for the same company, and who here a new one is like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from samspil.companies.queries import search
from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from samspil.companies.search import Hit
    from samspil.organisations.models import User

# What a name may be short of and still be the same: Nordvest Smedeværk and Nordvest Smedevaerk A/S.
ALIKE = 88
# Words that say how a company is owned, and nothing of which it is.
_FORMS = re.compile(r"\b(a s|as|aps|i s|is|k s|p s|ivs|amba|fmba|smba|holding|v|ved)\b")
_NUMBERS = re.compile(r"\d+")
_COMMON_HOSTS = frozenset({"facebook.com", "linkedin.com", "instagram.com", "dk.linkedin.com"})


def name_key(key: str) -> str:
    """Return a folded name (search_key) without its form, its words in order: "smed nordvest"."""
    bare = _FORMS.sub(" ", key)
    return " ".join(sorted(bare.split())) or key


def name_score(one: str, other: str) -> float:
    """Return how alike two name keys are, 0 to 100; names that differ in their numbers are two names."""
    score = fuzz.ratio(one, other)
    return 0.0 if score >= ALIKE and _only_numbered_otherwise(one, other) else score


def _only_numbered_otherwise(one: str, other: str) -> bool:
    ours, theirs = sorted(_NUMBERS.findall(one)), sorted(_NUMBERS.findall(other))
    if ours == theirs:
        return False
    return bool(ours and theirs) or _words(one) == _words(other)


def _words(key: str) -> list[str]:
    return sorted(_NUMBERS.sub(" ", key).split())


def host_of(address: str) -> str:
    """Return whose website an address is, "" for pages of everybody's: https://www.x.dk/om -> x.dk."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    return "" if host in _COMMON_HOSTS else host


def look_alikes(user: User, *, name: str, municipality: str | None = None, limit: int = 3) -> list[Hit]:
    """Return who here may be the same as somebody about to be registered; the minimum facts only.

    `municipality` is a name. Somebody elsewhere must be all but equal in name.

    For the forms that make companies and founders: shown as a question, never as a refusal.
    """
    wanted = name_key(search_key(name))
    if len(wanted) < 3:
        return []
    found = []
    for hit in search(user, name, limit=20):
        score = name_score(wanted, name_key(search_key(hit.name)))
        here = municipality is None or hit.municipality in ("", None, municipality)
        if score >= (ALIKE if here else 97):
            found.append((score, hit))
    return [hit for _score, hit in sorted(found, key=lambda pair: -pair[0])[:limit]]
