"""Draws a chart to SVG that the content security policy accepts, once for the same content."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import altair as alt
from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markupsafe import Markup, escape

from samspil.web.charts import look

_OPENING = re.compile(r"<svg[^>]*?width=\"([\d.]+)\" height=\"([\d.]+)\"[^>]*>")
# Vega tells screen readers about every mark; we say what the whole shows, and give a table.
_SPOKEN = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_IDS = re.compile(r'(\bid="|url\(#)([A-Za-z0-9_-]+)')


def once(build: Callable[[], alt.TopLevelMixin], says: str, *values: object) -> SafeString:
    """Return the chart that `build` makes of `values` as SVG, drawn anew only when something changed.

    `says` is read to those who do not see it. The same values give the same bytes.
    """
    language = get_language() or "da"
    mark = hashlib.sha256(repr((_made_by(), language, says, values)).encode()).hexdigest()
    kept: str | None = caches["drawings"].get(mark)
    if kept is None:
        kept = _drawn(build(), language, says, mark[:8])
        caches["drawings"].set(mark, kept)
    return mark_safe(kept)  # noqa: S308 - our own drawing; every text in it is escaped by the converter


@cache
def _made_by() -> str:
    """What a drawing depends on besides its values: this folder's code, the converter and the fonts."""
    code = b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py")))
    versions = [version("vl-convert-python"), version("altair"), str(look.FONTS.is_dir())]
    return "|".join([*versions, hashlib.sha256(code).hexdigest()])


@cache
def _converter() -> Any:
    # Imported on first use: it starts a script engine, which pages without charts need not wait for.
    import vl_convert

    if look.FONTS.is_dir():
        vl_convert.register_font_directory(str(look.FONTS))
    return vl_convert


def _drawn(chart: alt.TopLevelMixin, language: str, says: str, mark: str) -> str:
    description = json.dumps({**chart.to_dict(), "config": look.config()}, ensure_ascii=False)
    locale = "en-GB" if language.startswith("en") else "da-DK"
    raw: str = _converter().vegalite_to_svg(
        description, vl_version="6.1", format_locale=locale, time_format_locale=locale
    )
    return cleaned(raw, says, mark)


def cleaned(raw: str, says: str, mark: str) -> str:
    """Return a drawing that scales with the page, is spoken as one picture and shares no ids with another.

    Raises ValueError when the converter has begun to write styles, which the policy would drop.
    """
    opening = _OPENING.search(raw)
    if opening is None or " style=" in raw or "<style" in raw:
        raise ValueError("the converter's drawing has no size or has styles; see samspil.web.charts.drawing")
    width, height = opening.groups()
    body = raw[opening.end() :].removesuffix("</svg>")
    body = _renamed(_SPOKEN.sub("", body), mark)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="s-chart-svg" width="{width}" height="{height}" '
        'viewBox="0 0 {width} {height}" role="img" aria-label="{says}" focusable="false">'
    ).format(width=width, height=height, says=escape(says))
    return f'{head}<g aria-hidden="true">{body}</g></svg>'


def _renamed(body: str, mark: str) -> str:
    """Number the ids of a drawing from 1: the converter counts on from one drawing to the next."""
    names: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        return match[1] + names.setdefault(match[2], f"c{mark}-{len(names) + 1}")

    return _IDS.sub(rename, body)
