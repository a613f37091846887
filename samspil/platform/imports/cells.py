"""What one cell means: text, a day, a number, yes or no; what it cannot mean is told with what was wanted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?\Z")
_DANISH = re.compile(r"(\d{1,2})[-./ ]+(\d{1,2})[-./ ]+(\d{4}|\d{2})(?: .*)?\Z")
_LEADING = re.compile(r"\A'(?=\s*[=+\-@\u2212\uff1d\uff0b\uff0d\uff20\t\r\n])")
_SHOWN = 60
YES = frozenset({"ja", "j", "x", "1", "true", "sand", "sandt", "yes", "y"})
NO = frozenset({"nej", "n", "0", "false", "falsk", "no", ""})
# Days that Excel holds as bare numbers: 1954 to 2064.
_SERIALS = range(20_000, 60_000)


class WrongError(ValueError):
    """A cell cannot be what its column holds; `wanted` is said to the user."""

    def __init__(self, wanted: str) -> None:
        self.wanted = wanted
        super().__init__(wanted)


@dataclass(frozen=True)
class Told:
    """What is wrong in a row: the column's head, what stands there, and what was wanted."""

    column: str
    found: str
    wanted: str

    def __str__(self) -> str:
        where = f"{self.column}: " if self.column else ""
        return f"{where}{self.wanted}" + (f" ({_('fandt')} »{self.found}«)" if self.found else "")


Read = Callable[[Any], Any]


def plain(cell: Any) -> str:
    """Return a cell as text: days the Danish way, without the apostrophe that guards against formulas."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return f"{cell:%d-%m-%Y}" if cell.time() == dt.time() else f"{cell:%d-%m-%Y %H:%M}"
    if isinstance(cell, dt.date):
        return f"{cell:%d-%m-%Y}"
    if isinstance(cell, bool):
        return _("Ja") if cell else _("Nej")
    return _LEADING.sub("", str(cell)).strip()


def shortened(text: str) -> str:
    """Return what is quoted back of a cell."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


def text(most: int) -> Read:
    """Text of at most so many signs."""

    def read(cell: Any) -> str:
        found = plain(cell)
        if len(found) > most:
            raise WrongError(_("højst %(most)s tegn") % {"most": most})
        return found

    return read


def day(cell: Any) -> dt.date | None:
    """A day as Excel holds it or as people here write it; the day stands before the month."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _SERIALS:
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(cell))
    written = plain(cell)
    iso, danish = _ISO.match(written), _DANISH.match(written)
    try:
        if iso:
            return dt.date(*map(int, iso.groups()))
        if danish:
            number, month, year = map(int, danish.groups())
            # 98 is 1998 in a register that began then; 22 is 2022.
            return dt.date(year + (2000 if year < 70 else 1900) if year < 100 else year, month, number)
    except ValueError:
        pass
    raise WrongError(_("en dag, f.eks. 30-09-2022"))


def whole_number(cell: Any) -> int | None:
    """A whole number from 0, written 39010 or 39.010."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, int) and not isinstance(cell, bool) and cell >= 0:
        return cell
    written = plain(cell).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    bare = written.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+", written) else written
    if not re.fullmatch(r"[0-9]{1,9}", bare):
        raise WrongError(_("et helt tal, f.eks. 12"))
    return int(bare)


def yes_no(cell: Any) -> bool | None:
    """Ja or nej; None for an empty cell."""
    if cell is None or cell == "":
        return None
    written = plain(cell).casefold()
    if written in YES:
        return True
    if written in NO:
        return False
    raise WrongError(_("ja eller nej"))


def email(cell: Any) -> str:
    """An e-mail address, in lower case."""
    written = plain(cell).lower()
    if written:
        try:
            validate_email(written)
        except ValidationError:
            raise WrongError(_("en e-mailadresse")) from None
    return written
