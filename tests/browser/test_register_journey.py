"""A telephone call is stored from a phone in half a minute, and no lost connection loses what was written."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance.models import Interaction, Task
from samspil.organisations.models import Municipality, Organisation, User
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MakeUser = Callable[..., User]
Enter = Callable[[Page, User], None]


@pytest.fixture
def company(hub: Organisation, municipalities: dict[str, Municipality]) -> Company:
    return register_company(
        by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=municipalities["0665"]
    )


@pytest.fixture
def register(
    live_server: LiveServer, make_user: MakeUser, enter: Enter, hub: Organisation, company: Company
) -> Callable[[Page], Page]:
    """Open the form as Anna: register(page)."""

    def opened(page: Page) -> Page:
        enter(page, make_user("anna@example.dk", hub))
        page.goto(f"{live_server.url}/registrer/")
        return page

    return opened


@pytest.mark.requirement("A16")
def test_a_call_on_a_phone_takes_one_word_and_six_taps(
    phone: Page, register: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    register(phone)
    screenshot(phone, "register-phone-empty")
    accessible(phone)
    # Taps 1 and 2, and the only word: the company.
    phone.locator("#q").tap()
    phone.locator("#q").press_sequentially("smed")
    phone.get_by_role("button", name="Nordvest Smedeværk A/S").tap()
    expect(phone.locator("[data-chosen]")).to_contain_text("Lemvig")
    # Tap 3: what it was about; kind, day and time stand there already.
    phone.get_by_role("checkbox", name="Kapital").tap()
    # Taps 4 and 5: what follows.
    phone.get_by_role("radio", name="Ring igen").tap()
    phone.locator("[data-day]").nth(1).tap()
    screenshot(phone, "register-phone-filled")
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    # Tap 6: the button lies under the thumb.
    save = phone.get_by_role("button", name="Gem", exact=False).last
    box = save.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    save.tap()
    expect(phone.get_by_text("Gemt: Telefon med Nordvest Smedeværk A/S")).to_be_visible()
    screenshot(phone, "register-phone-saved")
    accessible(phone)
    held = Interaction.objects.get()
    assert (held.kind, held.topics) == ("call", "capital")
    assert Task.objects.get().kind == "call_back"


def test_the_keyboard_alone_registers_and_undoes(
    page: Page, register: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    register(page)
    screenshot(page, "register-desk")
    accessible(page)
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("nordvest")
    expect(page.get_by_role("button", name="Nordvest Smedeværk A/S")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="Telefon")).to_be_focused()
    page.get_by_label("Notat").focus()
    page.keyboard.type("Spurgte til eksport")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gemt: Telefon med")).to_be_visible()
    page.get_by_role("button", name="Fortryd").click()
    expect(page.get_by_text("Kontakten er taget tilbage")).to_be_visible()
    screenshot(page, "contact-desk")
    accessible(page)
    assert Interaction.objects.get().cancelled


def test_opened_from_a_company_one_goes_on_by_keyboard_at_once(
    page: Page, register: Callable[[Page], Page], live_server: LiveServer, company: Company
) -> None:
    register(page)
    page.goto(f"{live_server.url}/virksomheder/{company.pk}/")
    page.keyboard.press("n")
    expect(page.get_by_role("radio", name="Telefon")).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Gemt: Telefon med Nordvest")).to_be_visible()


def test_a_founder_is_made_from_the_words_that_found_nobody(
    page: Page, register: Callable[[Page], Page]
) -> None:
    register(page)
    page.locator("#q").press_sequentially("Mette Madsen")
    page.get_by_role("button", name="Ny iværksætter »Mette Madsen«").click()
    expect(page.get_by_label("Navn", exact=True)).to_have_value("Mette Madsen")
    screenshot(page, "register-founder")
    page.get_by_role("button", name="Gem").last.click()
    expect(page.get_by_text("Gemt: Telefon med Mette Madsen")).to_be_visible()


def test_what_one_wrote_survives_a_lost_connection_and_is_stored_once(
    page: Page, register: Callable[[Page], Page], accessible: Callable[[Page], None]
) -> None:
    register(page)
    page.locator("#q").press_sequentially("nordvest")
    page.get_by_role("button", name="Nordvest Smedeværk A/S").click()
    expect(page.locator("[data-chosen]")).to_be_visible()
    page.get_by_label("Notat").fill("Spurgte til eksport")
    page.get_by_role("checkbox", name="Kapital").click()
    page.context.set_offline(True)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Ingen forbindelse lige nu")).to_be_visible()
    screenshot(page, "register-offline")
    page.context.set_offline(False)
    expect(page.get_by_text("Forbindelsen er tilbage")).to_be_visible()
    # The browser was closed meanwhile: the draft comes back with the company it was about.
    page.reload()
    expect(page.get_by_text("nåede måske ikke frem")).to_be_visible()
    expect(page.get_by_label("Notat")).to_have_value("Spurgte til eksport")
    expect(page.locator("[data-chosen]")).to_contain_text("Nordvest Smedeværk A/S")
    screenshot(page, "register-restored")
    accessible(page)
    page.get_by_role("button", name="Send igen").click()
    expect(page.get_by_text("Gemt: Telefon med Nordvest")).to_be_visible()
    page.goto(page.url.partition("?")[0])
    expect(page.get_by_label("Notat")).to_have_value("")
    held = Interaction.objects.get()
    assert (held.note, held.topics) == ("Spurgte til eksport", "capital")


def test_a_draft_is_gone_after_log_out(
    page: Page, register: Callable[[Page], Page], live_server: LiveServer
) -> None:
    register(page)
    page.get_by_label("Notat").fill("Fortroligt")
    assert "Fortroligt" in page.evaluate("JSON.stringify(localStorage)")
    page.locator(".s-header-right summary").click()
    page.get_by_role("button", name="Log ud").first.click()
    expect(page.get_by_role("heading", name="Log ind")).to_be_visible()
    assert "Fortroligt" not in page.evaluate("JSON.stringify(localStorage)")


def test_a_draft_is_gone_when_the_log_in_expired_and_another_logs_in(
    page: Page,
    register: Callable[[Page], Page],
    live_server: LiveServer,
    make_user: MakeUser,
    enter: Enter,
    hub: Organisation,
) -> None:
    register(page)
    page.get_by_label("Notat").fill("Fortroligt")
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/konto/log-ind/")
    # Still there: it may be Anna who comes back.
    assert "Fortroligt" in page.evaluate("JSON.stringify(localStorage)")
    enter(page, make_user("bo@example.dk", hub))
    page.goto(f"{live_server.url}/registrer/")
    expect(page.get_by_label("Notat")).to_have_value("")
    assert "Fortroligt" not in page.evaluate("JSON.stringify(localStorage)")


def test_ten_calls_are_pasted_from_a_spreadsheet(
    page: Page,
    phone: Page,
    register: Callable[[Page], Page],
    live_server: LiveServer,
    enter: Enter,
    accessible: Callable[[Page], None],
) -> None:
    register(page)
    page.goto(f"{live_server.url}/registrer/flere/")
    rows = ["40084606\tTelefon\ti dag\tKapital\tOpkald"] * 9 + ["Ukendt\tTelefon\ti dag\t\tHvem?"]
    page.locator("#who-0").evaluate(
        """(field, text) => {
          const held = new DataTransfer(); held.setData("text/plain", text);
          const options = { clipboardData: held, bubbles: true, cancelable: true };
          field.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        "\n".join(rows),
    )
    expect(page.locator("#who-9")).to_have_value("Ukendt")
    screenshot(page, "many-desk")
    accessible(page)
    page.get_by_role("button", name="Gem rækkerne").click()
    expect(page.get_by_text("9 kontakter er gemt")).to_be_visible()
    expect(page.locator("#who-0")).to_have_value("Ukendt")
    screenshot(page, "many-left")
    accessible(page)
    assert Interaction.objects.count() == 9
    page.get_by_label("Hvem er ment i række 1?").select_option("ny")
    page.get_by_role("button", name="Gem rækkerne").click()
    expect(page.get_by_text("1 kontakt er gemt")).to_be_visible()
    assert Interaction.objects.count() == 10
    enter(phone, User.objects.get(email="anna@example.dk"))
    phone.goto(f"{live_server.url}/registrer/flere/")
    screenshot(phone, "many-phone")
    accessible(phone)
    phone.goto(f"{live_server.url}/henvendelser/")
    screenshot(phone, "contacts-phone")
    accessible(phone)
    page.goto(f"{live_server.url}/henvendelser/")
    screenshot(page, "contacts-desk")
    accessible(page)
    page.goto(f"{live_server.url}/ring-tilbage/")
    screenshot(page, "call-back-desk")
    accessible(page)
