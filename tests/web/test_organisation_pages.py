"""The pages of people and places: what they show, to whom, and what changing something leads to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from smtplib import SMTPException

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Subject
from samspil.competence.actions import say_what_one_knows
from samspil.guidance.actions import create_task, open_case
from samspil.guidance.kinds import Level, TaskKind
from samspil.guidance.models import GuidanceCase
from samspil.organisations import actions, invitations, queries
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role, SecondFactor
from samspil.organisations.models import Absence, Municipality, Organisation, User
from samspil.organisations.queries import has_role
from samspil.platform.audit.models import Access
from samspil.platform.clock import today
from samspil.platform.messages.models import Message
from samspil.referrals.kinds import Basis, ReceiverKind, State
from samspil.referrals.models import Handover, Referral
from tests.web.conftest import Enter
from tests.web.reading import table, text
from tests.web.routes import organisations as routes
from tests.web.scored import Scored
from tests.web.test_page_queries import MOST, asked

MakeUser = Callable[..., User]
PASSWORD = "en-helt-anden-kode-17"


def test_every_page_answers_with_few_questions(scored: Scored, director: Client) -> None:
    mine = [route for route in routes.pages(scored) if route.reader == "director"]
    counts = {route.address: asked(director, route.address) for route in mine}
    assert {address: count for address, count in counts.items() if count > MOST} == {}


@pytest.fixture
def fund(hub: Organisation) -> Organisation:
    """An actor of the directory, which nobody works in."""
    return actions.create_organisation(
        by=None, code="fond", name="Østfonden", kind=OrganisationKind.FUND, topics="capital"
    )


@pytest.mark.parametrize("role", list(Role))
def test_who_opens_what_of_people_and_places(
    hub: Organisation, enter_as: Enter, fund: Organisation, role: Role
) -> None:
    client = enter_as(role)
    works = role in {Role.ADVISER, Role.STUDENT_HELPER, Role.UNIT_LEADER, Role.DIRECTOR}
    manages = role in {Role.UNIT_LEADER, Role.DIRECTOR, Role.ADMINISTRATOR}
    expected = {
        "/aktoerer/": True,
        "/organisationer/": True,
        "/medarbejdere/": True,
        "/profil/": True,
        f"/organisationer/{hub.pk}/": True,
        "/aktoerer/ny/": works or role == Role.ADMINISTRATOR,
        f"/organisationer/{fund.pk}/ret/": works,
        f"/organisationer/{hub.pk}/ret/": manages,
        f"/organisationer/{hub.pk}/kontor/": manages,
        f"/organisationer/{hub.pk}/aftale/": manages,
        "/medarbejdere/inviter/": manages,
        "/specialister/": works,
        "/specialister/belastning/": works,
    }
    found = {address: client.get(address).status_code for address in expected}
    assert found == {address: 200 if may else 404 for address, may in expected.items()}


def test_who_has_no_place_here_sees_no_colleagues(
    client: Client, make_user: MakeUser, hub: Organisation
) -> None:
    anna = make_user("anna@example.dk", hub)
    client.force_login(make_user("bo@example.dk"))
    assert client.get("/medarbejdere/").status_code == 404
    assert client.get(f"/medarbejdere/{anna.pk}/").status_code == 404
    assert client.get("/profil/").status_code == 200


@pytest.mark.requirement("A10", "B23")
def test_the_directory_is_narrowed_by_kind_topic_place_and_word_and_says_its_order(
    enter_as: Enter, fund: Organisation
) -> None:
    client = enter_as(Role.ADVISER)
    assert [row[0] for row in table(client.get("/aktoerer/?type=fund"), "aktoerer")] == ["Østfonden"]
    assert "alfabetisk orden" in text(client.get("/aktoerer/"))
    for narrowed in ("?type=gts", "?type=fund&emne=green", "?q=vest"):
        assert "Østfonden" not in text(client.get(f"/aktoerer/{narrowed}")), narrowed
    for narrowed in ("?emne=capital", "?q=OEST", "?q=østf", "?kommune=0751", "?type=ukendt"):
        expected = narrowed != "?q=OEST"
        assert ("Østfonden" in text(client.get(f"/aktoerer/{narrowed}"))) is expected, narrowed


def test_an_adviser_adds_an_actor_and_the_same_name_twice_is_refused(
    enter_as: Enter, fund: Organisation, municipalities: dict[str, Municipality]
) -> None:
    client = enter_as(Role.ADVISER)
    given = {
        "name": "Ny Klynge",
        "kind": "cluster",
        "topics": ["green"],
        "covers": ["0665"],
        "website": "nyklynge.example",
    }
    assert client.post("/aktoerer/ny/", given).status_code == 302
    made = Organisation.objects.get(name="Ny Klynge")
    assert (made.topics, [place.pk for place in made.covers.all()]) == ("green", ["0665"])
    assert made.website == "https://nyklynge.example"
    again = client.post("/aktoerer/ny/", {"name": "ØSTFONDEN", "kind": "fund"})
    assert again.status_code == 422
    assert "står allerede" in text(again)
    # A hub is no actor that an adviser may invent.
    assert client.post("/aktoerer/ny/", {"name": "Mit hus", "kind": "hub"}).status_code == 422


def test_the_second_of_two_editors_sees_what_the_first_changed_and_keeps_what_was_typed(
    enter_as: Enter, fund: Organisation
) -> None:
    client = enter_as(Role.ADVISER)
    mine = {
        "name": "Østfonden",
        "kind": "fund",
        "phone": "11 11 11 11",
        "version": "1",
        "topics": ["capital"],
    }
    actions.edit_organisation(by=None, organisation=fund, phone="97 12 34 56")
    answer = client.post(f"/organisationer/{fund.pk}/ret/", mine)
    assert answer.status_code == 409
    assert "fra »–« til »97 12 34 56«" in text(answer)
    page = answer.content.decode()
    assert 'value="11 11 11 11"' in page
    version = re.search(r'name="version" value="(\d+)"', page)
    assert version is not None
    assert client.post(f"/organisationer/{fund.pk}/ret/", {**mine, "version": version[1]}).status_code == 302
    fund.refresh_from_db()
    assert fund.phone == "11 11 11 11"


def test_an_agreement_an_office_and_a_merger_are_kept_on_the_page(
    hub: Organisation, municipalities: dict[str, Municipality], enter_as: Enter
) -> None:
    one, other = (
        actions.create_organisation(
            by=None, code=name, name=f"Business {name.title()}", kind=OrganisationKind.LOCAL_SERVICE
        )
        for name in ("lemvig", "struer")
    )
    for service, code in ((one, "0665"), (other, "0671")):
        actions.assign_to_hub(by=None, municipality=municipalities[code], hub=hub)
        actions.agree_operator(
            by=None,
            organisation=service,
            municipality=municipalities[code],
            legal_kind=AgreementKind.OWN_DEPARTMENT,
            valid_from=dt.date(2019, 1, 1),
        )
    client = enter_as(Role.ADMINISTRATOR)
    home = f"/organisationer/{one.pk}/"
    office = {"name": "Lemvig", "kind": "office", "municipality": "0665"}
    assert client.post(f"{home}kontor/", office).status_code == 302
    said = {"municipality": "0661", "role": "operator", "legal_kind": "bought", "valid_from": "01-01-2022"}
    assert client.post(f"{home}aftale/", said).status_code == 302
    assert client.post(f"{home}aftale/", {**said, "valid_to": "01-01-2021"}).status_code == 422
    page = text(client.get(home))
    assert "leverandør til nabokommune" in page
    merge = {"successor": str(one.pk), "on": "01-01-2023", "why": "byrådene har besluttet det"}
    assert client.post(f"/organisationer/{other.pk}/sammenlaeg/", merge).status_code == 302
    assert "Viderefører: Business Struer" in text(client.get(home))
    assert "Lagt sammen med Business Lemvig" in text(client.get(f"/organisationer/{other.pk}/"))
    [row] = table(client.get("/organisationer/?status=lukkede"), "organisationer")
    assert row[0] == "Business Struer"


@pytest.mark.parametrize("role", [Role.ADVISER, Role.UNIT_LEADER])
def test_only_who_arranges_both_merges_them(hub: Organisation, enter_as: Enter, role: Role) -> None:
    other = actions.create_organisation(by=None, code="x", name="Andet hus", kind=OrganisationKind.HUB)
    client = enter_as(role)
    answer = client.post(
        f"/organisationer/{hub.pk}/sammenlaeg/", {"successor": str(other.pk), "on": "01-01-2023"}
    )
    assert answer.status_code == (404 if role == Role.ADVISER else 422)


def test_an_invited_colleague_chooses_a_password_by_the_letter_and_the_link_is_then_used_up(
    hub: Organisation, enter_as: Enter
) -> None:
    leader = enter_as(Role.UNIT_LEADER)
    given = {"email": "ny@example.dk", "name": "Nynne", "organisation": str(hub.pk), "role": "adviser"}
    assert leader.post("/medarbejdere/inviter/", given).status_code == 302
    [letter] = mail.outbox
    assert letter.to == ["ny@example.dk"]
    found = re.search(r"http://testserver(/konto/velkommen/\S+)", str(letter.body))
    assert found is not None
    guest = Client()
    page = guest.get(found[1])
    assert "Du logger fremover ind med ny@example.dk" in text(page)
    differing = guest.post(found[1], {"name": "Nynne", "password1": PASSWORD, "password2": "en anden"})
    assert "ikke ens" in text(differing)
    easy = guest.post(found[1], {"name": "Nynne", "password1": "1234", "password2": "1234"})
    assert easy.status_code == 422
    done = guest.post(found[1], {"name": "Nynne Nord", "password1": PASSWORD, "password2": PASSWORD})
    assert done.headers["Location"] == "/profil/"
    assert "Nynne Nord" in text(guest.get("/profil/"))
    assert "Linket virker ikke længere" in text(Client().get(found[1]))
    stolen = Client().post(found[1], {"name": "Tyv", "password1": PASSWORD, "password2": PASSWORD})
    assert stolen.status_code == 410


def test_a_leader_gives_no_role_above_the_own_and_a_stranger_s_organisation_is_not_offered(
    hub: Organisation, enter_as: Enter
) -> None:
    other = actions.create_organisation(by=None, code="x", name="Andet hus", kind=OrganisationKind.HUB)
    leader = enter_as(Role.UNIT_LEADER)
    given = {"email": "ny@example.dk", "name": "Nynne", "organisation": str(hub.pk), "role": "administrator"}
    answer = leader.post("/medarbejdere/inviter/", given)
    assert "Den rolle kan du ikke give" in text(answer)
    assert (
        leader.post(
            "/medarbejdere/inviter/", {**given, "organisation": str(other.pk), "role": "adviser"}
        ).status_code
        == 422
    )
    assert not User.objects.filter(email="ny@example.dk").exists()


def test_a_letter_that_could_not_be_sent_is_said_and_sent_again(
    hub: Organisation, enter_as: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = enter_as(Role.DIRECTOR)

    def refuse(**_words: object) -> None:
        raise SMTPException("451")

    with monkeypatch.context() as broken:
        broken.setattr(invitations, "send", refuse)
        given = {"email": "ny@example.dk", "name": "Nynne", "organisation": str(hub.pk), "role": "adviser"}
        answer = leader.post("/medarbejdere/inviter/", given, follow=True)
    assert "brevet kunne ikke sendes" in text(answer)
    new = User.objects.get(email="ny@example.dk")
    assert "inviteret, har ikke logget ind" in text(leader.get("/medarbejdere/"))
    leader.post(f"/medarbejdere/{new.pk}/inviter/")
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("role", [Role.ADVISER, Role.UNIT_LEADER, Role.ADMINISTRATOR])
def test_a_role_is_taken_away_only_by_who_could_give_it(
    hub: Organisation, enter_as: Enter, make_user: MakeUser, role: Role
) -> None:
    anna = make_user("anna@example.dk", hub, Role.DIRECTOR)
    seat = anna.memberships.get()
    answer = enter_as(role).post(f"/medarbejdere/{anna.pk}/rolle/{seat.pk}/slut/")
    may = role == Role.ADMINISTRATOR
    assert answer.status_code == (302 if may else 403)
    assert has_role(anna, hub, [Role.DIRECTOR]) is not may


def test_a_second_factor_that_is_demanded_is_asked_for_on_every_page_but_those_that_set_it_up(
    hub: Organisation, enter_as: Enter
) -> None:
    client = enter_as(Role.DIRECTOR)
    assert client.get("/aktoerer/").status_code == 200
    hub.second_factor = SecondFactor.LEADERS
    hub.save()
    assert client.get("/aktoerer/").headers["Location"] == reverse("mfa_activate_totp")
    assert client.post("/aktoerer/ny/", {}).headers["Location"] == reverse("mfa_activate_totp")
    assert client.get("/konto/log-ud/").status_code == 200
    assert enter_as(Role.ADVISER).get("/aktoerer/").status_code == 200


@pytest.mark.requirement("A33", "B15")
def test_who_knows_most_stands_first_with_a_sentence_for_each_reason(
    hub: Organisation, enter_as: Enter, make_user: MakeUser
) -> None:
    anna = make_user("anna@example.dk", hub)
    say_what_one_knows(by=anna, user=anna, depths={"green": 3})
    client = enter_as(Role.ADVISER)
    page = text(client.get("/specialister/?topics=green&kommune=0665"))
    assert "Er specialist: Grøn omstilling og cirkulær økonomi." in page
    assert "Har ingen åbne forløb nu." in page
    assert "120 point" in page
    assert "Vælg et eller flere emner" in text(client.get("/specialister/?topics=ukendt&kommune=9999"))
    assert "Ingen har skrevet" in text(client.get("/specialister/?topics=crisis"))


@pytest.mark.requirement("A32", "A36", "B98")
def test_the_load_shows_who_has_how_much_how_long_companies_wait_and_where_no_place_is_near(
    scored: Scored, director: Client
) -> None:
    hub, municipalities = scored.hub, Municipality.objects.in_bulk()
    herning = actions.open_office(
        by=None, organisation=hub, name="Herning", municipality=municipalities["0657"]
    )
    signe = User.objects.get(email="signe@example.dk")
    signe.memberships.update(office=herning)
    sender = actions.create_organisation(
        by=None, code="x", name="Business X", kind=OrganisationKind.LOCAL_SERVICE
    )
    for days in (1, 2, 6):
        Referral.objects.create(
            subject=Subject.objects.earliest("pk"),
            organisation=sender,
            receiver=hub,
            receiver_adviser=signe,
            receiver_kind=ReceiverKind.BUSINESS_HUB,
            state=State.CONTACTED,
            on=today(),
            expires_on=today(),
            accepted_on=today(),
            contacted_on=today(),
            handover_days=days,
            handover=Handover.objects.create(need="Lån", basis=Basis.CONSENT),
        )
    page = director.get("/specialister/belastning/")
    [load] = table(page, "belastning")[:-1]
    assert load[0] == "Signe"
    assert table(page, "ventetid") == [["Herning", "3", "2,0"]]
    far = table(page, "daekning")
    assert "Herning" not in {row[0] for row in far}
    assert far[0][1:2] == ["Herning"]
    assert [int(row[2]) for row in far] == sorted((int(row[2]) for row in far), reverse=True)


def test_one_says_what_one_knows_and_a_colleague_cannot_say_it_for_one(
    hub: Organisation, enter_as: Enter, make_user: MakeUser
) -> None:
    client = enter_as(Role.ADVISER)
    me = User.objects.get(email="adviser@example.dk")
    client.post(f"/medarbejdere/{me.pk}/emner/", {"emne-green": "2", "emne-capital": "9"})
    assert [(each.topic, each.depth) for each in me.competences.all()] == [("green", 2)]
    passed = {
        "title": "Bestyrelse",
        "institution": "MEA",
        "passed_on": "01-05-2022",
        "topics": ["management"],
    }
    assert client.post(f"/medarbejdere/{me.pk}/certifikat/", passed).status_code == 302
    assert "Bestyrelse , MEA" in text(client.get("/profil/"))
    future = {**passed, "passed_on": "01-05-2099"}
    assert client.post(f"/medarbejdere/{me.pk}/certifikat/", future).status_code == 422
    anna = make_user("anna@example.dk", hub)
    assert client.get(f"/medarbejdere/{anna.pk}/emner/").status_code == 404
    assert client.post(f"/medarbejdere/{anna.pk}/emner/", {"emne-green": "3"}).status_code == 404


def test_an_absence_is_noted_shown_and_ended(
    hub: Organisation, enter_as: Enter, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-26")
    client = enter_as(Role.ADVISER)
    me, bo = User.objects.get(email="adviser@example.dk"), make_user("bo@example.dk", hub)
    said = {"first": "26-09-2022", "last": "30-09-2022", "substitute": str(bo.pk)}
    clerk = make_user("clerk@example.dk", hub, role=Role.ADMINISTRATOR)
    wrong = client.post(f"/medarbejdere/{me.pk}/fravaer/", {**said, "substitute": str(clerk.pk)})
    assert wrong.status_code == 422, "who does not work with companies sees no tasks"
    assert client.post(f"/medarbejdere/{me.pk}/fravaer/", said).status_code == 302
    assert "Bo er afløser" in text(client.get("/medarbejdere/"))
    absence = Absence.objects.get()
    other = Client()
    other.force_login(bo)
    assert other.post(f"/medarbejdere/{me.pk}/fravaer/{absence.pk}/slut/").status_code == 403
    client.post(f"/medarbejdere/{me.pk}/fravaer/{absence.pk}/slut/")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("role", "may"), [(Role.ADVISER, False), (Role.UNIT_LEADER, True), (Role.SECRETARIAT, False)]
)
def test_only_a_leader_sends_a_colleague_off(
    hub: Organisation, enter_as: Enter, make_user: MakeUser, role: Role, may: bool
) -> None:
    anna = make_user("anna@example.dk", hub)
    client = enter_as(role)
    address = f"/medarbejdere/{anna.pk}/fratraedelse/"
    assert client.get(address).status_code == (200 if may else 404)
    client.post(address, {"luk": "1"})
    anna.refresh_from_db()
    assert anna.is_active is not may
    assert queries.people_of(hub).filter(pk=anna.pk).exists() is not may


def test_who_seats_somebody_gets_no_right_over_the_person_s_log_in(
    hub: Organisation, enter_as: Enter, make_user: MakeUser
) -> None:
    service = actions.create_organisation(
        by=None, code="lokal", name="Business Lokal", kind=OrganisationKind.LOCAL_SERVICE
    )
    keeper = make_user("keeper@example.dk", hub, Role.ADMINISTRATOR)
    leader = Client()
    leader.force_login(make_user("leder@example.dk", service, Role.UNIT_LEADER))
    given = {
        "email": keeper.email,
        "name": "Keeper",
        "organisation": str(service.pk),
        "role": "student_helper",
    }
    leader.post("/medarbejdere/inviter/", given)
    assert has_role(keeper, service, [Role.STUDENT_HELPER])
    taken = {"name": "Keeper", "email": "tyv@example.dk", "version": str(keeper.version)}
    for address in ("ret", "inviter", "aabn"):
        assert leader.post(f"/medarbejdere/{keeper.pk}/{address}/", taken).status_code == 403, address
    keeper.refresh_from_db()
    assert keeper.email == "keeper@example.dk"
    assert "Ret navn og e-mail" not in text(leader.get(f"/medarbejdere/{keeper.pk}/"))


def test_the_old_address_is_told_of_a_new_one(
    hub: Organisation, enter_as: Enter, make_user: MakeUser
) -> None:
    anna = make_user("anna@example.dk", hub)
    leader = enter_as(Role.UNIT_LEADER)
    for name, email in (("Anna", "anna@example.dk"), ("Anna", "nordvest@example.dk")):
        answer = leader.post(f"/medarbejdere/{anna.pk}/ret/", {"name": name, "email": email})
        assert answer.status_code == 302
    [told] = Message.objects.filter(address="anna@example.dk")
    assert "nordvest@example.dk" in told.body


@pytest.mark.requirement("B21")
def test_an_administrator_gives_a_colleague_s_work_away_without_reading_whom_it_is_about(
    hub: Organisation, enter_as: Enter, make_user: MakeUser
) -> None:
    anna, bo = (make_user(f"{name}@example.dk", hub, Role.ADVISER) for name in ("anna", "bo"))
    company = register_company(by=None, name="Nordvest Smedeværk A/S")
    open_case(
        by=anna, subject=company, organisation=hub, level=Level.SPECIALISED, started=dt.date(2022, 9, 2),
        topics=["capital"], shielded=True,
    )  # fmt: skip
    create_task(
        by=anna, organisation=hub, assignee=anna, kind=TaskKind.CALL_BACK, due=dt.date(2022, 9, 29),
        subject=company, text="Spørg til kreditten",
    )  # fmt: skip
    address = f"/medarbejdere/{anna.pk}/fratraedelse/"
    keeper, leader = enter_as(Role.ADMINISTRATOR), enter_as(Role.UNIT_LEADER)
    seen = text(keeper.get(address))
    assert "Åbne forløb (1)" in seen
    assert "Bo" in seen
    for secret in ("Nordvest", "kredit", "skærmet", "Kapital"):
        assert secret not in seen
    assert not Access.objects.exists()
    assert "Nordvest Smedeværk A/S skærmet" in text(leader.get(address))
    opened = Access.objects.get()
    assert (opened.place, opened.key) == ("upkeep.leaving", str(company.pk))
    assert opened.details["owners"] == [hub.pk]
    assert keeper.post(address, {"til": str(bo.pk), "luk": "1"}).status_code == 302
    assert GuidanceCase.objects.get().adviser == bo


def test_an_invitation_leads_to_the_address_that_was_chosen(
    hub: Organisation, enter_as: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "ADDRESS", "https://samspil.example.dk")
    monkeypatch.setattr(settings, "ADDRESS_IS_CHOSEN", True)
    given = {"email": "ny@example.dk", "name": "Nynne", "organisation": str(hub.pk), "role": "adviser"}
    enter_as(Role.DIRECTOR).post("/medarbejdere/inviter/", given)
    assert "https://samspil.example.dk/konto/velkommen/" in str(mail.outbox[0].body)
