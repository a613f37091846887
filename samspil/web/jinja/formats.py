"""Numbers and days the way the reader's language writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel import dates, numbers
from django.utils import timezone
from django.utils.translation import get_language


def _locale() -> str:
    return "en_GB" if (get_language() or "da").startswith("en") else "da_DK"


def number(value: float | Decimal, decimals: int = 0) -> str:
    """39010 -> 39.010; 41.24 with one decimal -> 41,2."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return numbers.format_decimal(value, format=pattern, locale=_locale())


def percent(share: float | Decimal, decimals: int = 1) -> str:
    """0.412 -> 41,2 pct."""
    written = number(share * 100, decimals)
    return f"{written} %" if _locale().startswith("en") else f"{written} pct."


def day(value: dt.date, width: str = "long") -> str:
    """2022-09-30 -> 30. september 2022."""
    if width not in {"full", "long", "medium", "short"}:
        raise ValueError(f"width is {width!r}; wanted full, long, medium or short")
    return dates.format_date(value, format=width, locale=_locale())


def clock(value: dt.datetime) -> str:
    """13:00 -> 13.00, in Danish time."""
    return dates.format_time(
        timezone.localtime(value), format="HH:mm" if _locale() == "en_GB" else "HH.mm", locale=_locale()
    )


FILTERS: dict[str, Callable[..., Any]] = {"number": number, "percent": percent, "day": day, "clock": clock}
