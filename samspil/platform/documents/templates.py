"""Word documents from a template: our own, made by this module, or one that an organisation has put up.

A template is filled in a sandbox with plain texts: it can say where a text goes and nothing else.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

import docx
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docx.shared import Pt, RGBColor
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

# What every template may use, with what it is filled with when it is tried.
SAMPLE: dict[str, Any] = {
    "title": "Referat",
    "company": "Nordvest Smedeværk A/S",
    "cvr": "40 08 46 06",
    "organisation": "Erhvervshus Midtjylland",
    "adviser": "Anna Holm",
    "day": "30. september 2022",
    "sections": [{"heading": "Drøftet", "text": "Finansiering\nEksport"}],
    "links": [{"name": "Virksomhedsguiden", "address": "https://virksomhedsguiden.dk/"}],
}

# One line each: the style, and the text with its places. {%p … %} takes the whole paragraph away.
LINES = (
    ("Title", "{{ title }}"),
    ("Subtitle", "{{ company }}{% if cvr %} · CVR {{ cvr }}{% endif %}"),
    ("Subtitle", "{{ day }}"),
    ("Normal", "{%p for section in sections %}"),
    ("Normal", "{%p if section.heading %}"),
    ("Heading 1", "{{ section.heading }}"),
    ("Normal", "{%p endif %}"),
    ("Normal", "{{ section.text }}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p if links %}"),
    ("Heading 1", "Læs mere"),
    ("Normal", "{%p for link in links %}"),
    ("List Bullet", "{{ link.name }}: {{ link.address }}"),
    ("Normal", "{%p endfor %}"),
    ("Normal", "{%p endif %}"),
    ("Subtitle", "{{ adviser }}, {{ organisation }}"),
)
_INK = RGBColor(0x1A, 0x1D, 0x1F)


@cache
def own_template() -> bytes:
    """Return the template that is used where an organisation has none of its own."""
    document = docx.Document()
    for name, size in (("Normal", 11), ("Title", 22), ("Subtitle", 11), ("Heading 1", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = "Calibri", Pt(size)
        style.font.color.rgb = _INK
        style.font.italic = False
    for style_name, text in LINES:
        document.add_paragraph(text, style=style_name)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def fill(template: bytes, values: dict[str, Any]) -> bytes:
    """Return the document that a template and texts make; a line break in a text is one in the document.

    Raises ValidationError with what is wrong for a template that cannot be filled.
    """
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    written = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, environment, autoescape=True)
        document.save(written)
    except (TemplateError, LxmlError, zipfile.BadZipFile, KeyError, ValueError, OverflowError) as error:
        raise ValidationError(
            _("Skabelonen kan ikke udfyldes: %(why)s"), params={"why": str(error)[:200]}, code="template"
        ) from error
    return written.getvalue()
