"""Builds the Jinja environment: strict about names, escaping everything, speaking Danish and English."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from samspil.web import once, reach, words
from samspil.web.components import bars, navigation, places, saved, tables, verdicts
from samspil.web.jinja import formats

# What the components compute in Python because a template would compute it badly.
COMPONENTS = {
    "bar": bars.bar,
    "municipality_options": places.municipality_options,
    "navigation": navigation.links,
    "once_token": once.token,
    "page_numbers": tables.page_numbers,
    "saved_views": saved.saved_views,
    "reads_companies": reach.reads,
    "spark_columns": bars.columns,
    "spoken_verdict": verdicts.spoken,
    "verdict_tally": verdicts.tally,
    "works_with_companies": reach.works,
}


def build(**options: Any) -> Environment:
    """Return the environment; called once by Django's Jinja backend with its own options."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options.pop("autoescape", None)
    environment = Environment(autoescape=True, **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # added by the i18n extension
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    environment.globals.update(url=url, url_or_none=url_or_none, static=static)
    environment.globals.update(language=get_language, words=words, **COMPONENTS)
    environment.filters.update(formats.FILTERS)
    return environment


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name, for templates."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_or_none(name: str, *args: Any, **kwargs: Any) -> str | None:
    """Return the address of a page that may not be there: a button that leads nowhere is not drawn."""
    try:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    except NoReverseMatch:
        return None
