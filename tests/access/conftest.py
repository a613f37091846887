"""The world of the matrix."""

from __future__ import annotations

import pytest

from tests.access.world import World, make


@pytest.fixture
def world(db: None) -> World:
    """Everybody and one of everything."""
    return make()
