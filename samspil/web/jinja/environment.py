"""Builds the Jinja environment: strict about names, escaping everything, speaking Danish and English."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

from samspil.web.jinja import formats


def build(**options: Any) -> Environment:
    """Return the environment; called once by Django's Jinja backend with its own options."""
    options.update(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    options.pop("autoescape", None)
    environment = Environment(autoescape=True, **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"])
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    environment.globals.update(url=url, static=static, language=get_language)
    environment.filters.update(formats.FILTERS)
    return environment


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a page by its name, for templates."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
