"""From an empty installation to the first registered call: set-up, log-in, an invitation, a telephone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.cli import main
from samspil.companies.models import Approach
from samspil.guidance.models import Interaction
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "en-lang-adgangskode-42"
SETUP = (
    "setup", "--area", "Midtjylland", "--local-service", "Business Lemvig=0665", "--admin-email",
    "anna@example.dk", "--admin-name", "Anna Bo", "--admin-password", PASSWORD, "--yes",
)  # fmt: skip


@pytest.mark.requirement("A16")
def test_from_an_empty_installation_to_the_first_registered_call(
    live_server: LiveServer, page: Page, phone: Page, accessible: Callable[[Page], None]
) -> None:
    assert CliRunner().invoke(main, SETUP).exit_code == 0

    page.goto(live_server.url)
    page.get_by_label("E-mail").fill("anna@example.dk")
    page.get_by_label("Adgangskode").fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.goto(f"{live_server.url}/medarbejdere/inviter/")
    page.get_by_label("E-mail").fill("bo@example.dk")
    page.get_by_label("Navn").fill("Bo Holm")
    page.get_by_label("Organisation").select_option(label="Business Lemvig")
    page.get_by_label("Rolle").select_option(label="Erhvervskonsulent")
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Brevet er sendt til bo@example.dk.")).to_be_visible()

    link = re.search(r"http://\S+/konto/velkommen/\S+", str(mail.outbox[0].body))
    assert link is not None
    phone.goto(link[0])
    phone.get_by_label("Vælg en adgangskode").fill("en-helt-anden-kode-17")
    phone.get_by_label("Skriv den igen").fill("en-helt-anden-kode-17")
    phone.get_by_role("button", name="Gem og log ind").click()
    phone.goto(live_server.url)
    accessible(phone)
    screenshot(phone, "first-day-phone")
    phone.get_by_role("link", name="Registrér kontakt").last.tap()
    phone.get_by_role("radio", name="Ny iværksætter").tap()
    phone.get_by_label("Navn", exact=True).fill("Iværksætter Nordvest")
    phone.get_by_role("checkbox", name="Kapital").tap()
    phone.get_by_role("button", name="Gem", exact=False).last.tap()
    expect(phone.get_by_text("Gemt: Telefon med Iværksætter Nordvest")).to_be_visible()
    stored = Interaction.objects.get()
    assert stored.organisation.code == "business-lemvig"
    assert Approach.objects.get().adviser == stored.adviser
