"""The pages of people and places: what they show, to whom, and what changing something leads to."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.routes import organisations as routes
from tests.web.scored import Scored
from tests.web.test_page_queries import MOST, asked


def test_every_page_answers_with_few_questions(scored: Scored, director: Client) -> None:
    mine = [route for route in routes.pages(scored) if route.reader == "director"]
    counts = {route.address: asked(director, route.address) for route in mine}
    assert {address: count for address, count in counts.items() if count > MOST} == {}
