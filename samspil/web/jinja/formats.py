"""Numbers and days the way the reader's language writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale, dates, numbers
from babel.numbers import NumberPattern
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

Number = float | Decimal
# No data is not zero, and an empty cell looks forgotten.
NOTHING = "–"
MINUS = "−"


def _english() -> bool:
    return (get_language() or "da").startswith("en")


def _locale() -> str:
    return "en_GB" if _english() else "da_DK"


@lru_cache(maxsize=32)
def _pattern(decimals: int, locale: str) -> tuple[NumberPattern, Locale]:
    # Parsed once: a table of 100 rows writes 500 numbers.
    written = "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.parse_pattern(written), Locale.parse(locale)


def number(value: Number | None, decimals: int = 0) -> str:
    """39010 -> 39.010; 41.24 with one decimal -> 41,2; None -> –."""
    if value is None:
        return NOTHING
    pattern, locale = _pattern(decimals, _locale())
    written: str = pattern.apply(value, locale)
    if written.startswith("-"):
        # What rounds to nothing has no sign: -0,04 is 0,0.
        bare = written[1:]
        return MINUS + bare if any(digit in bare for digit in "123456789") else bare
    return written


def signed(value: Number | None, decimals: int = 0) -> str:
    """3.14 -> +3,1 and -3.14 -> −3,1, with one decimal."""
    written = number(value, decimals)
    return f"+{written}" if value is not None and value > 0 and written.strip("0,.") else written


def percent(share: Number | None, decimals: int = 1) -> str:
    """0.412 -> 41,2 pct."""
    return quantity(None if share is None else share * 100, "percent", decimals)


def decimals_of(unit: str) -> int:
    """Return how many decimals a unit of the contract is written with."""
    return 1 if unit in {"percent", "points", "score"} else 0


def quantity(value: Number | None, unit: str, decimals: int | None = None) -> str:
    """Write a value with its unit as the contract names it: 41.24, "percent" -> 41,2 pct."""
    if value is None:
        return NOTHING
    if unit == "yes_no":
        return _("Ja") if value else _("Nej")
    written = number(value, decimals_of(unit) if decimals is None else decimals)
    if unit == "percent":
        return f"{written}%" if _english() else f"{written} pct."
    if unit == "points":
        return _("%(number)s pct.point") % {"number": written}
    if unit == "municipalities":
        return _("%(number)s kommuner") % {"number": written}
    return written


def unit_word(unit: str) -> str:
    """Return the unit as it stands once in a column's head: "percent" -> pct."""
    words = {"percent": "%" if _english() else "pct.", "points": _("pct.point")}
    return words.get(unit, _("kommuner") if unit == "municipalities" else "")


def margin(interval: Sequence[float], value: float, decimals: int = 1) -> str:
    """Write an interval as ±2,4, or as its two ends where it leans too much for one number to be true."""
    low, high = interval
    half = (high - low) / 2
    leans = abs((low + high) / 2 - value) > 0.1 * half
    return between(interval, decimals) if leans else f"±{number(half, decimals)}"


def between(interval: Sequence[float], decimals: int = 1) -> str:
    """(38.8, 43.6) -> 38,8–43,6; ends below zero are parted by a word."""
    low, high = (number(end, decimals) for end in interval)
    # Two minus signs and a dash in a row would be read as anything.
    return _("%(low)s til %(high)s") % {"low": low, "high": high} if MINUS in low + high else f"{low}–{high}"


def probability(value: float | None) -> str:
    """0.153 -> 0,15; what is smaller than a thousandth is said to be so."""
    if value is None:
        return NOTHING
    if value < 0.001:
        return f"<{number(0.001, 3)}"
    return number(value, 3 if value < 0.01 else 2)


def day(value: dt.date | None, width: str = "long") -> str:
    """2022-09-30 -> 30. september 2022."""
    if width not in {"full", "long", "medium", "short"}:
        raise ValueError(f"width is {width!r}; wanted full, long, medium or short")
    return NOTHING if value is None else dates.format_date(value, format=width, locale=_locale())


def short_day(value: dt.date | None) -> str:
    """2022-09-14 -> 14. sep.; for lists within one year."""
    written = "d MMM" if _english() else "d. MMM"
    return NOTHING if value is None else dates.format_date(value, format=written, locale=_locale())


def month(value: dt.date | None) -> str:
    """2022-09-14 -> september 2022."""
    return NOTHING if value is None else dates.format_date(value, format="LLLL y", locale=_locale())


def week(value: dt.date) -> str:
    """2022-09-09 -> uge 36, as calendars in Denmark count (ISO 8601)."""
    return _("uge %(number)s") % {"number": value.isocalendar().week}


def clock(value: dt.datetime) -> str:
    """13:00 -> 13.00, in Danish time."""
    written = "HH:mm" if _english() else "HH.mm"
    return dates.format_time(timezone.localtime(value), format=written, locale=_locale())


def moment(value: dt.datetime) -> str:
    """Write day and time: 14. september 2022 kl. 13.00."""
    written = day(timezone.localtime(value).date())
    return f"{written}, {clock(value)}" if _english() else f"{written} kl. {clock(value)}"


def cvr(number: str) -> str:
    """12345678 -> 12 34 56 78, as the numbers are read aloud."""
    return "\N{NO-BREAK SPACE}".join(number[start : start + 2] for start in range(0, len(number), 2))


FILTERS: dict[str, Callable[..., Any]] = {
    "between": between,
    "clock": clock,
    "cvr": cvr,
    "day": day,
    "margin": margin,
    "moment": moment,
    "month": month,
    "number": number,
    "percent": percent,
    "probability": probability,
    "quantity": quantity,
    "short_day": short_day,
    "signed": signed,
    "unit_word": unit_word,
    "week": week,
}
