"""The world of the matrix."""

from __future__ import annotations

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.access.world import World, make


@pytest.fixture
def world(db: None) -> World:
    """Everybody and one of everything."""
    return make()


@pytest.fixture(autouse=True)
def kept_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the test's own connection when a download is let go, which a server would give back."""
    monkeypatch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda _connection: None)
