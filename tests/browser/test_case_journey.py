"""A case from its first day to the evaluation sign-up, an event with a pasted list, and a shielded case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance import actions
from samspil.guidance.kinds import InteractionKind, Level, TaskKind
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.documents.queries import content_of, documents_of
from samspil.programmes.models import Participation
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Make = Callable[..., User]
Enter = Callable[[Page, User], None]
TODAY = dt.date(2022, 9, 30)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch, settings: object, tmp_path: Path) -> None:
    """Stand on the demo's day, with documents in a folder of the test's own."""
    monkeypatch.setenv("SAMSPIL_TODAY", TODAY.isoformat())
    settings.MEDIA_ROOT = tmp_path / "documents"  # type: ignore[attr-defined]  # pytest-django's settings


@pytest.fixture
def lemvig(municipalities: dict[str, Municipality], hub: Organisation) -> Organisation:
    made = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    Municipality.objects.filter(code="0665").update(hub=hub)
    return made


@pytest.fixture
def company(municipalities: dict[str, Municipality]) -> Company:
    return register_company(
        by=None,
        name="Nordvest Smedeværk A/S",
        cvr_number="40084606",
        municipality=municipalities["0665"],
        employees=34,
        founded=dt.date(1998, 5, 1),
    )


def wide(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


def test_a_basic_case_goes_from_opening_over_minutes_to_the_evaluation(
    live_server: LiveServer, page: Page, enter: Enter, accessible: Callable[[Page], None], make_user: Make,
    lemvig: Organisation, company: Company,
) -> None:  # fmt: skip
    anna = make_user("anna@example.dk", lemvig)
    enter(page, anna)
    page.goto(f"{live_server.url}/virksomheder/{company.pk}/opret-forloeb/")
    page.get_by_label("Kapital", exact=True).check(force=True)
    # The local service's own level is chosen, and the division of labour has nothing to say to it.
    expect(page.get_by_label("Grundlæggende vejledning")).to_be_checked()
    expect(page.get_by_label("Mødekommune")).to_have_value("0665")
    expect(page.get_by_label("Målgruppe")).to_have_value("smv")
    page.get_by_label("Begyndt").fill("01-09-2022")
    page.get_by_label("Specialiseret vejledning").check(force=True)
    expect(page.get_by_text("Det hører normalt til i erhvervshuset")).to_be_visible()
    accessible(page)
    screenshot(page, "case-open")
    page.get_by_label("Grundlæggende vejledning").check(force=True)
    expect(page.get_by_text("Det hører normalt til i erhvervshuset")).to_have_count(0)
    page.get_by_role("button", name="Opret forløb").click()
    expect(page.get_by_text("Forløbet er oprettet.")).to_be_visible()
    case = GuidanceCase.objects.get()
    actions.register_interaction(
        by=anna, subject=company, organisation=lemvig, case=case, on=dt.date(2022, 9, 28), topics=["capital"],
        kind=InteractionKind.MEETING, note="Vil bygge en ny hal og mangler egenkapital.\nBanken er positiv.",
    )  # fmt: skip
    actions.create_task(
        by=anna, organisation=lemvig, kind=TaskKind.NEXT_STEP, due=dt.date(2022, 10, 7), assignee=anna,
        case=case, text="Send budgetskabelon",
    )  # fmt: skip
    page.get_by_role("link", name="Skriv referat").click()
    expect(page.get_by_label("Drøftet")).to_have_value(
        "Kapital\nVil bygge en ny hal og mangler egenkapital.\nBanken er positiv."
    )
    page.get_by_label("Aftalt").fill("Anna ser på budgettet & vender tilbage <snart>.")
    accessible(page)
    screenshot(page, "case-minutes")
    page.get_by_role("button", name="Gem som Word").click()
    expect(page.get_by_text("Dokumentet er gemt på forløbet.")).to_be_visible()
    document = documents_of(case).get()
    assert content_of(document).startswith(b"PK")
    with page.expect_download() as download:
        page.locator(".s-files a").first.click()
    assert download.value.suggested_filename.endswith(".docx")
    page.get_by_role("button", name="Driftssegment").click()
    expect(page.get_by_text("vurderet af Anna")).to_be_visible()
    page.get_by_role("button", name="Bliv virksomhedens indgang").click()
    expect(page.get_by_text("Anna, Business Lemvig")).to_be_visible()
    accessible(page)
    screenshot(page, "case")
    page.get_by_role("link", name="Afslut forløb").click()
    expect(page.get_by_label("Afsluttet den")).to_have_value("28-09-2022")
    page.get_by_label("Ja, den er tilmeldt").check(force=True)
    accessible(page)
    screenshot(page, "case-close")
    page.get_by_role("button", name="Afslut forløb").click()
    expect(page.get_by_text("Forløbet er afsluttet. Det kan genåbnes")).to_be_visible()
    case.refresh_from_db()
    assert (case.ended, case.signed_up) == (dt.date(2022, 9, 28), True)
    page.goto(f"{live_server.url}/forloeb/?status=alle")
    expect(page.locator("#forloeb tbody tr")).to_have_count(1)
    accessible(page)
    screenshot(page, "cases")


def test_an_event_takes_a_pasted_list_and_each_company_counts_once(
    live_server: LiveServer, page: Page, enter: Enter, accessible: Callable[[Page], None], make_user: Make,
    hub: Organisation, lemvig: Organisation, company: Company,
) -> None:  # fmt: skip
    register_company(by=None, name="Engdal Bageri ApS")
    enter(page, make_user("bo@example.dk", hub))
    page.goto(f"{live_server.url}/arrangementer/")
    accessible(page)
    page.get_by_role("link", name="Opret arrangement").click()
    page.get_by_label("Titel").fill("Gå-hjem-møde om grøn energi")
    page.get_by_label("Dato").fill("28-09-2022")
    page.get_by_label("Business Lemvig").check(force=True)
    page.get_by_label("Grøn omstilling", exact=False).check(force=True)
    accessible(page)
    screenshot(page, "event-new")
    page.get_by_role("button", name="Opret arrangement").click()
    page.get_by_text("Sæt en hel liste ind").click()
    page.get_by_label("En deltager på hver linje").fill(
        "Virksomhed;CVR;E-mail;Antal\nNordvest Smedeværk;40 08 46 06;;2\nEngdal bageri aps;;;1\n"
        "Nordvest Smedeværk A/S;;;1\nFru Olsens Strik;;olsen@example.dk;1"
    )
    page.get_by_role("button", name="Sæt listen på").click()
    expect(page.get_by_text("2 kom på listen, 1 stod der i forvejen og fik flere personer")).to_be_visible()
    expect(page.get_by_text("1 på listen skal afklares")).to_be_visible()
    expect(page.locator("#deltagere tbody tr")).to_have_count(3)
    screenshot(page, "event")
    accessible(page)
    page.get_by_label("Engdal Bageri ApS mødte op").uncheck(force=True)
    page.get_by_role("button", name="Gem fremmøde").click()
    expect(page.get_by_text("ændringer er gemt")).to_be_visible()
    page.get_by_role("link", name="Fru Olsens Strik").first.click()
    accessible(page)
    screenshot(page, "event-participant")
    page.get_by_role("button", name="Lad stå som ukendt").click()
    expect(page.get_by_text("Deltageren tæller som ukendt.")).to_be_visible()
    rows = {row.subject.name if row.subject else row.told: row for row in Participation.objects.all()}
    assert rows["Nordvest Smedeværk A/S"].persons == 3
    assert rows["Engdal Bageri ApS"].attended is False
    page.goto(f"{live_server.url}/virksomheder/{company.pk}/")
    expect(page.get_by_text("Gå-hjem-møde om grøn energi").first).to_be_visible()


def test_a_shielded_case_is_nowhere_for_a_partner_and_fits_a_phone_for_its_own(
    live_server: LiveServer, page: Page, phone: Page, enter: Enter, make_user: Make, hub: Organisation,
    lemvig: Organisation, company: Company, accessible: Callable[[Page], None],
) -> None:  # fmt: skip
    anna = make_user("anna@example.dk", hub, Role.ADVISER)
    case = actions.open_case(
        by=anna, subject=company, organisation=hub, level=Level.SPECIALISED, started=dt.date(2022, 9, 1)
    )
    actions.register_interaction(
        by=anna, subject=company, organisation=hub, case=case, on=dt.date(2022, 9, 5),
        kind=InteractionKind.VISIT, note="Ejerskifte",
    )  # fmt: skip
    partner = make_user("ida@example.dk", lemvig)
    enter(page, partner)
    page.goto(f"{live_server.url}/virksomheder/{company.pk}/")
    expect(page.locator("main")).to_contain_text("Erhvervshus Midtjylland")
    enter(phone, anna)
    phone.goto(f"{live_server.url}/forloeb/{case.pk}/")
    phone.locator("summary").filter(has_text="Skærm forløbet").click()
    phone.get_by_role("button", name="Skærm forløbet").click()
    expect(phone.get_by_text("Forløbet er skærmet. Partnere kan ikke længere se")).to_be_visible()
    assert wide(phone) <= 0
    accessible(phone)
    screenshot(phone, "case-phone")
    phone.goto(f"{live_server.url}/forloeb/")
    assert wide(phone) <= 0
    screenshot(phone, "cases-phone")
    page.goto(f"{live_server.url}/virksomheder/{company.pk}/")
    expect(page.locator("main")).not_to_contain_text("Erhvervshus Midtjylland")
    page.goto(f"{live_server.url}/forloeb/?status=alle")
    expect(page.locator("main")).not_to_contain_text("Nordvest")
    assert page.request.get(f"{live_server.url}/forloeb/{case.pk}/").status == 404
