"""Charts: the same values give the same drawing, and nothing in it offends the policy."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.core.cache import caches
from django.utils import translation

from samspil.web.charts import drawing, look, maps
from samspil.web.charts.maps import Area, area_map
from samspil.web.charts.shares import Share, shares
from samspil.web.charts.spread import Deviation, spread
from samspil.web.charts.waves import Wave, waves

TOWNS = [
    Deviation("Aarhus", 46.3, "outside", -7.4, 7.4),
    Deviation("Ærø", -4.0, "inside", -30, 30),
    Deviation("Lemvig", -17.1, "chance", -22.8, 22.8),
    Deviation("Samsø", -86.1, "outside"),
    Deviation("Åbenrå", 0.0, "inside"),
]
DRAWINGS: dict[str, Callable[[], str]] = {
    "map": lambda: area_map(
        [Area("0665", "chance"), Area("0741", "outside"), Area("0751", "inside")], "Kort"
    ),
    "spread": lambda: spread(TOWNS, 10, "Spredning"),
    "shares": lambda: shares([Share("Alle", 78.3, 76.0, 80.5), Share("Ingen", None)], "Andele", target=80),
    "waves": lambda: waves([Wave("2021", 34, 31, 37), Wave("2022", 41.2, forecast=True)], "Tid", target=45),
}


@pytest.fixture(autouse=True)
def nothing_drawn() -> None:
    caches["drawings"].clear()


def texts(svg: str) -> list[str]:
    """Return what is written in a drawing, in order, halos counted once."""
    return list(dict.fromkeys(re.findall(r"<text[^>]*>([^<]*)</text>", svg)))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_has_neither_styles_nor_scripts_nor_addresses(name: str) -> None:
    svg = DRAWINGS[name]()
    assert not re.search(r"\sstyle=|<style|<script|href=|\son\w+=", svg)
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_spoken_as_one_picture(name: str) -> None:
    svg = DRAWINGS[name]()
    assert svg.count("role=") == 1
    assert re.match(r'<svg [^>]*role="img" aria-label="\w+"', svg)


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_values_give_the_same_bytes_drawn_anew(name: str) -> None:
    first = DRAWINGS[name]()
    caches["drawings"].clear()
    assert DRAWINGS[name]() == first


def test_a_chart_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = DRAWINGS["spread"]()
    monkeypatch.setattr(drawing, "_drawn", lambda *_: pytest.fail("drawn again"))
    assert DRAWINGS["spread"]() == first


def test_each_language_has_a_drawing_of_its_own() -> None:
    danish = DRAWINGS["shares"]()
    with translation.override("en"):
        english = DRAWINGS["shares"]()
    assert "78,3 (76,0–80,5)" in texts(danish)
    assert "78.3 (76.0–80.5)" in texts(english)
    assert "mål 80" in texts(danish)
    assert "target 80" in texts(english)


def test_municipalities_stand_in_danish_order_with_aarhus_among_the_last() -> None:
    names = [text for text in texts(spread(TOWNS, 10, "x")) if text in {town.name for town in TOWNS}]
    assert names == ["Lemvig", "Samsø", "Ærø", "Åbenrå", "Aarhus"]


def test_a_town_far_out_stands_at_the_edge_with_its_number() -> None:
    assert "−86" in texts(spread(TOWNS, 10, "x"))


def test_no_data_is_said_in_words_and_not_drawn_at_zero() -> None:
    svg = shares([Share("Ingen", None)], "x")
    assert "ingen data" in texts(svg)
    assert 'opacity="0"' in svg


def test_the_map_names_those_outside_and_leaves_the_others_quiet() -> None:
    assert texts(DRAWINGS["map"]()) == ["Samsø", "Lemvig"]


def test_names_on_the_map_never_lie_on_each_other() -> None:
    close = [
        {"words": "Lemvig", "longitude": 8.30, "latitude": 56.5},
        {"words": "Struer", "longitude": 8.31, "latitude": 56.5},
    ]
    lower, upper = maps._parted(close, scale=100)
    assert lower["up"] == 0
    assert upper["up"] <= -maps.LINE


def test_words_of_users_are_escaped_in_a_drawing() -> None:
    svg = shares([Share("<b>&", 1)], 'en "titel" <i>')
    assert "<b>" not in svg
    assert "<i>" not in svg
    assert "&lt;i&gt;" in svg


def test_a_converter_that_begins_to_write_styles_is_noticed() -> None:
    with pytest.raises(ValueError, match="has styles"):
        drawing.cleaned('<svg width="1" height="1"><g style="fill:red"/></svg>', "x", "1")


def test_two_drawings_on_a_page_share_no_id() -> None:
    raw = '<svg width="1" height="1"><clipPath id="clip0"/><g clip-path="url(#clip0)"/></svg>'
    assert 'id="ca-1"' in drawing.cleaned(raw, "x", "a")
    assert "url(#cb-1)" in drawing.cleaned(raw, "x", "b")


def test_the_three_shades_differ_without_colour() -> None:
    def lightness(colour: str) -> float:
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    shades = sorted(lightness(colour) for colour in look.STATUS.values())
    assert min(b - a for a, b in pairwise(shades)) > 20
