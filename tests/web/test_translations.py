"""The English words behind the switch."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tools import messages


def test_every_word_on_the_pages_has_an_english_one() -> None:
    missing = messages.untranslated(messages.brought_up_to_date())
    assert missing == [], "run `make messages`, then write the English words"


def test_translations_use_the_names_that_the_danish_text_uses() -> None:
    for message in messages.english():
        if message.id:
            assert names(message.id) == names(message.string), message.id


def names(text: object) -> set[str]:
    """Return the names in all forms of "%(first)s of %(total)s"."""
    return {name for form in messages.forms(text) for name in re.findall(r"%\((\w+)\)s", form)}


@pytest.mark.parametrize(("language", "word"), [("da", "Direktør"), ("en", "Director")])
def test_set_up_compiled_the_english_words(language: str, word: str) -> None:
    from samspil.organisations.kinds import Role

    with translation.override(language):
        assert str(Role.DIRECTOR.label) == word
