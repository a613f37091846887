"""The reference pages say what the code does now."""

from __future__ import annotations

import pytest

from tools import references


@pytest.mark.parametrize("name", sorted(references.PAGES))
def test_a_reference_page_is_what_the_code_says_now(name: str) -> None:
    written = (references.REFERENCE / name).read_text(encoding="utf-8")
    assert written == references.PAGES[name](), "run: python -m tools.references"
