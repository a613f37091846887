"""Collects the Danish words on the pages and keeps the English catalogue in step with them."""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from samspil.core import allocation
from samspil.core.measures import roles, scorecard

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "samspil"
ENGLISH = PACKAGE / "web" / "locale" / "en" / "LC_MESSAGES" / "django.po"

JINJA = {"extensions": "jinja2.ext.do", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
METHODS = [
    ("**.py", "python"),
    ("web/**.jinja", "jinja2"),
    ("web/templates/**.txt", "jinja2"),
    ("web/templates/*.html", "jinja2"),
]
OPTIONS = {pattern: JINJA for pattern, method in METHODS if method == "jinja2"}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}

# Fixed, so that collecting words changes words only.
HEADER = r"""# English words for the Danish ones on the pages; kept in step by `make messages`.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def words() -> Catalog:
    """Return every message in the package."""
    catalog = Catalog(locale="en")
    found = extract_from_dir(PACKAGE, METHODS, OPTIONS, keywords=KEYWORDS)
    for path, line, message, comments, context in found:
        catalog.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    for message in the_core_says():
        catalog.add(message)
    return catalog


def the_core_says() -> set[str]:
    """Return the Danish words of the core, which knows no translation; web/words.py translates them."""
    said = {*scorecard.REASONS.values(), *scorecard.GROUPS.values(), *allocation.REASONS.values()}
    said |= {text for role in roles.ROLES for text in (role.danish, role.mend)}
    return said - {""}


def english() -> Catalog:
    """Return the English catalogue."""
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def brought_up_to_date() -> Catalog:
    """Return the English catalogue with what is new, empty, and without what is gone."""
    catalog = english()
    # Nothing is guessed: a word that is nearly the same may mean something else.
    catalog.update(words(), no_fuzzy_matching=True)
    return catalog


def forms(text: object) -> list[str]:
    """Return a message's text as a list: one form, or singular and plural."""
    return [str(form) for form in text] if isinstance(text, (tuple, list)) else [str(text or "")]


def untranslated(catalog: Catalog) -> list[str]:
    """Return the messages without English words."""
    return [
        forms(message.id)[0]
        for message in catalog
        if message.id and (message.fuzzy or not all(forms(message.string)))
    ]


def write(catalog: Catalog) -> None:
    """Write the English catalogue, sorted, without what is no longer used."""
    with ENGLISH.open("wb") as file:
        file.write(HEADER.encode())
        write_po(
            file,
            catalog,
            omit_header=True,
            no_location=True,
            sort_output=True,
            ignore_obsolete=True,
            width=110,
        )


def main() -> None:
    """Write the catalogue, and list what still needs words."""
    catalog = brought_up_to_date()
    write(catalog)
    missing = untranslated(catalog)
    print(f"{len(catalog)} messages, {len(missing)} without English words", *missing, sep="\n  ")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
