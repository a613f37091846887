"""A colleague is invited, chooses a password and logs in; another leaves, and the cases get new names."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core import mail
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from samspil.competence.actions import note_certificate, say_what_one_knows
from samspil.guidance.models import GuidanceCase
from samspil.organisations import actions
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.clock import today
from tests.browser.fixtures import screenshot
from tests.web.scored import Scored

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "en-helt-anden-kode-17"


@pytest.fixture
def leader(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("lene@example.dk", hub, Role.UNIT_LEADER)


def test_from_invitation_to_log_in_to_handing_over_what_a_colleague_leaves(
    live_server: LiveServer,
    page: Page,
    phone: Page,
    scored: Scored,
    leader: User,
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:
    enter(page, leader)
    page.goto(f"{live_server.url}/medarbejdere/")
    page.get_by_role("link", name="Invitér kollega").click()
    page.get_by_label("E-mail").fill("nynne@example.dk")
    page.get_by_label("Navn").fill("Nynne Nord")
    page.get_by_label("Rolle").select_option(label="Erhvervskonsulent")
    accessible(page)
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("Brevet er sendt til nynne@example.dk.")).to_be_visible()

    [letter] = mail.outbox
    link = re.search(r"http://\S+/konto/velkommen/\S+", str(letter.body))
    assert link is not None
    phone.goto(link[0])
    accessible(phone)
    phone.get_by_label("Vælg en adgangskode").fill(PASSWORD)
    phone.get_by_label("Skriv den igen").fill(PASSWORD)
    screenshot(phone, "velkommen-telefon")
    phone.get_by_role("button", name="Gem og log ind").click()
    expect(phone.get_by_role("heading", name="Nynne Nord")).to_be_visible()
    phone.get_by_role("link", name="Ret emner").click()
    phone.get_by_label("Grøn omstilling").select_option(label="Er specialist")
    accessible(phone)
    phone.get_by_role("button", name="Gem", exact=True).click()
    expect(phone.get_by_text("Grøn omstilling og cirkulær økonomi")).to_be_visible()
    screenshot(phone, "profil-telefon")

    signe = User.objects.get(email="signe@example.dk")
    waiting = GuidanceCase.objects.filter(adviser=signe, ended=None).count()
    assert waiting
    page.goto(f"{live_server.url}/medarbejdere/{signe.pk}/")
    page.get_by_role("link", name="Fratrædelse").click()
    page.get_by_label("Hvem overtager?").select_option(label="Nynne Nord")
    page.locator("#forloeb select").first.select_option(label="Lene")
    accessible(page)
    screenshot(page, "fratraedelse")
    page.get_by_role("button", name="Giv alt videre").click()
    expect(page.get_by_text(f"{waiting} forløb, 0 opgaver og 0 henvisninger er givet videre")).to_be_visible()
    nynne = User.objects.get(email="nynne@example.dk")
    given = [GuidanceCase.objects.filter(adviser=user, ended=None).count() for user in (signe, nynne, leader)]
    assert given == [0, waiting - 1, 1]


def test_the_directory_and_the_ranking_are_read_on_a_desk_and_on_a_phone(
    live_server: LiveServer,
    page: Page,
    phone: Page,
    hub: Organisation,
    leader: User,
    municipalities: dict[str, Municipality],
    make_user: Callable[..., User],
    enter: Callable[[Page, User], None],
    accessible: Callable[[Page], None],
) -> None:
    for name, kind in {
        "Teknologisk Institut": OrganisationKind.GTS,
        "Østjysk Rådgivning": OrganisationKind.PRIVATE_ADVISER,
        "Jobcenter Lemvig": OrganisationKind.JOB_CENTRE,
    }.items():
        actions.create_organisation(
            by=None, code=kind.value, name=name, kind=kind, topics="green", phone="97 12 34 56"
        )
    herning = actions.open_office(
        by=None, organisation=hub, name="Herning", municipality=municipalities["0657"]
    )
    for number, name in enumerate(("anna", "bo", "carl"), start=1):
        user = make_user(f"{name}@example.dk", hub)
        user.memberships.update(office=herning)
        say_what_one_knows(by=user, user=user, depths={"green": number, "capital": 1})
    note_certificate(
        by=user,
        user=user,
        title="Cirkulær økonomi i praksis",
        institution="MEA",
        topics=["green"],
        passed_on=today(),
        today=today(),
    )
    for browser, name in ((page, "desk"), (phone, "telefon")):
        enter(browser, leader)
        browser.goto(f"{live_server.url}/aktoerer/")
        browser.get_by_label("Type").select_option(label="GTS-institut")
        browser.get_by_role("button", name="Vis", exact=True).click()
        expect(browser.get_by_role("link", name="Teknologisk Institut")).to_be_visible()
        expect(browser.get_by_text("Østjysk Rådgivning")).to_have_count(0)
        browser.goto(f"{live_server.url}/aktoerer/")
        accessible(browser)
        screenshot(browser, f"aktoerer-{name}")
        browser.goto(f"{live_server.url}/specialister/?topics=green&kommune=0665")
        expect(browser.locator(".s-ranking h3").first).to_have_text("Carl")
        accessible(browser)
        screenshot(browser, f"specialister-{name}")
        browser.goto(f"{live_server.url}/organisationer/{hub.pk}/")
        accessible(browser)
        screenshot(browser, f"organisation-{name}")
        browser.goto(f"{live_server.url}/medarbejdere/")
        screenshot(browser, f"medarbejdere-{name}")
        assert browser.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
