"""What all tests can use: organisations, users, a browser, and the choice of database."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache

from samspil.organisations import actions
from samspil.organisations.imports import load_municipalities
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from tools import traceability

# Playwright's event loop makes Django believe that it runs in a coroutine.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

pytest_plugins = ["tests.browser.fixtures"]

DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_setup"}
PASSWORD = "en-lang-adgangskode-42"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only", action="store_true", help="only the tests that touch the database, for PostgreSQL"
    )


def touches_database(item: pytest.Item) -> bool:
    """Return whether the test uses the database, by mark or by fixture."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "postgres_too"))
    return marked or bool(DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if touches_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if not touches_database(item)])
    items[:] = kept


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.write_line(traceability.read().summary())


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Start without throttling left by an earlier test."""
    yield
    cache.clear()


@pytest.fixture
def hub(db: None) -> Organisation:
    """The house of the example, without municipalities."""
    return actions.create_organisation(
        by=None, code="erhvervshus-midtjylland", name="Erhvervshus Midtjylland", kind=OrganisationKind.HUB
    )


@pytest.fixture
def municipalities(db: None) -> dict[str, Municipality]:
    """All 98 municipalities by code, in nobody's area."""
    load_municipalities(by=None)
    return {municipality.code: municipality for municipality in Municipality.objects.all()}


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Make a user with a role: make_user("anna@example.dk", hub, Role.ADVISER)."""

    def make(email: str, organisation: Organisation | None = None, role: Role = Role.ADVISER) -> User:
        name = email.partition("@")[0].title()
        user = actions.create_user(by=None, email=email, name=name, password=PASSWORD)
        if organisation is not None:
            actions.grant(by=None, user=user, organisation=organisation, role=role)
        return user

    return make
