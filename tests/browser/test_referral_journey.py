"""From a basic case to an outcome: two advisers on two machines, and a provider with a telephone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance.actions import open_case
from samspil.guidance.kinds import Level
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.clock import today
from samspil.platform.messages.models import Message
from samspil.referrals.models import Referral
from tests.browser.fixtures import opened, screenshot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Enter = Callable[[Page, User], None]
Accessible = Callable[[Page], None]


@pytest.fixture
def lemvig(db: None) -> Organisation:
    return create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )


@pytest.fixture
def company(municipalities: dict[str, Municipality], hub: Organisation) -> Company:
    place = municipalities["0665"]
    place.hub = hub
    place.save()
    for name, kind in (
        ("Fjord Rådgivning", OrganisationKind.PRIVATE_ADVISER),
        ("Lemvig Vand", OrganisationKind.UTILITY),
        ("Jobcenter Lemvig", OrganisationKind.JOB_CENTRE),
        ("Klimaklyngen", OrganisationKind.CLUSTER),
    ):
        row = create_organisation(by=None, code=f"a-{kind}", name=name, kind=kind)
        row.email = f"post@{kind}.example".replace("_", "-")
        row.save()
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=place)


@pytest.fixture
def lis(make_user: Callable[..., User], lemvig: Organisation) -> User:
    return make_user("lis@example.dk", lemvig)


@pytest.fixture
def hans(make_user: Callable[..., User], hub: Organisation) -> User:
    return make_user("hans@example.dk", hub)


@pytest.fixture
def case(lis: User, company: Company, lemvig: Organisation) -> GuidanceCase:
    return open_case(
        by=lis, subject=company, organisation=lemvig, level=Level.BASIC, started=today() - dt.timedelta(3)
    )


@pytest.fixture
def second(browser: Browser) -> Iterator[Page]:
    """Another adviser's machine."""
    yield from opened(browser, viewport={"width": 1280, "height": 900})


def write(page: Page) -> None:
    """Fill in what the receiver is to know, and who said yes."""
    page.get_by_label("Internationalisering").check(force=True)
    page.get_by_label("Hvad har virksomheden brug for?").fill("Skal eksportere til Tyskland til foråret")
    page.get_by_label("Hvad er der prøvet?").fill("To samtaler hos os; de har en tysk kunde på vej")
    page.get_by_label("Hvem skal de tale med?").fill("Karen Smed")
    page.locator("#contact_phone").fill("97 82 00 00")
    page.get_by_label("Hvem sagde ja?").fill("Karen Smed, direktør")
    page.locator("#consent_on").fill(today().strftime("%d-%m-%Y"))
    page.get_by_label("Hvordan?").select_option("call")
    page.get_by_label("Hvorfor netop disse modtagere?").fill("De har eksportkonsulenter for området")


@pytest.mark.requirement("B94", "A18")
def test_a_basic_case_is_referred_taken_over_and_ended_and_its_sender_is_told(
    page: Page, second: Page, live_server: LiveServer, company: Company, case: GuidanceCase, lis: User,
    hans: User, enter: Enter, accessible: Accessible,
) -> None:  # fmt: skip
    enter(page, lis)
    page.goto(live_server.url + reverse("refer", args=[company.pk]) + f"?forloeb={case.pk}")
    expect(page.get_by_label("Hvad har virksomheden brug for?")).to_be_hidden()
    page.get_by_label("Med opfølgning").check(force=True)
    page.get_by_label("Søg i aktørlisten").fill("erhvervshus")
    expect(page.get_by_label("Klimaklyngen")).to_have_count(0)
    page.get_by_label("Erhvervshus Midtjylland").check(force=True)
    write(page)
    accessible(page)
    screenshot(page, "referral-form")
    page.get_by_role("button", name="Se, hvad modtageren ser").click()
    expect(page.get_by_text("Kladde: intet er sendt endnu")).to_be_visible()
    accessible(page)
    screenshot(page, "referral-draft")
    page.get_by_role("button", name="Send til 1 modtager").click()
    expect(page.get_by_text("Henvisningen er sendt.")).to_be_visible()

    enter(second, hans)
    second.goto(live_server.url + reverse("referrals"))
    screenshot(second, "referral-list")
    second.get_by_role("link", name="Nordvest Smedeværk A/S").click()
    expect(second.get_by_text("Skal eksportere til Tyskland til foråret")).to_be_visible()
    screenshot(second, "referral-received")
    second.get_by_role("button", name="Overtag henvisningen").click()
    expect(second.get_by_text("Du har overtaget henvisningen")).to_be_visible()
    second.get_by_text("Vi har kontaktet virksomheden").click()
    second.get_by_label("Telefon", exact=True).check(force=True)
    second.get_by_label("Hvad talte I om?").fill("Aftalt møde i næste uge")
    accessible(second)
    second.get_by_role("button", name="Notér kontakten").click()
    second.get_by_text("Hjælp givet", exact=True).first.click()
    second.get_by_label("Hvad kom der ud af det?").fill("Har fået en plan for Tyskland")
    second.get_by_role("button", name="Meld hjælp givet").click()
    expect(second.get_by_text("Har fået en plan for Tyskland")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Har fået en plan for Tyskland")).to_be_visible()
    accessible(page)
    screenshot(page, "referral-ended")
    assert [each.subject for each in Message.objects.filter(user=lis).order_by("pk")] == [
        "Erhvervshus Midtjylland har overtaget en henvisning fra dig",
        "Erhvervshus Midtjylland har kontaktet virksomheden",
        "Erhvervshus Midtjylland har hjulpet virksomheden",
    ]


def test_a_provider_answers_on_a_telephone_and_the_link_is_then_used_up(
    page: Page, phone: Page, live_server: LiveServer, company: Company, lis: User, enter: Enter,
    accessible: Accessible,
) -> None:  # fmt: skip
    enter(page, lis)
    page.goto(live_server.url + reverse("refer", args=[company.pk]))
    page.get_by_label("Med opfølgning").check(force=True)
    page.get_by_label("Fjord Rådgivning").check(force=True)
    write(page)
    page.get_by_role("button", name="Se, hvad modtageren ser").click()
    page.get_by_role("button", name="Send til 1 modtager").click()
    link = live_server.url + Message.objects.get(address="post@private-adviser.example").link

    phone.goto(link)
    expect(phone.get_by_role("heading", name="Henvisning fra Business Lemvig")).to_be_visible()
    accessible(phone)
    screenshot(phone, "referral-answer-phone")
    phone.get_by_role("button", name="Overtag henvisningen").click()
    expect(phone.get_by_text("Dit svar er gemt")).to_be_visible()
    accessible(phone)
    screenshot(phone, "referral-answered-phone")
    assert Referral.objects.get().state == "accepted"
    page.goto("about:blank")
    answer = page.request.get(link)
    assert answer.status == 410
    phone.get_by_text("Ikke opnået kontakt", exact=True).click()
    phone.get_by_role("button", name="Meld ikke opnået kontakt").click()
    expect(phone.get_by_text("Ikke opnået kontakt", exact=True)).to_be_visible()
    assert Referral.objects.get().state == "not_reached"


def test_the_tick_is_set_on_a_telephone_in_a_few_taps(
    phone: Page, live_server: LiveServer, company: Company, lis: User, enter: Enter, accessible: Accessible
) -> None:
    enter(phone, lis)
    phone.goto(live_server.url + reverse("refer", args=[company.pk]))
    phone.get_by_label("Jobcenter Lemvig").check(force=True)
    accessible(phone)
    screenshot(phone, "referral-tick-phone")
    phone.get_by_role("button", name="Notér henvisningen").click()
    expect(phone.get_by_text("Henvisningen er noteret.")).to_be_visible()
    assert Referral.objects.get().state == "ticked"
    phone.goto(live_server.url + reverse("referrals") + "?fane=afsluttede")
    accessible(phone)
    screenshot(phone, "referral-list-phone")
