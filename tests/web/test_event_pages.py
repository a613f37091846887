"""The pages of events: made with a day, filled by paste and file, settled, ticked off and called off."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.programmes import actions
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.programmes.queries import counts_of
from tests.web.reading import table, text

DAY = dt.date(2022, 9, 28)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")


@pytest.fixture
def lemvig(db: None) -> Organisation:
    return create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def browser(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


@pytest.fixture
def company(db: None) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")


@pytest.fixture
def session(anna: User, hub: Organisation, lemvig: Organisation) -> Session:
    offer = actions.create_offer(by=anna, organiser=hub, title="Gå-hjem-møde", co_organisers=[lemvig])
    return actions.add_session(by=anna, offer=offer, day=DAY)


def add(browser: Client, session: Session, **posted: object) -> str:
    return text(browser.post(reverse("event-add", args=[session.pk]), posted, follow=True))


@pytest.mark.requirement("A3", "A15", "B17")
def test_an_event_is_made_with_its_day_topics_and_those_who_arrange_it(
    browser: Client, municipalities: dict[str, Municipality], lemvig: Organisation
) -> None:
    posted = {
        "title": "Netværk om energi", "kind": "network", "day": "05-10-2022", "at": "13.00",
        "place": "Lemvig Havn",
        "municipality": "0665", "topics": ["green"], "co_organisers": [str(lemvig.pk)],
    }  # fmt: skip
    answer = browser.post(reverse("event-new"), posted, follow=True)
    offer = GroupOffer.objects.get()
    assert (offer.kind, offer.topics, list(offer.co_organisers.all())) == ("network", "green", [lemvig])
    page = text(answer)
    assert "Arrangeret af Erhvervshus Midtjylland og Business Lemvig" in page
    assert "5. oktober 2022 kl. 13.00 Lemvig Havn, Lemvig" in page
    assert [row[0] for row in table(browser.get(reverse("events")), "arrangementer")] == ["Netværk om energi"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"day": "31-09-2022"}, "Skriv en dag"), ({"title": ""}, "Titel"), ({"at": "25.99"}, "klokkeslæt"),
     ({"title": "Ida 010190-1234"}, "CPR-nummer")],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_made(
    browser: Client, changes: dict[str, str], words: str
) -> None:
    posted = {"title": "Møde", "kind": "event", "day": "05-10-2022", **changes}
    answer = browser.post(reverse("event-new"), posted)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not GroupOffer.objects.exists()


def test_a_pasted_list_is_matched_and_what_fits_nobody_is_listed(
    browser: Client, session: Session, company: Company
) -> None:
    page = add(
        browser, session, hvordan="liste", liste="Nordvest Smedeværk A/S;2\n40084606\nFru Olsens Strik"
    )
    assert "1 kom på listen, 1 stod der i forvejen og fik flere personer, 1 skal afklares." in page
    assert counts_of(session).persons == 4
    assert "Skal afklares" in page


def test_a_refused_list_is_given_back_to_be_mended(browser: Client, session: Session) -> None:
    answer = browser.post(
        reverse("event-add", args=[session.pk]), {"hvordan": "liste", "liste": "Engdal\nIda 010190-1234"}
    )
    assert answer.status_code == 422
    assert "Deltagerlisten, linje 2" in text(answer)
    assert "Ida 010190-1234" in text(answer)
    assert not Participation.objects.exists()


def workbook(*rows: tuple[object, ...]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("liste.xlsx", workbook(("Virksomhed", "CVR", "Antal"), ("Smeden", 40084606, 3))),
        ("liste.csv", "Virksomhed;CVR;Antal\r\nNordvest Smedeværk A/S;40084606;3\r\n".encode("cp1252")),
    ],
)
def test_a_file_is_read_as_excel_or_csv_whatever_its_signs(
    browser: Client, session: Session, company: Company, name: str, content: bytes
) -> None:
    page = add(browser, session, hvordan="fil", fil=SimpleUploadedFile(name, content))
    assert "1 kom på listen." in page
    row = Participation.objects.get()
    assert (row.subject_id, row.persons) == (company.pk, 3)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"%PDF-1.7", "Filen"),
        (workbook(("Navn", "Nummer"), ("Ida", 101901234)), "Række 2 ligner et CPR-nummer"),
        (b"a" * (5 * 1024 * 1024 + 1), "for stor"),
    ],
)
def test_a_file_that_cannot_be_a_list_is_answered_in_words(
    browser: Client, session: Session, content: bytes, words: str
) -> None:
    page = add(browser, session, hvordan="fil", fil=SimpleUploadedFile("liste", content))
    assert words in page
    assert not Participation.objects.exists()


def test_a_line_is_settled_by_finding_the_company_and_a_slip_is_taken_off(
    browser: Client, session: Session, anna: User, company: Company
) -> None:
    row = actions.record_participation(by=anna, session=session, subject=None, told="Smeden i Lemvig")
    address = reverse("participant", args=[row.pk])
    assert "Smeden i Lemvig" in browser.get(address).content.decode()
    assert "Vælg på listen" in text(browser.post(address, {"hvad": "find"}))
    browser.post(address, {"hvad": "find", "virksomhed": str(company.pk)})
    row.refresh_from_db()
    assert (row.subject_id, row.told) == (company.pk, "")
    browser.post(address, {"hvad": "fjern", "why": "Forkert dag"})
    assert counts_of(session).subjects == 0


def test_attendance_is_ticked_off_for_those_shown(
    browser: Client, session: Session, anna: User, company: Company
) -> None:
    other = register_company(by=None, name="Engdal Bageri ApS")
    first = actions.record_participation(by=anna, session=session, subject=company)
    second = actions.record_participation(by=anna, session=session, subject=other)
    browser.post(
        reverse("event-attendance", args=[session.pk]),
        {"vist": [first.pk, second.pk], "kom": [first.pk, 999999, "x"]},
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.attended, second.attended) == (True, False)


def test_a_day_is_called_off_and_that_can_be_taken_back(browser: Client, session: Session) -> None:
    address = reverse("event-cancel", args=[session.pk])
    assert "Aflyst" in text(browser.post(address, {"why": "Sne"}, follow=True))
    browser.post(address, {"fortryd": "1"})
    session.refresh_from_db()
    assert not session.cancelled


@pytest.mark.requirement("B17")
def test_a_co_organiser_fills_the_list_and_others_meet_nothing(
    session: Session, lemvig: Organisation, make_user: Callable[..., User], company: Company
) -> None:
    struer = create_organisation(
        by=None, code="business-struer", name="Business Struer", kind=OrganisationKind.LOCAL_SERVICE
    )
    ours, theirs, reads = Client(), Client(), Client()
    ours.force_login(make_user("ida@example.dk", lemvig))
    theirs.force_login(make_user("per@example.dk", struer, Role.DIRECTOR))
    reads.force_login(make_user("eva@example.dk", lemvig, Role.EVALUATOR))
    assert "1 kom på listen." in add(ours, session, hvordan="liste", liste="40084606")
    row = Participation.objects.get()
    pages = [reverse("event", args=[session.offer_id]), reverse("participant", args=[row.pk])]
    pages.append(reverse("event-edit", args=[session.offer_id]))
    assert {theirs.get(address).status_code for address in pages} == {404}
    assert [reads.get(address).status_code for address in pages] == [200, 404, 404]
    posts = [reverse(name, args=[session.pk]) for name in ("event-add", "event-attendance", "event-cancel")]
    assert {client.post(address).status_code for address in posts for client in (theirs, reads)} == {404}
