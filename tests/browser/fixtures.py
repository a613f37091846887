"""A real Chromium for the tests: pages on a desk and on a phone, and the rules of accessibility."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from tools import browser as finder

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

    from samspil.organisations.models import User

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
SCREENSHOTS = Path("build/screenshots")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a process."""
    path = finder.find()
    if path is None:
        pytest.fail("No Chromium: run `make browser`")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        # While Playwright's loop runs, Django keeps connections of their own for this thread; once it has
        # stopped nobody finds them again, and a database in use cannot be dropped.
        connections.close_all()
        chromium.close()


def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """Give a page in a context of its own, and fail afterwards if it complained (a CSP breach does)."""
    context = browser.new_context(locale="da-DK", timezone_id="Europe/Copenhagen", **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(told(line)) if line.type == "error" else None)
    yield page
    # A page that is still fetching would write to a database that is being emptied.
    page.goto("about:blank")
    context.close()
    assert complaints == [], "the browser complained"


def told(line: ConsoleMessage) -> str:
    """Return what the browser wrote to its console, and where."""
    return f"{line.text} ({line.location.get('url', '')})"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on a desk."""
    yield from opened(browser, viewport={"width": 1280, "height": 900})


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page on a phone."""
    yield from opened(
        browser, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, device_scale_factor=2
    )


@pytest.fixture
def enter(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Log a user in without the form: enter(page, user)."""

    def enter(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        value = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
        )

    return enter


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Check the page as it stands against WCAG 2.1 A and AA: accessible(page)."""
    from axe_playwright_python.sync_playwright import Axe

    def accessible(page: Page) -> None:
        found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}})
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return accessible


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page in build/screenshots."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
