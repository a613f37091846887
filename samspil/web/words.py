"""The words of the core and of a contract in the reader's language, where there are any."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samspil.core.measures.contract import Goal, Point, ResultContract
from samspil.core.measures.roles import BY_CODE
from samspil.core.measures.scorecard import GROUPS, REASONS
from samspil.core.reference import municipalities
from samspil.web.jinja.formats import probability

# Below these a breach is called improbable; the number itself always stands beside the word.
DOUBTFUL, IMPROBABLE = 0.05, 0.01


def in_english() -> bool:
    """Whether the reader has chosen English."""
    return (get_language() or "da").startswith("en")


def title(part: ResultContract | Goal | Point) -> str:
    """The title of a contract, goal or point; contracts carry both languages."""
    return part.english if in_english() else part.title


def reason(code: str) -> str:
    """Why a figure has no verdict, in words; nothing for no reason."""
    danish = REASONS[code]
    # An empty message would be answered with the head of the catalogue.
    return _(danish) if danish else ""


def role(code: str) -> str:
    """What a row is to a figure: "talt med", "mangler kommune"."""
    return _(BY_CODE[code].danish)


def mend(code: str) -> str:
    """What mends an exclusion, or nothing where there is nothing to mend."""
    danish = BY_CODE[code].mend
    return _(danish) if danish else ""


def group(code: str) -> str:
    """A group by name: a segment or channel in words, a municipality's name, a wave as it is."""
    if code in municipalities():
        return municipalities()[code].name
    return _(GROUPS[code]) if code in GROUPS else code


def chance(value: float | None) -> str:
    """How probable a breach is by chance alone: sandsynligt (p 0,15)."""
    if value is None:
        return ""
    if value >= DOUBTFUL:
        word = _("sandsynligt")
    elif value >= IMPROBABLE:
        word = _("næppe")
    else:
        word = _("usandsynligt")
    return f"{word} (p\N{NO-BREAK SPACE}{probability(value)})"
