"""The gallery: every component, on a desk and on a phone, without a breach of the rules."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect
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
        # The summary of errors took the focus, and the page with it.
        page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
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


def test_search_answers_while_one_types_and_the_address_follows(
    page: Page, gallery: Callable[[Page], Page]
) -> None:
    gallery(page)
    page.keyboard.press("/")
    page.keyboard.type("ring")
    table = page.locator("#kommuner")
    expect(table.locator("tbody tr")).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text("1 række")
    expect(page.locator("#kommuner-soeg")).to_be_focused()
    assert page.url.endswith("/galleri/?q=ring")
    page.go_back()
    expect(table.locator("tbody tr")).to_have_count(8)


def test_a_list_is_ordered_filtered_and_turned_without_leaving_the_page(
    page: Page, gallery: Callable[[Page], Page]
) -> None:
    gallery(page)
    page.evaluate("window.stayed = true")
    listed = page.locator("#kommuner-liste")
    listed.get_by_role("link", name="Faktisk").click()
    expect(listed.locator("th[aria-sort=descending]")).to_have_text("Faktisk")
    expect(listed.locator("tbody th").first).to_have_text("Aarhus")
    listed.get_by_role("link", name="Næste").click()
    expect(listed.get_by_text("9–16 af 19")).to_be_visible()
    listed.get_by_role("link", name="Ikke opfyldt 3").click()
    expect(listed.locator("tbody tr")).to_have_count(3)
    assert page.evaluate("window.stayed") is True
    assert page.url.endswith("?vurdering=not_met&sort=-actual")


def test_a_list_works_without_scripts(
    browser: Browser, live_server: LiveServer, make_user: MakeUser, enter: Enter
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    enter(page, make_user("anna@example.dk"))
    page.goto(f"{live_server.url}/galleri/")
    page.get_by_placeholder("Søg kommune").fill("sø")
    page.locator("#liste ~ .s-list").get_by_role("button", name="Søg").click()
    expect(page.locator("#kommuner tbody tr")).to_have_count(1)
    page.locator("#kommuner").get_by_role("link", name="Kommune").click()
    assert page.url.endswith("?q=s%C3%B8&sort=-name")
    page.context.close()


def test_keys_walk_through_a_list_and_show_themselves(page: Page, gallery: Callable[[Page], Page]) -> None:
    gallery(page)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Nye blandt vejledte")).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name="Kendskabsgrad, efterår 2022")).to_be_focused()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Genvejstaster")
    expect(help_).to_be_visible()
    page.keyboard.press("Escape")
    expect(help_).to_be_hidden()


def test_the_help_for_the_keyboard_is_accessible_and_switches_single_keys_off(
    page: Page, gallery: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    gallery(page)
    page.get_by_role("button", name="Genvejstaster").click()
    accessible(page)
    page.get_by_label("Brug genvejstaster på denne computer").uncheck()
    page.get_by_role("button", name="Luk", exact=True).click()
    page.reload()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name="Genvejstaster").click()
    expect(page.get_by_label("Brug genvejstaster på denne computer")).not_to_be_checked()


def test_letters_typed_into_a_field_are_letters(page: Page, gallery: Callable[[Page], Page]) -> None:
    gallery(page)
    page.get_by_label("Hvem?").fill("")
    page.get_by_label("Hvem?").press_sequentially("jk?/n")
    expect(page.get_by_label("Hvem?")).to_have_value("jk?/n")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_menu_of_a_phone_holds_log_out_and_language(
    phone: Page, gallery: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    gallery(phone)
    phone.get_by_text("Menu", exact=True).click()
    expect(phone.get_by_role("button", name="Log ud")).to_be_visible()
    accessible(phone)
    screenshot(phone, "menu-phone")
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_text("Not met").first).to_be_visible()


def test_the_primary_action_stays_under_the_thumb(phone: Page, gallery: Callable[[Page], Page]) -> None:
    gallery(phone)
    phone.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    box = phone.get_by_role("link", name="Hent som Excel").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    # The foot can still be read above it.
    foot = phone.get_by_role("link", name="Tilgængelighedserklæring").bounding_box()
    assert foot is not None
    assert foot["y"] + foot["height"] <= box["y"]


def test_a_row_of_a_table_is_thirty_six_pixels_high(page: Page, gallery: Callable[[Page], Page]) -> None:
    gallery(page)
    box = page.locator("#kommuner tbody tr").first.bounding_box()
    assert box is not None
    assert 34 <= box["height"] <= 38


def test_the_accessibility_statement_is_accessible(
    page: Page, live_server: LiveServer, accessible: Callable[[Page], None]
) -> None:
    page.goto(f"{live_server.url}/tilgaengelighed/")
    screenshot(page, "statement")
    accessible(page)


def test_the_page_can_be_enlarged_to_four_hundred_per_cent(
    page: Page, gallery: Callable[[Page], Page]
) -> None:
    # WCAG 1.4.10: 1280 pixels at 400 per cent are 320.
    page.set_viewport_size({"width": 320, "height": 256})
    gallery(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_paper_gets_the_content_without_the_frame(page: Page, gallery: Callable[[Page], Page]) -> None:
    gallery(page)
    page.emulate_media(media="print")
    screenshot(page, "gallery-print")
    expect(page.get_by_role("heading", name="Resultatkontrakt 2022")).to_be_visible()
    expect(page.get_by_role("banner")).to_be_hidden()
    expect(page.get_by_role("contentinfo")).to_be_hidden()
