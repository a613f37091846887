"""The invented region, made once for all tests that only look at it, and loaded once for each module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.contract_folder import read_contract
from samspil.demo.load import Plan, fill
from samspil.demo.world.records import World
from samspil.demo.world.region import make
from samspil.shipped import folder

AUTUMN = Plan(22, 300, "2022-09-30")
FINAL = Plan(21, 400, "2023-11-30")


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


@contextmanager
def loaded(plan: Plan, blocker: Any) -> Iterator[World]:
    """The database with a region in it, for as long as the block lasts."""
    world = make(plan.seed, plan.size)
    with blocker.unblock(), transaction.atomic():
        fill(world, plan, lambda _line: None)
        yield world
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def autumn(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A small region as the demo shows it, in the database for the whole module."""
    with loaded(AUTUMN, django_db_blocker) as world:
        yield world


@pytest.fixture(scope="module")
def final(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """A small region at the end of 2023, in the database for the whole module."""
    with loaded(FINAL, django_db_blocker) as world:
        yield world
