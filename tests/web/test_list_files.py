"""Every list of the shared CRM comes as a file, whole and in both forms, and offers to save its state."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.scored import Scored

LISTS = ("companies", "founders", "contacts", "cases", "events", "referrals", "people")


@pytest.mark.parametrize("route", LISTS)
def test_every_list_comes_as_csv_and_as_excel(scored: Scored, director: Client, route: str) -> None:
    state = {"fane": "afsluttede"} if route == "referrals" else {}
    for kind, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        answer = director.get(reverse(route), {**state, "hent": kind})
        assert answer.status_code == 200, route
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file
        assert body.startswith(start)
        if kind == "csv":
            assert body.count(b"\r\n") > 1, "the heads, and a row at least"


@pytest.mark.parametrize("route", LISTS)
def test_every_list_that_is_narrowed_offers_to_keep_its_state(
    scored: Scored, director: Client, route: str
) -> None:
    assert "/visninger/ny/" in director.get(reverse(route), {"q": "smed"}).content.decode()
