"""The pages of cooperation: what is refused says why beside its field, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import note_approach, register_company
from samspil.companies.kinds import ApproachKind
from samspil.companies.models import Company
from samspil.cooperation.actions import ask_access, ask_grey_area, propose_visit, settle_grey_area
from samspil.cooperation.models import AccessRequest, GreyArea, JointVisit
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Access
from tests.web.reading import links, table, text

DAY = dt.date(2022, 9, 20)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", DAY.isoformat())


@pytest.fixture
def local(hub: Organisation, municipalities: dict[str, Municipality]) -> Organisation:
    """Business Lemvig, in the hub's area."""
    made = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    place = organisations.assign_to_hub(by=None, municipality=municipalities["0665"], hub=hub)
    organisations.agree_operator(
        by=None, organisation=made, municipality=place, legal_kind=AgreementKind.GRANT, valid_from=DAY
    )
    return made


@pytest.fixture
def lis(local: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("lis@example.dk", local, Role.UNIT_LEADER)


@pytest.fixture
def company(local: Organisation, lis: User) -> Company:
    """A company that Lemvig has visited."""
    made = register_company(
        by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606",
        municipality=Municipality.objects.get(pk="0665"),
    )  # fmt: skip
    note_approach(by=lis, subject=made, organisation=local, day=DAY, kind=ApproachKind.VISIT)
    return made


@pytest.fixture
def hers(lis: User) -> Client:
    """The browser of the leader in Lemvig."""
    client = Client()
    client.force_login(lis)
    return client


@pytest.mark.requirement("B25", "B26")
def test_a_proposal_that_cannot_be_is_shown_again_with_what_was_typed(
    director: Client, company: Company, local: Organisation
) -> None:
    address = reverse("joint-visit", args=[company.pk])
    asked = director.get(f"{address}?med={local.pk}")
    assert "Business Lemvig var i kontakt den 20. september 2022 (besøg)" in text(asked)
    given = {"invited": local.pk, "day": "19-09-2022", "purpose": "Eksport til Tyskland"}
    answer = director.post(address, given)
    assert answer.status_code == 422
    assert "Dagen er allerede gået" in text(answer)
    assert "Eksport til Tyskland" in text(answer)
    assert not JointVisit.objects.exists()
    assert director.post(address, {**given, "day": "27-09-2022"}).status_code == 302
    assert director.post(address, {**given, "day": "27-09-2022"}).status_code == 422


def test_a_visit_is_answered_by_the_invited_and_not_by_the_proposer(
    director: Client, hers: Client, company: Company, hub: Organisation, local: Organisation
) -> None:
    anna = User.objects.get(email="director@example.dk")
    visit = propose_visit(
        by=anna,
        subject=company,
        proposer=hub,
        invited=local,
        days=[dt.date(2022, 9, 27)],
        purpose="x",
        on=DAY,
    )
    address = reverse("visit", args=[visit.pk])
    assert director.post(address, {"step": "accept", "day": "2022-09-27"}).status_code == 403
    assert hers.post(address, {"step": "accept", "day": "2022-10-01"}).status_code == 422
    assert hers.post(address, {"step": "decline", "answer": ""}).status_code == 422
    assert hers.post(address, {"step": "accept", "day": "2022-09-27"}).status_code == 302
    visit.refresh_from_db()
    assert visit.state == "accepted"
    row = table(hers.get(reverse("cooperation")), "samarbejde")
    assert row == [["Nordvest Smedeværk A/S", "Erhvervshus Midtjylland", "27. sep. 2022", "Aftalt"]]
    # The adviser who opens it is in the access log.
    assert Access.objects.filter(place="cooperation.visit", key=str(visit.pk)).exists()


def test_the_owner_opens_one_case_or_all_or_says_why_not(
    hers: Client, director: Client, company: Company, hub: Organisation, local: Organisation
) -> None:
    anna = User.objects.get(email="director@example.dk")
    request = ask_access(by=anna, subject=company, asker=hub, owner=local, reason="Fælles plan", on=DAY)
    address = reverse("access-request", args=[request.pk])
    assert director.post(address, {"step": "grant", "what": "alt"}).status_code == 403
    assert hers.post(address, {"step": "refuse", "what": "alt", "answer": ""}).status_code == 422
    refused = hers.post(address, {"step": "grant", "what": "alt", "until": "01-01-2022"})
    assert refused.status_code == 422
    assert "Dagen er allerede gået" in text(refused)
    assert hers.post(address, {"step": "grant", "what": "9999"}).status_code == 422
    assert AccessRequest.objects.get().state == "waiting"
    assert hers.post(address, {"step": "grant", "what": "alt", "until": "01-12-2022"}).status_code == 302
    page = text(director.get(address))
    assert "alt, undtagen skærmede forløb" in page
    assert "til og med 1. december 2022" in page
    assert director.post(address, {"step": "end", "why": "Færdig"}).status_code == 302
    assert AccessRequest.objects.get().state == "ended"


def test_a_cpr_number_in_a_reason_is_refused_beside_the_form(
    director: Client, company: Company, local: Organisation
) -> None:
    given = {"owner": local.pk, "reason": "Ejeren er 010190-1234"}
    answer = director.post(reverse("ask-access", args=[company.pk]), given)
    assert answer.status_code == 422
    assert "ligner et CPR-nummer" in text(answer)
    assert not AccessRequest.objects.exists()


@pytest.mark.requirement("B19")
def test_a_leader_is_told_what_the_other_wrote_meanwhile_and_keeps_the_own_words(
    director: Client, lis: User, hub: Organisation, local: Organisation
) -> None:
    grey = ask_grey_area(
        by=lis, organisation=local, hub=hub, local=local, title="Engle", question="Hvem?", on=DAY
    )
    address = reverse("grey-area", args=[grey.pk])
    seen = grey.version
    settle_grey_area(by=lis, grey=grey, sides=["local"], decision="Lemvig", level="basic", on=DAY)
    mine = {"step": "decide", "decision": "Huset", "decided_level": "specialised", "version": seen}
    answer = director.post(address, mine)
    assert answer.status_code == 422
    assert "Den anden leder har skrevet imens: »Lemvig«" in text(answer)
    assert "Huset" in text(answer)
    grey.refresh_from_db()
    assert (grey.decision, grey.state) == ("Lemvig", "open")
    again = {**mine, "version": grey.version, "decision": "Lemvig", "decided_level": "basic"}
    assert director.post(address, again).status_code == 302
    assert GreyArea.objects.get().state == "decided"


@pytest.mark.requirement("B19", "A5")
def test_a_decision_is_found_by_search_and_service(
    director: Client, lis: User, hub: Organisation, local: Organisation
) -> None:
    anna = User.objects.get(email="director@example.dk")
    grey = ask_grey_area(
        by=lis, organisation=local, hub=hub, local=local, title="Ældre ejere", question="Hvem?",
        service="specialised", on=DAY,
    )  # fmt: skip
    for who, side in ((lis, "local"), (anna, "hub")):
        settle_grey_area(by=who, grey=grey, sides=[side], decision="Huset", level="specialised", on=DAY)
    address = reverse("grey-areas")
    assert reverse("grey-area", args=[grey.pk]) in links(
        director.get(f"{address}?q=aeldre&ydelse=specialised")
    )
    assert "Ingen rækker passer" in text(director.get(f"{address}?q=drager"))
    assert "Afgjort før" in text(director.get(reverse("ask-grey-area") + "?ydelse=specialised"))


@pytest.mark.requirement("A6")
def test_a_leader_notes_an_agreement_that_both_parties_read(
    director: Client, hers: Client, hub: Organisation
) -> None:
    given = {
        "title": "Samarbejde 2022", "others": [str(hub.pk)], "valid_from": "01-01-2022",
        "valid_to": "31-12-2021", "obligations": "Vi mødes hvert kvartal",
    }  # fmt: skip
    assert "ikke slutte, før den begynder" in text(hers.post(reverse("new-agreement"), given))
    made = hers.post(reverse("new-agreement"), {**given, "valid_to": ""})
    assert made.status_code == 302
    assert "Vi mødes hvert kvartal" in text(director.get(made.headers["Location"]))
    [row] = table(director.get(reverse("cooperation") + "?vis=aftaler"), "samarbejde")
    assert row[0] == "Samarbejde 2022"


def test_the_pages_of_cooperation_ask_few_questions(
    hers: Client, director: Client, company: Company, django_assert_max_num_queries: Any
) -> None:
    addresses = [
        reverse("joint-visit", args=[company.pk]), reverse("ask-access", args=[company.pk]),
        *(reverse("cooperation") + tab for tab in ("", "?vis=adgang", "?vis=aftaler")),
    ]  # fmt: skip
    for client in (hers, director):
        for address in addresses:
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200
