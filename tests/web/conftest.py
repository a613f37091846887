"""What the tests of pages share: a scored hub, and somebody logged in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from samspil.organisations.kinds import Role
from samspil.organisations.models import Municipality, Organisation, User
from tests.web.scored import Scored, score

Enter = Callable[[Role], Client]


@pytest.fixture
def scored(hub: Organisation, municipalities: dict[str, Municipality]) -> Scored:
    """The example hub with forty companies and two runs."""
    return score(hub)


@pytest.fixture
def enter_as(hub: Organisation, make_user: Callable[..., User]) -> Enter:
    """Log somebody with a role in the hub in: enter_as(Role.DIRECTOR)."""

    def enter(role: Role) -> Client:
        client = Client()
        client.force_login(make_user(f"{role.value}@example.dk", hub, role))
        return client

    return enter


@pytest.fixture
def director(enter_as: Enter) -> Client:
    """The director's browser."""
    return enter_as(Role.DIRECTOR)
