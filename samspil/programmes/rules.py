"""What is decided about events: who counts those who came, and what a line of a list of participants says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

# Who may arrange, fill lists and tick off; the same words as in guidance.rules.
READERS = frozenset({"adviser", "student_helper", "evaluator", "unit_leader", "director"})
WORKERS = READERS - {"evaluator"}

# As many lines as one paste or file may have; more is an import.
MOST_LINES = 2000
MOST_PERSONS = 999

_CVR = re.compile(r"(?:DK|CVR)?[- .:]*(\d{2}) ?(\d{2}) ?(\d{2}) ?(\d{2})", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>;,]+@[^\s@<>;,]+\.[^\s@<>;,]+")
_SEPARATORS = re.compile(r"[;\t]")
# Heads of columns, folded as search keys are; a line of nothing but these is no participant.
COMPANY_HEADS = frozenset({"virksomhed", "virksomhedsnavn", "firma", "organisation", "company"})
PERSONS_HEADS = frozenset({"antal", "antal personer", "personer", "deltagere"})
OTHER_HEADS = frozenset(
    {"navn", "name", "cvr", "cvr nr", "cvr nummer", "e mail", "email", "mail", "telefon", "titel", "stilling"}
    | {"fornavn", "efternavn", "deltager", "kommune", "adresse", "by", "postnr", "tlf"}
)


def counted_by(organiser: T, co_organisers: Iterable[T]) -> tuple[T, ...]:
    """Return who counts the participants: each organiser once, however often it is named (B17)."""
    found = [organiser]
    found += [each for each in co_organisers if each not in found]
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Told:
    """What a line says: `names` are all texts that may be a company's or founder's name, likeliest first."""

    line: int
    text: str
    cvr_number: str = ""
    email: str = ""
    names: tuple[str, ...] = ()
    persons: int = 1


def cells_of(line: str) -> list[str]:
    """Part a pasted line: by semicolon or tab where there is one, else by comma."""
    parts = _SEPARATORS.split(line) if _SEPARATORS.search(line) else line.split(",")
    return [part.strip().strip('"') for part in parts]


def read_lines(lines: Iterable[tuple[int, Sequence[str]]], key: object) -> list[Told]:
    """Return what each line says; `key` folds a text for comparing. A line of heads names the columns."""
    assert callable(key)
    found: list[Told] = []
    heads: list[str] = []
    for number, cells in lines:
        texts = [str(cell).strip() for cell in cells]
        if not any(texts):
            continue
        folded = [key(text) for text in texts]
        if not heads and not found and _are_heads(folded):
            heads = folded
            continue
        found.append(_told(number, texts, heads))
    return found


def _are_heads(folded: list[str]) -> bool:
    known = COMPANY_HEADS | PERSONS_HEADS | OTHER_HEADS
    said = [each for each in folded if each]
    return bool(said) and sum(each in known for each in said) * 2 > len(said)


def _told(number: int, texts: list[str], heads: list[str]) -> Told:
    cvr = email = ""
    persons = 1
    names: list[str] = []
    # What is shown of a line that fits nobody; how many they were stands beside it.
    said: list[str] = []
    for place, text in enumerate(texts):
        head = heads[place] if place < len(heads) else ""
        is_number = head in PERSONS_HEADS or (not head and bool(re.fullmatch(r"\d{1,2}", text)))
        if text and not is_number:
            said.append(text)
        mail = _MAIL.search(text)
        if match := _CVR.fullmatch(text):
            cvr = cvr or "".join(match.groups())
        elif mail:
            email = email or mail[0].lower()
            # "Ida Holm <ida@nordvest.dk>" has a name before the address.
            names.append(text.replace(mail[0], "").strip(" <>\"'"))
        elif is_number:
            persons = min(int(text), MOST_PERSONS) if text.isdecimal() and int(text) else 1
        elif head in COMPANY_HEADS:
            names.insert(0, text)
        else:
            names.append(text)
    return Told(number, " · ".join(said)[:200], cvr, email, tuple(name for name in names if name), persons)
