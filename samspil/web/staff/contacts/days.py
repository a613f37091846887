"""Days that are often meant, written as people say them: i morgen (fre. 16. sep.), om en uge, om 14 dage."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def near(today: dt.date) -> list[tuple[str, str]]:
    """Return day and words of the four that are chosen most; a weekend is moved to the Monday after."""
    named = [
        (today + dt.timedelta(1), _("i morgen")),
        (today + dt.timedelta(7), _("om en uge")),
        (today + dt.timedelta(14), _("om 14 dage")),
        (today + dt.timedelta(28), _("om 4 uger")),
    ]
    return [(at_work(day).strftime("%d-%m-%Y"), _named(words, day)) for day, words in named]


def _named(words: str, day: dt.date) -> str:
    """The words and the day; the day alone when a weekend has moved it."""
    return f"{words} · {said(day)}" if at_work(day) == day else said(at_work(day))


def at_work(day: dt.date) -> dt.date:
    """The day, or the Monday after when it is in a weekend."""
    return day + dt.timedelta(max(7 - day.weekday(), 0)) if day.weekday() > 4 else day


def said(day: dt.date) -> str:
    """2022-09-16 -> fre. 16. sep."""
    english = (get_language() or "da").startswith("en")
    written = format_date(
        day, "EEE d MMM" if english else "EEE d. MMM", locale="en_GB" if english else "da_DK"
    )
    return str(written)
