"""From log-in to the excluded rows of a point, on a desk and on a phone, on the demo region."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.demo.database.people import LOG_INS, PASSWORD
from samspil.demo.load import Plan, fill
from samspil.demo.world.region import make
from samspil.organisations.kinds import Role
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# SAMSPIL_PICTURES=1 makes the pictures of the README, of the whole region; else nothing outside build/
# is written, so that running the suite leaves the tree as it was.
PICTURES = Path("docs/images") if os.environ.get("SAMSPIL_PICTURES") else None
SIZE = 30_000 if PICTURES else 1_500


@pytest.fixture
def region(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo region on its day, with runs in June and September."""
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")
    fill(make(2022, SIZE), Plan(2022, SIZE, "2022-09-30"), lambda _told: None)


def log_in(page: Page, live_server: LiveServer) -> None:
    """Log the director in by the form."""
    director = next(each for each in LOG_INS if each.role == Role.DIRECTOR)
    page.goto(live_server.url)
    page.get_by_label("E-mail").fill(director.email)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Min dag")
    page.goto(f"{live_server.url}/maal/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Resultatkontrakt 2022")


def picture(page: Page, name: str) -> None:
    """Keep a picture of the whole page in build/, and the scorecard's for the README when asked."""
    # The heads of tables stay in sight while one scrolls, and would be drawn where they stood last.
    page.evaluate("window.scrollTo(0, 0)")
    kept = screenshot(page, name)
    if PICTURES and name == "scorecard":
        PICTURES.mkdir(parents=True, exist_ok=True)
        shutil.copy(kept, PICTURES / kept.name)


@pytest.mark.usefixtures("region")
def test_a_director_goes_from_the_scorecard_to_the_companies_that_were_left_out(
    live_server: LiveServer, page: Page
) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    log_in(page, live_server)
    picture(page, "scorecard")

    page.get_by_role("link", name="Aktiviteten følger indbyggertallet i hver kommune").click()
    expect(page.get_by_text("Kontraktens ord")).to_be_visible()
    expect(page.locator(".s-chart-svg")).to_be_visible()
    page.locator("summary").filter(has_text="Vis fortolkninger").click()
    expect(page.get_by_role("rowheader", name="10 procentpoint")).to_be_visible()
    picture(page, "point")

    page.locator(".s-figure-large a").click()
    expect(page.get_by_role("heading", name="Rækkerne bag tallet")).to_be_visible()
    page.get_by_role("link", name="Udeladt").click()
    page.get_by_role("link", name="mangler kommune").click()
    expect(page.get_by_text("Sådan rettes det:")).to_be_visible()
    picture(page, "rows")

    first = page.locator("#raekker tbody th a").first.inner_text()
    page.get_by_role("link", name="CVR-nummer").click()
    page.wait_for_url("**sort=cvr**")
    page.keyboard.press("/")
    # Typing asks for the rows without a new page, and the address follows.
    page.keyboard.type(first)
    expect(page.locator("#raekker tbody tr")).to_have_count(1)
    expect(page.locator("#raekker tbody th a")).to_have_text(first)
    assert "q=" in page.url
    # What was chosen before stays chosen.
    assert "sort=cvr" in page.url
    assert "no_municipality" in page.url
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    expect(page.get_by_text("Hvor tæller den med?")).to_be_visible()
    picture(page, "standing")

    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Resultatkontrakt 2022")


@pytest.mark.usefixtures("region")
def test_the_same_way_fits_a_phone(live_server: LiveServer, phone: Page) -> None:
    log_in(phone, live_server)
    for name, link in (
        ("scorecard", "Nye virksomheder blandt de vejledte"),
        ("point", ""),
        ("rows", ""),
    ):
        wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{phone.url} is {wide} px wider than the screen"
        picture(phone, f"{name}-phone")
        if link:
            phone.get_by_role("link", name=link).click()
        elif name == "point":
            phone.locator(".s-figure-large a").click()
        phone.wait_for_load_state()


@pytest.mark.usefixtures("region")
def test_without_a_script_search_order_and_pages_work_all_the_same(
    live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server)
    page.get_by_role("link", name="Iværksættere og virksomheder, der bruger huset").click()
    page.locator(".s-figure-large a").click()
    page.get_by_role("link", name="Næste").click()
    assert "side=2" in page.url
    page.get_by_role("link", name="CVR-nummer").click()
    assert "sort=cvr" in page.url
    page.get_by_label("Søg navn").fill("aarhus")
    page.get_by_role("button", name="Søg").click()
    assert "q=aarhus" in page.url
    expect(page.locator("#raekker tbody tr").first).to_contain_text("Aarhus")
    context.close()
