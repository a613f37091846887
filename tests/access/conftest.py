"""The world of the matrix."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections

from tests.access.world import World, make


@pytest.fixture
def world(db: None) -> World:
    """Everybody and one of everything."""
    return make()


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Keep the test's own connection when a download has been read to its end, as a server would not."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)
