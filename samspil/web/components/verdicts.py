"""The verdicts as a reader meets them: word, mark and tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

Code = Literal["met", "not_met", "partly_met", "awaiting_data", "cannot_be_computed"]
CODES: tuple[Code, ...] = ("met", "not_met", "partly_met", "awaiting_data", "cannot_be_computed")


@dataclass(frozen=True)
class Spoken:
    """A verdict in words; `tone` names both the colour and the mark, which differs in shape too."""

    tone: str
    word: str


def spoken(code: str, met: int | None = None, of: int | None = None) -> Spoken:
    """Return how a verdict is said: spoken("partly_met", 1, 3) -> Delvist opfyldt (1 af 3).

    Raises ValueError for a code that is none of CODES.
    """
    words: dict[str, str] = {
        "met": _("Opfyldt"),
        "not_met": _("Ikke opfyldt"),
        "partly_met": _("Delvist opfyldt"),
        "awaiting_data": _("Afventer data"),
        "cannot_be_computed": _("Kan ikke opgøres"),
    }
    if code not in words:
        raise ValueError(f"verdict is {code!r}; wanted {', '.join(words)}")
    word = words[code]
    if code == "partly_met" and met is not None and of is not None:
        word = _("Delvist opfyldt (%(met)s af %(of)s)") % {"met": met, "of": of}
    return Spoken(tone=code.replace("_", "-"), word=word)


def tally(counts: dict[str, int]) -> list[tuple[str, str]]:
    """Return code and words of those verdicts that occur: {"met": 7} -> [("met", "7 opfyldt")]."""
    words: dict[str, str] = {
        "met": _("opfyldt"),
        "not_met": _("ikke opfyldt"),
        "partly_met": _("delvist opfyldt"),
        "awaiting_data": _("afventer data"),
        "cannot_be_computed": _("kan ikke opgøres"),
    }
    return [(code, f"{counts[code]} {words[code]}") for code in CODES if counts.get(code)]
