"""Logging in and out, as a person does it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.organisations.kinds import Role
from samspil.organisations.models import Organisation, User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_director_logs_in_comes_to_the_day_and_logs_out(
    live_server: LiveServer,
    page: Page,
    hub: Organisation,
    make_user: Callable[..., User],
    accessible: Callable[[Page], None],
) -> None:
    make_user("anna@example.dk", hub, Role.DIRECTOR)
    page.goto(live_server.url)
    accessible(page)
    page.get_by_label("E-mail").fill("anna@example.dk")
    page.get_by_label("Adgangskode", exact=True).fill("forkert")
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("alert")).to_be_visible()
    accessible(page)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("heading", level=1, name="Min dag")).to_be_visible()
    accessible(page)
    page.locator("summary").filter(has_text="Anna").click()
    page.get_by_role("button", name="Log ud").click()
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible()


def test_the_log_in_page_fits_a_phone_and_turns_english(
    live_server: LiveServer, phone: Page, accessible: Callable[[Page], None]
) -> None:
    phone.goto(live_server.url)
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_role("heading", name="Log in")).to_be_visible()


def test_a_user_can_be_let_in_without_the_form(
    live_server: LiveServer, page: Page, make_user: Callable[..., User], enter: Callable[[Page, User], None]
) -> None:
    enter(page, make_user("bo@example.dk"))
    page.goto(live_server.url)
    expect(page.locator("summary").filter(has_text="Bo")).to_be_visible()
