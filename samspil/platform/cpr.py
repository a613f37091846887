"""Finds CPR numbers in text, so that they are refused wherever people write freely or load files.

A CPR number is ten digits, DDMMYYXXXX, with a day that exists. There has been no checksum since 2007,
so the day is all there is to go by. What is found is never quoted back: a message says only where.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_DASH = r"[-\u00ad\u2010-\u2015\u2212\uff0d]"
_SPACE = r"[ \t\u00a0\u2000-\u200b\u202f]"
_GAP = rf"(?:{_SPACE}{{0,2}}{_DASH}{_SPACE}{{0,2}}|{_SPACE}{{1,2}}|/)"
# 010190-1234, 010190 1234, 0101901234; with the day parted: 01.01.90-1234, 01 01 90 1234, 01-01-1990-1234.
_NUMBER = re.compile(
    rf"(?<!\d)(?:"
    rf"(?P<d1>\d\d)(?P<m1>\d\d)(?P<y1>\d\d)(?P<gap>{_GAP})?(?P<s1>\d{{4}})"
    rf"|(?P<d2>\d\d)(?P<m2>\d\d)(?:18|19|20)(?P<y2>\d\d){_DASH}(?P<s2>\d{{4}})"
    rf"|(?P<d3>\d\d)(?P<part>[./]|{_DASH})(?P<m3>\d\d)(?P=part)(?:18|19|20)?(?P<y3>\d\d){_DASH}(?P<s3>\d{{4}})"
    rf"|(?P<d4>\d\d){_SPACE}(?P<m4>\d\d){_SPACE}(?P<y4>\d\d)(?:{_SPACE}|{_DASH})(?P<s4>\d{{4}})"
    rf")(?!\d)"
)
# Keys that other systems make, in which ten digits stand together by chance.
_KEYS = re.compile(
    r"\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b|\b(?=[0-9]*[a-f])[0-9a-f]{16,}\b", re.IGNORECASE
)
# Ten digits in one run after one of these words are something else; with a hyphen they are not.
_OTHERWISE = re.compile(
    r"(?:\bp[- .]?n(?:umme)?r\.?|\bproduktionsenhed\w*|\bkonto\w*\.?|\bfaktura\w*\.?|\bordre\w*\.?"
    r"|\btlf\.?|\btelefon\w*|\bmobil\w*|\bfax\.?|\bphone)"
    r"(?: ?(?:n(?:umme)?r|no)\.?)?[ :=#]*\Z|\+\Z",
    re.IGNORECASE,
)
_LOOK_BACK = 40


@dataclass(frozen=True)
class Place:
    """Where in a text: from sign number `start` (0 is the first) to before `end`; line and sign from 1."""

    start: int
    end: int
    line: int
    sign: int


def find_cpr(text: str) -> list[Place]:
    """Return the places where a text seems to hold a CPR number, in order."""
    return list(_places(text)) if text else []


def _places(text: str) -> Iterator[Place]:
    bare = _KEYS.sub(lambda key: "x" * len(key[0]), text)
    for match in _NUMBER.finditer(bare):
        parts = next(group for group in "1234" if match[f"d{group}"])
        day, month, year, serial = (match[name + parts] for name in "dmys")
        if not _is_born(int(day), int(month), int(year), int(serial[0])):
            continue
        in_one_run = parts == "1" and not match["gap"]
        before = bare[max(match.start() - _LOOK_BACK, 0) : match.start()]
        if in_one_run and _OTHERWISE.search(before):
            continue
        line_start = text.rfind("\n", 0, match.start()) + 1
        yield Place(
            start=match.start(),
            end=match.end(),
            line=text.count("\n", 0, match.start()) + 1,
            sign=match.start() - line_start + 1,
        )


def _is_born(day: int, month: int, year: int, seventh: int) -> bool:
    """Return whether the day exists in the century that the seventh digit gives (CPR-kontoret's table)."""
    if seventh <= 3:
        century = 1900
    elif seventh in (4, 9):
        century = 2000 if year <= 36 else 1900
    else:
        century = 2000 if year <= 57 else 1800
    try:
        dt.date(century + year, month, day)
    except ValueError:
        return False
    return True


def is_lost_zero(number: int) -> bool:
    """Return whether a whole number is a CPR number whose first zero a spreadsheet has dropped.

    Only for cells that hold a number: in prose, nine digits are too often something else.
    """
    return 100_000_000 <= number <= 999_999_999 and bool(find_cpr(f"{number:010d}"))


def refuse_cpr(field: str = "", text: str = "", **texts: str) -> None:
    """Raise ValidationError for CPR numbers in free text, naming field, line and sign, never the number.

    refuse_cpr(_("Notat"), note), or several at once: refuse_cpr(**{_("Notat"): note, _("Titel"): title}).
    Each message carries `params` with field, line and sign, and the code "cpr".
    """
    named = {**({field: text} if field or text else {}), **texts}
    errors = [
        ValidationError(
            _(
                "%(field)s, linje %(line)s, tegn %(sign)s ligner et CPR-nummer. CPR-numre må ikke stå her; "
                "slet det, og gem igen."
            ),
            code="cpr",
            params={"field": label, "line": place.line, "sign": place.sign},
        )
        for label, held in named.items()
        for place in find_cpr(held or "")
    ]
    if errors:
        raise ValidationError(errors)
