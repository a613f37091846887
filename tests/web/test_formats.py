"""Numbers and days on the pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from samspil.web.jinja import formats


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("da", ["39.010", "41,2", "41,2 pct.", "30. september 2022", "13.00"]),
        ("en", ["39,010", "41.2", "41.2%", "30 September 2022", "13:00"]),
    ],
)
def test_numbers_and_days_are_written_as_the_language_writes_them(language: str, written: list[str]) -> None:
    one_o_clock = dt.datetime(2022, 9, 30, 11, 0, tzinfo=dt.UTC)
    with translation.override(language):
        assert [
            formats.number(39010),
            formats.number(41.24, 1),
            formats.percent(0.412),
            formats.day(dt.date(2022, 9, 30)),
            formats.clock(one_o_clock),
        ] == written
