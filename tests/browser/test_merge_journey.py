"""A pair is found, looked at, merged and parted again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.companies.actions import register_company
from samspil.companies.models import Subject
from samspil.guidance.contacts import register_interaction
from samspil.guidance.kinds import InteractionKind
from samspil.organisations.models import Municipality, Organisation, User
from samspil.upkeep.duplicates import find
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = dt.date(2022, 9, 1)


@pytest.fixture
def anna(hub: Organisation, municipalities: dict[str, Municipality], make_user: Callable[..., User]) -> User:
    anna = make_user("anna@example.dk", hub)
    lemvig = municipalities["0665"]
    register_company(
        by=anna, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=lemvig, employees=32
    )
    twin = register_company(
        by=anna,
        name="Nordvest Smedevaerk",
        municipality=lemvig,
        employees=30,
        website="https://nordvest-smed.dk/",
    )
    register_interaction(by=anna, subject=twin, organisation=hub, on=DAY, kind=InteractionKind.VISIT)
    for name in ("Engdal Bageri ApS", "Engdal Bageri"):
        register_company(by=anna, name=name, municipality=municipalities["0671"])
    find(on=DAY)
    return anna


def test_two_that_are_one_are_merged_and_parted(
    live_server: LiveServer,
    page: Page,
    anna: User,
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:
    enter(page, anna)
    page.goto(f"{live_server.url}/dubletter/")
    screenshot(page, "merges")
    accessible(page)
    page.locator(".s-pair").filter(has_text="Smede").get_by_role("link", name="Se og læg sammen").click()
    expect(page.get_by_role("heading", name="Hvad der følger med")).to_be_visible()
    page.get_by_label("30", exact=True).check(force=True)
    page.get_by_label("Hvorfor er de den samme?").fill("samme adresse")
    screenshot(page, "merge")
    accessible(page)
    page.get_by_role("button", name="Læg sammen").click()
    expect(page.get_by_text("De er lagt sammen")).to_be_visible()
    smed = Subject.objects.get(cvr_number="40084606")
    assert (smed.employees, smed.website) == (30, "https://nordvest-smed.dk/")
    assert page.url.endswith(f"/virksomheder/{smed.pk}/")

    page.goto(f"{live_server.url}/dubletter/?fane=sammenlagt")
    screenshot(page, "merges-made")
    page.get_by_role("button", name="Fortryd Nordvest Smedevaerk").click()
    expect(page.get_by_text("De er skilt ad igen.")).to_be_visible()
    smed.refresh_from_db()
    assert (smed.employees, smed.website) == (32, "")


def test_a_pair_is_dismissed_on_a_phone(
    live_server: LiveServer,
    phone: Page,
    anna: User,
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:
    enter(phone, anna)
    phone.goto(f"{live_server.url}/dubletter/")
    screenshot(phone, "merges-phone")
    accessible(phone)
    pair = phone.locator(".s-pair").filter(has_text="Bageri")
    pair.get_by_role("button", name="Ikke den samme").click()
    expect(phone.get_by_text("Husket: de er ikke den samme.")).to_be_visible()
    expect(phone.locator(".s-pair").filter(has_text="Bageri")).to_have_count(0)
    phone.get_by_role("link", name="Se og læg sammen").click()
    screenshot(phone, "merge-phone")
    wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0
