"""Reads days and numbers as people here write them."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4}|\d{2})")
_NUMBER = re.compile(r"[-−+]?\d{1,3}(\.\d{3})*(,\d+)?|[-−+]?\d+([.,]\d+)?")


def day_from(text: str) -> dt.date:
    """Read 30-09-2022, 30.9.22, 30/9/2022 or 2022-09-30; ValueError says what was wanted.

    The day stands first, as in Denmark, whatever the language of the page. Two digits are this century.
    """
    text = text.strip()
    iso, danish = _ISO.fullmatch(text), _DANISH.fullmatch(text)
    try:
        if iso:
            return dt.date(*(int(part) for part in iso.groups()))
        if danish:
            day, month, year = (int(part) for part in danish.groups())
            return dt.date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        pass
    raise ValueError(_("Skriv en dag, f.eks. 30-09-2022"))


def number_from(text: str) -> Decimal:
    """Read 39.010, 39010, 41,2 or 1.250,50; ValueError says what was wanted.

    A dot before three digits parts thousands, since that is how numbers are written here.
    """
    bare = text.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    match = _NUMBER.fullmatch(bare)
    try:
        if match is None:
            raise InvalidOperation
        if match[1] or "," in bare:
            bare = bare.replace(".", "").replace(",", ".")
        return Decimal(bare.replace("−", "-"))
    except InvalidOperation:
        raise ValueError(_("Skriv et tal, f.eks. 1.250,50")) from None
