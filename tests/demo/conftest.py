"""The invented region, made once for all tests that only look at it."""

from __future__ import annotations

import pytest

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.contract_folder import read_contract
from samspil.demo.world.records import World
from samspil.demo.world.region import make
from samspil.shipped import folder


@pytest.fixture(scope="session")
def contract() -> ResultContract:
    return read_contract(folder("contracts") / "erhvervshus-midtjylland-2022")


@pytest.fixture(scope="session")
def region() -> World:
    """The region of the demo, in full size."""
    return make()


@pytest.fixture(scope="session")
def hamlet() -> World:
    """The smallest region there is."""
    return make(7, 200)
