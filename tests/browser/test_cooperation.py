"""A joint visit after a warning, and a partner who asks to read: two organisations, two browsers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.cooperation.actions import ask_grey_area
from samspil.guidance.actions import open_case, register_interaction
from samspil.guidance.kinds import InteractionKind, Level
from samspil.guidance.models import Interaction, Task
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Access
from tests.browser.fixtures import screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = dt.date(2022, 9, 20)
Enter = Callable[[Page, User], None]
Accessible = Callable[[Page], None]


class Two:
    """A hub and a local service that know the same company."""

    hub: Organisation
    local: Organisation
    anna: User
    bo: User
    lis: User
    company: Company


@pytest.fixture
def two(
    hub: Organisation,
    municipalities: dict[str, Municipality],
    make_user: Callable[..., User],
    monkeypatch: pytest.MonkeyPatch,
) -> Two:
    """Business Lemvig has visited the company a week ago and has a case of it."""
    monkeypatch.setenv("SAMSPIL_TODAY", DAY.isoformat())
    two = Two()
    two.hub = hub
    two.local = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    place = organisations.assign_to_hub(by=None, municipality=municipalities["0665"], hub=hub)
    organisations.agree_operator(
        by=None,
        organisation=two.local,
        municipality=place,
        legal_kind=AgreementKind.CONTRACT,
        valid_from=dt.date(2019, 1, 1),
    )
    two.anna = make_user("anna@example.dk", hub, Role.DIRECTOR)
    two.bo = make_user("bo@example.dk", two.local, Role.ADVISER)
    two.lis = make_user("lis@example.dk", two.local, Role.UNIT_LEADER)
    two.company = register_company(
        by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=place
    )
    case = open_case(
        by=two.bo,
        subject=two.company,
        organisation=two.local,
        level=Level.BASIC,
        started=DAY - dt.timedelta(9),
    )
    register_interaction(
        by=two.bo,
        subject=two.company,
        organisation=two.local,
        on=DAY - dt.timedelta(7),
        kind=InteractionKind.VISIT,
        case=case,
        note="Ejeren vil sælge inden sommer",
    )
    return two


@pytest.mark.requirement("B25", "B26")
def test_a_warning_becomes_a_joint_visit_that_each_side_registers_once(
    live_server: LiveServer, page: Page, phone: Page, two: Two, enter: Enter, accessible: Accessible
) -> None:
    enter(page, two.anna)
    page.goto(live_server.url + reverse("joint-visit", args=[two.company.pk]))
    expect(page.get_by_text("Andre er i kontakt med virksomheden")).to_be_visible()
    expect(page.locator(".s-collision")).to_contain_text("Business Lemvig")
    expect(page.locator("main")).not_to_contain_text("sælge")
    page.get_by_label("Sammen med").select_option(label="Business Lemvig")
    page.get_by_label("Forslag til dag").fill("27-09-2022")
    page.get_by_label("Hvad skal besøget bruges til?").fill("Generationsskifte og eksport")
    accessible(page)
    screenshot(page, "joint-visit-propose")
    page.get_by_role("button", name="Send forslag").click()
    expect(page.get_by_text("Forslaget er sendt")).to_be_visible()
    expect(page.locator("#samarbejde")).to_contain_text("Foreslået")

    enter(phone, two.bo)
    phone.goto(live_server.url + reverse("cooperation"))
    expect(phone.get_by_text("venter på jer")).to_be_visible()
    screenshot(phone, "cooperation-phone")
    phone.get_by_role("link", name="Nordvest Smedeværk").click()
    accessible(phone)
    screenshot(phone, "joint-visit-answer-phone")
    phone.get_by_role("button", name="Ja, vi tager med").click()
    expect(phone.get_by_text("Sambesøget er aftalt")).to_be_visible()
    assert Task.objects.filter(subject=two.company, due=dt.date(2022, 9, 27)).count() == 2


@pytest.mark.requirement("B25")
def test_a_held_visit_is_counted_once_on_either_side(
    live_server: LiveServer, page: Page, two: Two, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.cooperation.actions import accept_visit, propose_visit

    day = dt.date(2022, 9, 27)
    visit = propose_visit(
        by=two.anna, subject=two.company, proposer=two.hub, invited=two.local, days=[day], purpose="x", on=DAY
    )
    accept_visit(by=two.bo, visit=visit, day=day, on=DAY)
    monkeypatch.setenv("SAMSPIL_TODAY", day.isoformat())
    for user in (two.anna, two.bo):
        enter(page, user)
        page.goto(live_server.url + reverse("visit", args=[visit.pk]))
        fold = page.locator("#holdt")
        if fold.get_attribute("open") is None:
            fold.locator("summary").click()
        page.get_by_label("Notat").fill(f"Set af {user.name}")
        screenshot(page, f"joint-visit-held-{user.name.lower()}")
        page.get_by_role("button", name="Gem besøget").click()
        expect(page.get_by_text("Besøget er registreret for jer")).to_be_visible()
        expect(page.locator("#holdt")).to_have_count(0)
    held = Interaction.objects.filter(subject=two.company, on=day)
    assert sorted(held.values_list("organisation__code", "note")) == [
        ("business-lemvig", "Set af Bo"),
        ("erhvervshus-midtjylland", "Set af Anna"),
    ]


@pytest.mark.requirement("B21")
def test_a_partner_who_may_not_read_asks_is_let_in_reads_and_is_shut_out_again(
    live_server: LiveServer, page: Page, phone: Page, two: Two, enter: Enter, accessible: Accessible
) -> None:
    closed = live_server.url + reverse("company", args=[two.company.pk])
    enter(page, two.anna)
    page.goto(closed)
    expect(page.locator("main")).to_contain_text("Business Lemvig")
    expect(page.locator("main")).not_to_contain_text("sælge")
    page.goto(live_server.url + reverse("ask-access", args=[two.company.pk]))
    page.get_by_label("Hvorfor?").fill("Vi skal hjælpe med salget og vil ikke spørge to gange")
    accessible(page)
    screenshot(page, "ask-access")
    page.get_by_role("button", name="Send spørgsmålet").click()
    expect(page.get_by_text("Spørgsmålet er sendt")).to_be_visible()

    enter(phone, two.lis)
    phone.goto(live_server.url + reverse("cooperation") + "?vis=adgang")
    phone.get_by_role("link", name="Nordvest Smedeværk").click()
    expect(phone.get_by_text("vil ikke spørge to gange")).to_be_visible()
    accessible(phone)
    screenshot(phone, "access-request-phone")
    phone.get_by_label("Alt, vi har om virksomheden").check()
    phone.get_by_role("button", name="Giv adgang").click()
    expect(phone.get_by_text("Adgang givet")).to_be_visible()

    page.goto(closed)
    expect(page.locator("main")).to_contain_text("sælge")
    # Whose it is stands in the access log, where the owner's leader sees that the hub has looked.
    looked = Access.objects.filter(by=two.anna, kind="companies.Subject", key=str(two.company.pk))
    assert any(two.local.pk in line.details["owners"] for line in looked)
    screenshot(page, "company-shared")

    phone.get_by_text("Slut adgangen", exact=True).click()
    phone.get_by_role("button", name="Slut adgangen nu").click()
    expect(phone.get_by_text("Adgang ophørt")).to_be_visible()
    page.goto(closed)
    expect(page.locator("main")).not_to_contain_text("sælge")


@pytest.mark.requirement("B19")
def test_two_leaders_settle_a_grey_area_in_the_same_words(
    live_server: LiveServer, page: Page, phone: Page, two: Two, enter: Enter, accessible: Accessible
) -> None:
    grey = ask_grey_area(
        by=two.bo,
        organisation=two.local,
        hub=two.hub,
        local=two.local,
        title="Netværk for business angels",
        question="Må vi samle lokale investorer, eller er det husets opgave?",
        service="specialised",
        level="basic",
        subject=two.company,
        on=DAY,
    )
    there = live_server.url + reverse("grey-area", args=[grey.pk])
    enter(page, two.anna)
    page.goto(there)
    page.get_by_label("Grundlæggende vejledning").check()
    page.get_by_label("Afgørelse").fill("Business Lemvig samler dem, når ingen specialist er nødvendig.")
    accessible(page)
    screenshot(page, "grey-area-propose")
    page.get_by_role("button", name="Jeg står bag").click()
    enter(phone, two.lis)
    phone.goto(there)
    expect(phone.get_by_text("står bag denne tekst")).to_be_visible()
    accessible(phone)
    screenshot(phone, "grey-area-agree-phone")
    phone.get_by_role("button", name="Jeg står bag").click()
    expect(phone.get_by_role("heading", name="Afgjort: Grundlæggende vejledning")).to_be_visible()
    page.goto(live_server.url + reverse("grey-areas"))
    expect(page.locator("#graazoner")).to_contain_text("Netværk for business angels")
    accessible(page)
    screenshot(page, "grey-areas")
    page.goto(live_server.url + reverse("ask-grey-area") + "?ydelse=specialised")
    expect(page.locator(".s-precedents")).to_contain_text("når ingen specialist er nødvendig")
    accessible(page)
    screenshot(page, "ask-grey-area")
