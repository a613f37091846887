"""The gallery: every component, on a desk and on a phone, without a breach of the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from samspil.organisations.models import User
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MakeUser = Callable[..., User]
Enter = Callable[[Page, User], None]


@pytest.fixture
def gallery(live_server: LiveServer, make_user: MakeUser, enter: Enter) -> Callable[[Page], Page]:
    """Open the gallery as somebody who is logged in: gallery(page)."""

    def opened(page: Page) -> Page:
        enter(page, make_user("anna@example.dk"))
        page.goto(f"{live_server.url}/galleri/")
        return page

    return opened


def test_every_component_is_accessible_on_a_desk(
    page: Page, gallery: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    gallery(page)
    screenshot(page, "gallery-desk")
    accessible(page)


def test_every_component_is_accessible_and_fits_on_a_phone(
    phone: Page, gallery: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    gallery(phone)
    screenshot(phone, "gallery-phone")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(phone)
