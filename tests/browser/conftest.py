"""What the journeys share: the scored hub of the page tests."""

from __future__ import annotations

import pytest

from samspil.organisations.models import Municipality, Organisation
from tests.web.scored import Scored, score


@pytest.fixture
def scored(hub: Organisation, municipalities: dict[str, Municipality]) -> Scored:
    """The example hub with 400 companies and two runs."""
    return score(hub, 400)
