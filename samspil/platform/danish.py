"""Danish words folded for searching and put in Danish order, the same on every database."""

from __future__ import annotations

import re
import unicodedata

# What sounds alike is sorted alike: ä as æ, ö as ø, ü as y (Retskrivningsordbogen § 4).
_ALIKE = str.maketrans({"ä": "æ", "ö": "ø", "ü": "y", "ð": "d", "þ": "th", "ß": "ss"})
_SEARCHED = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
# The three signs that follow z in ASCII, so that bytes sort as the Danish alphabet does.
_SORTED = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
_DANISH = "æøå"
_BREAKS = re.compile(r"[^a-z0-9æøå]+")
# As much of a key as is kept: what differs only beyond that is neither found nor ordered by it.
KEY_LENGTH = 200


def _plain(text: str) -> str:
    """Lower case, accents gone except in æ, ø and å, everything else one space."""
    lowered = unicodedata.normalize("NFC", text).casefold().translate(_ALIKE)
    bare = "".join(letter if letter in _DANISH else _without_accents(letter) for letter in lowered)
    return _BREAKS.sub(" ", bare).strip()


def _without_accents(letter: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part))


def search_key(text: str) -> str:
    """Fold a name for searching: Ærø, Aarhus & Co. -> aero arhus co."""
    return _plain(text).replace("aa", "å").translate(_SEARCHED)[:KEY_LENGTH]


def sort_key(text: str) -> str:
    """Give ASCII text whose bytes sort in Danish order: … z æ ø å, and Aa as Å, so Aarhus comes last."""
    return _plain(text).replace("aa", "å").translate(_SORTED)[:KEY_LENGTH]
