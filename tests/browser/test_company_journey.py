"""From a mistyped name to a company's page, a contact person, and a founder who becomes a company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.companies import actions
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.companies.models import ContactPerson, Subject
from samspil.guidance.kinds import InteractionKind, Level
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.referrals.kinds import ReceiverKind
from samspil.referrals.models import Referral
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.date(2022, 9, 30)


@pytest.fixture
def adviser(hub: Organisation, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch) -> User:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")
    return make_user("anna@example.dk", hub, Role.ADVISER)


@pytest.fixture
def company(hub: Organisation, adviser: User, municipalities: dict[str, Municipality]) -> Subject:
    """A company that two parties know, with a year of history."""
    found = actions.register_company(
        by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=municipalities["0665"],
        industry="256200", employees=34, advertising_protected=True, founded=dt.date(1998, 4, 1),
        address="Havnevej 4, 7620 Lemvig", website="https://nordvest.example",
    )  # fmt: skip
    for name in ("Nordvest Bageri", "Engdal Tømrer ApS", "Ærø Bryghus", "Århus Smedeværk"):
        actions.register_company(by=None, name=name, municipality=municipalities["0751"])
    lemvig = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    for day, kind in ((dt.date(2022, 9, 14), ApproachKind.VISIT), (dt.date(2022, 3, 2), ApproachKind.CALL)):
        actions.note_approach(by=None, subject=found, organisation=lemvig, day=day, kind=kind)
    actions.note_approach(
        by=None, subject=found, organisation=lemvig, day=dt.date(2022, 10, 5), kind=ApproachKind.MEETING,
        state=ApproachState.PLANNED,
    )  # fmt: skip
    case = GuidanceCase.objects.create(
        subject=found,
        organisation=hub,
        adviser=adviser,
        level=Level.SPECIALISED,
        started=dt.date(2022, 8, 20),
    )
    for number in range(26):
        day = dt.date(2022, 9, 2) - dt.timedelta(14 * number)
        fact = actions.note_approach(
            by=adviser, subject=found, organisation=hub, day=day, kind=ApproachKind.MEETING
        )
        Interaction.objects.create(
            subject=found, case=case, organisation=hub, adviser=adviser, on=day, kind=InteractionKind.MEETING,
            note="Talte om eksport til Tyskland; sender et overslag i næste uge." if number % 2 else "",
            approach=fact,
        )  # fmt: skip
    Referral.objects.create(
        subject=found, case=case, organisation=hub, adviser=adviser, on=dt.date(2022, 9, 1),
        receiver_kind=ReceiverKind.STATE_SCHEME, receiver_name="EIFO",
    )  # fmt: skip
    return found


def test_an_adviser_finds_a_company_by_a_slip_and_notes_a_contact_person(
    live_server: LiveServer, page: Page, adviser: User, company: Subject, enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    enter(page, adviser)
    page.goto(live_server.url + "/virksomheder/")
    expect(page.get_by_role("rowheader", name="Nordvest Smedeværk A/S")).to_be_visible()
    screenshot(page, "companies")
    field = page.get_by_role("combobox", name="Find virksomhed eller person")
    field.click()
    field.press_sequentially("nordvset smede")
    option = page.get_by_role("option", name="Nordvest Smedeværk A/S")
    expect(option).to_be_visible()
    accessible(page)
    screenshot(page, "companies-search")
    field.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nordvest Smedeværk A/S")
    expect(page.get_by_text("CVR 40")).to_be_visible()
    knows = page.locator(".s-knowers")
    expect(knows).to_contain_text("Business Lemvig")
    expect(knows).to_contain_text("planlagt")
    expect(page.locator(".s-fact").first).to_contain_text("(kun dato)")
    screenshot(page, "company")
    moments = page.locator(".s-moment")
    expect(moments).to_have_count(20)
    page.get_by_role("link", name="Vis ældre").click()
    expect(moments).to_have_count(31)

    page.get_by_role("link", name="Kontakter").click()
    page.get_by_role("link", name="Ny kontaktperson").click()
    page.get_by_label("Navn").fill("Karen Holm")
    page.get_by_label("Stilling").fill("Direktør")
    page.get_by_label("Telefon").fill("+4597820000")
    page.get_by_label("E-mail").fill("Karen@Nordvest.example")
    screenshot(page, "contact-person")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("link", name="97 82 00 00")).to_be_visible()
    screenshot(page, "company-contacts")
    page.get_by_role("button", name="Er fratrådt").click()
    expect(page.get_by_text("Karen Holm er fratrådt.")).to_be_visible()
    person = ContactPerson.objects.get()
    assert (person.email, person.left_on) == ("karen@nordvest.example", DAY)


def test_a_founder_becomes_a_company_and_nothing_is_lost(
    live_server: LiveServer, page: Page, adviser: User, company: Subject, hub: Organisation,
    enter: Callable[[Page, User], None],
) -> None:  # fmt: skip
    founder = actions.register_founder(by=adviser, name="Åse Mølgaard", organisation=hub)
    Interaction.objects.create(
        subject=founder, organisation=hub, adviser=adviser, on=dt.date(2022, 5, 3), kind=InteractionKind.CALL,
        note="Vil starte et bryggeri.",
    )  # fmt: skip
    enter(page, adviser)
    page.goto(f"{live_server.url}/soeg/?q=aase+molgaard")
    page.get_by_role("link", name="Åse Mølgaard").click()
    page.locator("summary").filter(has_text="Mere").click()
    page.get_by_role("link", name="Er blevet til en virksomhed").click()
    page.get_by_label("CVR-nummer").fill("25052944")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_text("kontrolcifferet passer ikke").first).to_be_visible()
    page.get_by_label("CVR-nummer").fill("25 05 29 43")
    page.get_by_label("Navn", exact=False).fill("Mølgaards Bryghus ApS")
    screenshot(page, "successor")
    page.get_by_role("button", name="Gem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mølgaards Bryghus ApS")
    expect(page.get_by_text("Vil starte et bryggeri.")).to_be_visible()
    page.get_by_role("link", name="Åse Mølgaard").first.click()
    expect(page.get_by_text("Er blevet til Mølgaards Bryghus ApS")).to_be_visible()
    screenshot(page, "founder-became")


def test_the_page_of_a_company_fits_a_phone(
    live_server: LiveServer,
    phone: Page,
    adviser: User,
    company: Subject,
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:
    enter(phone, adviser)
    for name, address in (
        ("company", f"/virksomheder/{company.pk}/"),
        ("companies", "/virksomheder/"),
        ("company-edit", f"/virksomheder/{company.pk}/ret/"),
    ):
        phone.goto(live_server.url + address)
        wide = phone.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{address} is {wide} px wider than the screen"
        accessible(phone)
        screenshot(phone, f"{name}-phone")
    button = phone.get_by_role("link", name="Registrér kontakt")
    field = phone.get_by_role("combobox", name="Find virksomhed eller person")
    field.fill("smedevrk")
    expect(phone.get_by_role("option", name="Nordvest Smedeværk A/S")).to_be_visible()
    screenshot(phone, "search-phone")
    assert button is not None
