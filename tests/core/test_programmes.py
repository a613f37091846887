"""Programmes and links to Virksomhedsguiden are data with the words they stand on."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from samspil.core.programmes import programmes, programmes_on, virksomhedsguiden
from samspil.core.standards import topics

DAY = date(2022, 9, 30)


@pytest.mark.requirement("B28", "B29")
def test_the_contracts_programmes_can_be_put_on_a_case() -> None:
    codes = [each.code for each in programmes_on(DAY)]
    assert codes == ["react-eu-green", "react-eu-digital", "react-eu-founders"]
    assert programmes().version(DAY).open
    assert all("REACT-EU" in each.quote for each in programmes_on(DAY))


def test_every_link_is_on_virksomhedsguiden_and_for_a_topic_there_is() -> None:
    guide = virksomhedsguiden().version(DAY)
    known = {each.code for each in topics().version(DAY).topics}
    for address in (guide.front, *(link.address for link in guide.links)):
        assert urlsplit(address)[:2] == ("https", "virksomhedsguiden.dk")
    assert {link.topic for link in guide.links} <= known


def test_a_topic_without_a_page_of_its_own_gets_the_front_page() -> None:
    guide = virksomhedsguiden().version(DAY)
    assert [link.topic for link in guide.links_for(["green", "crisis"])] == ["green"]
    assert [link.address for link in guide.links_for(["crisis"])] == [guide.front]
