"""How many questions a page asks the database: few, and no more when there is more data."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samspil.organisations.models import Municipality, Organisation
from tests.web import routes
from tests.web.scored import score

MOST = 12
# Two of a scorecard's are for the scorecard and the contract, which a process keeps once it has read them.
MOST_OF_A_RUN = MOST - 2
RUNS = ("/maal/", "/kontrakt/")
# A word nobody's name has is looked for step by step: as it is, then by the words one slip away; the
# steps are as many however many companies there are.
MOST_OF_A_SLIP = 18
SLIP = "q=smedevrk"


def asked(client: Client, address: str) -> int:
    """Count the questions of one page; the marks of a transaction are none."""
    with CaptureQueriesContext(connection) as context:
        assert client.get(address).status_code in {200, 302}
    marks = ("SAVEPOINT", "RELEASE")
    return len([each for each in context.captured_queries if not each["sql"].startswith(marks)])


def limit(address: str) -> int:
    """How many questions a page may ask."""
    if SLIP in address:
        return MOST_OF_A_SLIP
    return MOST_OF_A_RUN if address.startswith(RUNS) else MOST


@pytest.mark.parametrize("companies", [40, 400])
def test_no_page_asks_more_than_twelve_queries_however_many_companies_there_are(
    hub: Organisation, municipalities: dict[str, Municipality], director: Client, companies: int
) -> None:
    scored = score(hub, companies)
    inside = [route for route in routes.pages(scored) if route.reader == "director"]
    counts = {route.address: asked(director, route.address) for route in inside}
    most = {address: limit(address) for address in counts}
    assert {address: count for address, count in counts.items() if count > most[address]} == {}
    assert asked(director, "/") <= MOST
