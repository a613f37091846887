"""Every page there is, in both languages, against WCAG 2.1 A and AA in a real browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from samspil.organisations.kinds import Role
from samspil.organisations.models import Organisation, User
from tests.browser.fixtures import opened
from tests.conftest import PASSWORD
from tests.web import routes
from tests.web.routes.route import Route
from tests.web.scored import Scored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Accessible = Callable[[Page], None]


@pytest.fixture
def director(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub, Role.DIRECTOR)


@pytest.fixture
def guarded(hub: Organisation, make_user: Callable[..., User]) -> User:
    """Somebody with a second factor and spare codes."""
    user = make_user("bo@example.dk", hub, Role.DIRECTOR)
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


def confirm(page: Page, live_server: LiveServer) -> None:
    """Give the password once more, as the pages about the second factor ask for."""
    page.goto(live_server.url + reverse("account_reauthenticate"))
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_load_state()


@pytest.fixture
def in_language(browser: Browser, live_server: LiveServer, language: str) -> Iterator[Page]:
    """A page on a desk in a language."""
    for page in opened(browser, viewport={"width": 1280, "height": 900}):
        page.context.add_cookies(
            [{"name": settings.LANGUAGE_COOKIE_NAME, "value": language, "url": live_server.url}]
        )
        yield page


def walk(page: Page, live_server: LiveServer, found: list[Route], language: str, check: Accessible) -> None:
    """Open each page, unfold all of it, and check it; a redirect would check another page instead."""
    for route in found:
        answer = page.goto(live_server.url + route.address)
        assert answer is not None
        assert answer.status == 200, route
        assert page.url == live_server.url + route.address, route
        assert page.locator("html").get_attribute("lang") == language, route
        page.evaluate("document.querySelectorAll('details.s-fold').forEach(fold => fold.open = true)")
        check(page)


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_page_breaks_a_rule_of_accessibility(
    live_server: LiveServer,
    in_language: Page,
    language: str,
    scored: Scored,
    director: User,
    guarded: User,
    enter: Callable[[Page, User], None],
    accessible: Accessible,
) -> None:
    every = routes.pages(scored)
    assert {route.name for route in every} | routes.NO_PAGE == routes.names()
    strangers = [route for route in every if route.reader == "stranger" and route.name != "mfa_authenticate"]
    walk(in_language, live_server, strangers, language, accessible)
    in_language.goto(live_server.url)
    in_language.locator("[name=login]").fill(guarded.email)
    in_language.locator("[name=password]").fill(PASSWORD)
    in_language.locator("main button").click()
    assert in_language.url.endswith("/konto/totrin/authenticate/")
    accessible(in_language)
    for reader, user in (("guarded", guarded), ("director", director)):
        enter(in_language, user)
        confirm(in_language, live_server)
        mine = [route for route in every if route.reader == reader]
        walk(in_language, live_server, mine, language, accessible)
