"""How many questions the pages of contacts ask: few, and no more when there is more data."""

from __future__ import annotations

import pytest
from django.test import Client

from samspil.organisations.models import Municipality, Organisation
from tests.web.routes import contacts
from tests.web.scored import score
from tests.web.test_page_queries import MOST, asked


@pytest.mark.parametrize("companies", [40, 200])
def test_the_pages_of_contacts_ask_few_questions(
    hub: Organisation, municipalities: dict[str, Municipality], director: Client, companies: int
) -> None:
    counts = {
        route.address: asked(director, route.address) for route in contacts.pages(score(hub, companies))
    }
    assert {address: count for address, count in counts.items() if count > MOST} == {}
