"""Reads an answered page the way a person would: its text, its links, its tables."""

from __future__ import annotations

import html
import re
from typing import Any

TAGS = re.compile(r"<[^>]+>")
SPACES = re.compile(r"\s+")


def text(response: Any) -> str:
    """The words of the page's content on one line."""
    body = response.content.decode()
    return words(body[body.index("<main") : body.index("</main>")])


def words(markup: str) -> str:
    """Markup as plain text; drawings are read by their label."""
    spoken = re.sub(r'<svg[^>]*aria-label="([^"]*)".*?</svg>', r" \1 ", markup, flags=re.S)
    return SPACES.sub(" ", html.unescape(TAGS.sub(" ", spoken))).strip()


def links(response: Any) -> list[str]:
    """Every address the page's content leads to."""
    body = response.content.decode()
    return [html.unescape(found) for found in re.findall(r'href="([^"#]+)', body[body.index("<main") :])]


def table(response: Any, name: str) -> list[list[str]]:
    """The rows of a table's body by its id, each cell as text."""
    body = response.content.decode()
    found = re.search(rf'<table[^>]*id="{name}".*?</table>', body, re.S)
    assert found is not None, f"no table {name}"
    rows = re.findall(r"<tr.*?</tr>", re.sub(r"<thead.*?</thead>", "", found[0], flags=re.S), re.S)
    return [[words(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)] for row in rows]
