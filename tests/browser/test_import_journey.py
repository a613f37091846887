"""A bad spreadsheet moves in: errors shown, rejects fetched and mended, loaded again, run twice, undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer
from python_calamine import CalamineWorkbook

from samspil.companies.models import Subject
from samspil.organisations.models import Municipality, Organisation, User
from tests.browser.fixtures import screenshot
from tests.platform.imports_of import BAGER, SMED, csv_file, excel_file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADS = ["Id", "Firma", "CVR-nr", "Hvor", "Ansatte", "Bemærkning"]
BAD = (
    HEADS,
    ["1", "Nordvest Smedeværk A/S", SMED, "Lemvig", 32, ""],
    ["2", "Åhuse Bageri ApS", "12345678", "Skjern", 7, ""],
    ["3", "=HYPERLINK(1)", "", "Struer", "mange", ""],
    ["4", "Vejrup VVS ApS", "", "Trekanten", 2, "ejer 010190-0000"],
)


@pytest.fixture
def anna(hub: Organisation, municipalities: dict[str, Municipality], make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


def send(page: Page, path: Path) -> None:
    """Upload a file and take the columns as they are guessed."""
    page.get_by_label("Hvad indeholder filen?").select_option(label="Virksomheder og iværksættere")
    page.get_by_label("Hvilket system kommer rækkerne fra?").fill("Gammelt CRM")
    page.get_by_label("Fil (.xlsx").set_input_files(path)
    page.get_by_role("button", name="Videre til kolonnerne").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hvad er hvad i filen?")


def test_a_bad_spreadsheet_is_mended_and_moved_in(
    live_server: LiveServer,
    page: Page,
    anna: User,
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    enter(page, anna)
    page.goto(f"{live_server.url}/indlaes/")
    screenshot(page, "imports")
    accessible(page)
    bad = tmp_path / "virksomheder.xlsx"
    bad.write_bytes(excel_file(*BAD))
    send(page, bad)
    page.get_by_label("CVR-nr").select_option(label="CVR-nummer")
    page.get_by_label("Hvor", exact=True).select_option(label="Kommune")
    screenshot(page, "import-columns")
    accessible(page)
    page.get_by_role("button", name="Kontrollér rækkerne").click()

    expect(page.get_by_text("må ikke indeholde et CPR-nummer").first).to_be_visible()
    expect(page.locator("body")).not_to_contain_text("010190")
    page.get_by_label("»Skjern«").select_option(label="Ringkøbing-Skjern")
    page.get_by_label("»Trekanten«").select_option(label="Kolding")
    screenshot(page, "import-errors")
    accessible(page)
    page.get_by_role("button", name="Gem, og kontrollér igen").click()
    expect(page.get_by_text("Ord, Samspil ikke kender")).to_have_count(0)
    page.get_by_role("button", name="Indlæs 1 række").click()
    expect(page.get_by_text("Rækkerne er indlæst")).to_be_visible()
    screenshot(page, "import-done")

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Hent de afviste rækker").click()
    refused = CalamineWorkbook.from_path(str(waiting.value.path())).get_sheet_by_index(0).to_python()
    assert [row[2] for row in refused[1:]] == ["Åhuse Bageri ApS", "=HYPERLINK(1)", "Vejrup VVS ApS"]
    mended = [[*row] for row in refused]
    mended[1][3], mended[2][2], mended[2][5], mended[3][6] = BAGER, "Struer Tømrer ApS", 4, ""
    again = tmp_path / "rettet.csv"
    again.write_bytes(csv_file(*mended))
    page.goto(f"{live_server.url}/indlaes/")
    send(page, again)
    page.get_by_role("button", name="Kontrollér rækkerne").click()
    page.get_by_role("button", name="Indlæs 3 rækker").click()
    expect(page.get_by_text("Rækkerne er indlæst")).to_be_visible()
    assert Subject.objects.count() == 4

    # The same file again: nothing is left to do.
    page.goto(f"{live_server.url}/indlaes/")
    send(page, again)
    page.get_by_role("button", name="Kontrollér rækkerne").click()
    expect(page.get_by_text("Der er ingen nye rækker")).to_be_visible()

    page.goto(f"{live_server.url}/indlaes/")
    page.get_by_role("link", name="rettet.csv").nth(1).click()
    page.get_by_label("Hvorfor?").fill("prøve")
    page.get_by_role("button", name="Fortryd indlæsningen").click()
    expect(page.get_by_text("3 registreringer er fjernet.")).to_be_visible()
    assert Subject.objects.count() == 1


def test_what_was_copied_from_excel_is_pasted_on_a_phone_and_compared(
    live_server: LiveServer,
    phone: Page,
    anna: User,
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:
    enter(phone, anna)
    phone.goto(f"{live_server.url}/indlaes/")
    phone.get_by_label("Hvad indeholder filen?").select_option(label="Virksomheder og iværksættere")
    phone.get_by_label("Hvilket system kommer rækkerne fra?").fill("Excel")
    phone.get_by_text("Eller indsæt fra Excel").click()
    rows = (["Navn", "Kommune"], ["Vejrup VVS ApS", "Lemvig"], ["Mette Madsen", "Struer"])
    phone.get_by_label("Rækker med overskrifter").fill("\n".join("\t".join(row) for row in rows))
    screenshot(phone, "imports-phone")
    phone.get_by_role("button", name="Videre til kolonnerne").click()
    screenshot(phone, "import-columns-phone")
    phone.get_by_role("button", name="Kontrollér rækkerne").click()
    screenshot(phone, "import-checked-phone")
    accessible(phone)
    phone.get_by_role("button", name="Indlæs 2 rækker").click()
    phone.get_by_role("link", name="Afstem").click()
    phone.get_by_label("Indberettet, Iværksætter").fill("3")
    phone.get_by_role("button", name="Gem tallene").click()
    expect(phone.get_by_text("−2")).to_be_visible()
    screenshot(phone, "import-compare-phone")
    accessible(phone)
    wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
