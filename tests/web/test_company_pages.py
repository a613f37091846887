"""The pages of companies: what each reader sees, what is logged, and what two editors and bad input meet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies import actions, queries
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.companies.models import ContactPerson, Subject, Succession
from samspil.guidance.kinds import InteractionKind, Level
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Access
from tests.web.conftest import Enter
from tests.web.reading import text

pytestmark = pytest.mark.django_db
DAY = dt.date(2022, 9, 2)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")


@pytest.fixture
def adviser(enter_as: Enter) -> Client:
    return enter_as(Role.ADVISER)


@pytest.fixture
def partner(make_user: Callable[..., User]) -> Client:
    """An adviser of the local service next door."""
    lemvig = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    client = Client()
    client.force_login(make_user("bo@lemvig.example", lemvig, Role.ADVISER))
    return client


@pytest.fixture
def company(hub: Organisation, municipalities: dict[str, Municipality]) -> Subject:
    """A company with a meeting, and one on a shielded case."""
    found = actions.register_company(
        by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=municipalities["0665"],
        industry="256200", employees=34, advertising_protected=True,
    )  # fmt: skip
    fact = actions.note_approach(by=None, subject=found, organisation=hub, day=DAY, kind=ApproachKind.MEETING)
    Interaction.objects.create(
        subject=found, organisation=hub, on=DAY, kind=InteractionKind.MEETING, note="Taler om salg",
        topics="finance", approach=fact,
    )  # fmt: skip
    case = GuidanceCase.objects.create(
        subject=found, organisation=hub, level=Level.SPECIALISED, started=DAY, shielded=True
    )
    Interaction.objects.create(
        subject=found, case=case, organisation=hub, on=DAY, kind=InteractionKind.CALL, note="Rekonstruktion"
    )
    actions.add_contact_person(by=None, subject=found, organisation=hub, name="Karen Holm", phone="97820000")
    return found


def page(client: Client, subject: Subject, **query: str) -> str:
    return text(client.get(reverse("company", args=[subject.pk]), query))


@pytest.mark.requirement("B21", "B26", "A55")
def test_a_partner_sees_party_day_and_form_and_nothing_of_what_was_said(
    adviser: Client, partner: Client, company: Subject, hub: Organisation
) -> None:
    actions.note_approach(
        by=None, subject=company, organisation=hub, day=dt.date(2022, 10, 5), kind=ApproachKind.VISIT,
        state=ApproachState.PLANNED,
    )  # fmt: skip
    seen = page(partner, company)
    assert "Erhvervshus Midtjylland" in seen
    assert "2. sep." in seen
    assert "Besøg, planlagt" in seen
    assert "(kun dato)" in seen
    assert "Taler om salg" not in seen
    assert "Rekonstruktion" not in seen
    assert "Karen Holm" not in page(partner, company, vis="kontakter")
    assert "skærmet" not in page(partner, company, vis="forloeb")
    assert "Taler om salg" in page(adviser, company)
    # One's own colleague's shielded case is the colleague's and the leader's.
    assert "Rekonstruktion" not in page(adviser, company)


def test_a_leader_sees_the_shielded_case_and_who_has_opened_what(
    enter_as: Enter, adviser: Client, company: Subject
) -> None:
    page(adviser, company)
    leader = enter_as(Role.UNIT_LEADER)
    assert "Rekonstruktion" in page(leader, company)
    address = reverse("company-seen", args=[company.pk])
    assert "Adviser" in text(leader.get(address))
    assert adviser.get(address).status_code == 404


def test_opening_content_is_logged_once_per_page_and_bare_facts_are_not(
    adviser: Client, partner: Client, company: Subject
) -> None:
    page(partner, company)
    assert Access.objects.count() == 0
    page(adviser, company)
    [line] = Access.objects.all()
    assert (line.place, line.key) == ("company.timeline", str(company.pk))
    assert len(line.details["rows"]["interactions"]) == 1


def test_the_timeline_goes_back_page_by_page_and_misses_nothing(
    adviser: Client, company: Subject, hub: Organisation
) -> None:
    for number in range(45):
        # Five a day, so that pages part within a day.
        day = DAY - dt.timedelta(1 + number // 5)
        Interaction.objects.create(
            subject=company, organisation=hub, on=day, kind=InteractionKind.CALL, note=f"Samtale {number:02}"
        )
    seen, query = "", dict[str, str]()
    for _page in range(5):
        answer = adviser.get(reverse("company", args=[company.pk]), query)
        seen += text(answer)
        older = re.search(r'href="[^"]*\?foer=([^"]+)"', answer.content.decode())
        if older is None:
            break
        query = {"foer": older[1]}
    assert [seen.count(f"Samtale {number:02}") for number in range(45)] == [1] * 45
    assert seen.count("Taler om salg") == 1


def test_a_merged_row_leads_to_the_page_of_the_one_that_stands(adviser: Client, company: Subject) -> None:
    other = actions.register_company(by=None, name="Nordvest Smed")
    Subject.objects.filter(pk=other.pk).update(merged_into=company)
    answer = adviser.get(reverse("company", args=[other.pk]))
    assert answer.headers["Location"] == reverse("company", args=[company.pk])


@pytest.mark.requirement("A16", "A8")
def test_a_founder_unknown_to_the_reader_is_not_there(
    adviser: Client, partner: Client, hub: Organisation
) -> None:
    founder = actions.register_founder(by=None, name="Åse Mølgaard", organisation=hub)
    assert partner.get(reverse("company", args=[founder.pk])).status_code == 404
    assert "Åse Mølgaard" not in text(partner.get(reverse("founders")))
    assert "Åse Mølgaard" in text(adviser.get(reverse("founders")))


@pytest.mark.requirement("A16", "B8")
def test_a_founder_becomes_a_company_and_each_page_leads_to_the_other(
    adviser: Client, hub: Organisation
) -> None:
    founder = actions.register_founder(by=None, name="Åse Mølgaard", organisation=hub)
    Interaction.objects.create(
        subject=founder, organisation=hub, on=DAY, kind=InteractionKind.CALL, note="Vil starte et bryggeri"
    )
    answer = adviser.post(
        reverse("company-successor", args=[founder.pk]),
        {"cvr_number": "25 05 29 43", "name": "Mølgaards Bryghus ApS", "on": "30-09-2022"},
    )
    successor = Succession.objects.get().successor
    assert answer.headers["Location"] == reverse("company", args=[successor.pk])
    seen = page(adviser, successor)
    assert "Vil starte et bryggeri" in seen
    assert "Åse Mølgaard" in seen
    assert "Er blevet til Mølgaards Bryghus ApS" in page(adviser, founder)


def test_a_founder_goes_on_as_the_company_that_has_the_number_already(
    adviser: Client, company: Subject, hub: Organisation
) -> None:
    founder = actions.register_founder(by=None, name="Åse Mølgaard", organisation=hub)
    adviser.post(
        reverse("company-successor", args=[founder.pk]),
        {"cvr_number": "40084606", "name": "Et andet navn", "on": "30-09-2022"},
    )
    assert Succession.objects.get().successor_id == company.pk
    assert Subject.objects.filter(kind="company").count() == 1


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("40084607", "kontrolcifferet passer ikke"),
        ("4008", "otte cifre"),
        ("40084606", "Den er her allerede"),
    ],
)
def test_a_wrong_or_taken_cvr_number_is_answered_clearly_and_nothing_is_lost(
    adviser: Client, company: Subject, number: str, told: str
) -> None:
    answer = adviser.post(reverse("company-new"), {"name": "Nordvest Smed", "cvr_number": number})
    assert told in text(answer)
    assert 'value="Nordvest Smed"' in answer.content.decode()
    if told.startswith("Den er"):
        assert reverse("company", args=[company.pk]) in answer.content.decode()


def test_the_second_of_two_editors_is_told_what_the_first_changed_and_can_save_again(
    adviser: Client, company: Subject
) -> None:
    address = reverse("company-edit", args=[company.pk])
    given = {
        "name": "Nordvest Stål A/S",
        "cvr_number": "40084606",
        "municipality": "0665",
        "version": str(company.version),
    }
    actions.edit_subject(by=None, subject=Subject.objects.get(pk=company.pk), employees=40)
    answer = adviser.post(address, given)
    assert answer.status_code == 409
    assert "Ansatte 34 → 40" in text(answer)
    assert 'value="Nordvest Stål A/S"' in answer.content.decode()
    company.refresh_from_db()
    assert (company.name, company.employees) == ("Nordvest Smedeværk A/S", 40)
    assert adviser.post(address, {**given, "version": str(company.version)}).status_code == 302
    company.refresh_from_db()
    assert company.name == "Nordvest Stål A/S"


def test_only_the_organisation_that_noted_a_person_changes_it(
    adviser: Client, partner: Client, company: Subject
) -> None:
    person = ContactPerson.objects.get()
    assert partner.get(reverse("contact-person", args=[person.pk])).status_code == 404
    assert partner.post(reverse("contact-person-left", args=[person.pk])).status_code == 404
    adviser.post(reverse("contact-person-left", args=[person.pk]))
    person.refresh_from_db()
    assert person.left_on == dt.date(2022, 9, 30)
    adviser.post(reverse("contact-person-left", args=[person.pk]))
    person.refresh_from_db()
    assert person.left_on is None


def test_an_evaluator_reads_and_changes_nothing(enter_as: Enter, company: Subject) -> None:
    evaluator = enter_as(Role.EVALUATOR)
    assert "Taler om salg" in page(evaluator, company)
    assert "Registrér kontakt" not in page(evaluator, company)
    for name in ("company-edit", "company-successor", "contact-person-new", "unit-new"):
        assert evaluator.get(reverse(name, args=[company.pk])).status_code == 404


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_who_works_with_no_companies_meets_no_page_of_one(
    enter_as: Enter, company: Subject, role: Role
) -> None:
    client = enter_as(role)
    for address in (
        reverse("companies"),
        reverse("founders"),
        reverse("search"),
        reverse("search-suggestions"),
    ):
        assert client.get(address).status_code == 404
    assert client.get(reverse("company", args=[company.pk])).status_code == 404


def test_the_list_is_narrowed_by_what_one_asks_for(adviser: Client, company: Subject) -> None:
    other = actions.register_company(by=None, name="Engdal Tømrer", industry="433200", employees=3)
    for query, one in (
        ({"kommune": "0665"}, company), ({"branche": "43"}, other), ({"ansatte": "1-9"}, other),
        ({"kontakt": "own"}, company), ({"kontakt": "none"}, other), ({"reklame": "yes"}, company),
        ({"q": "smedevrk"}, company),
    ):  # fmt: skip
        rows = adviser.get(reverse("companies"), query).content.decode()
        assert [each.name in rows for each in (company, other)] == [
            each == one for each in (company, other)
        ], query
    rows = adviser.get(reverse("companies"), {"forloeb": "open"}).content.decode()
    # The only open case is shielded from this adviser, so it is in no filter either.
    assert company.name not in rows


def test_the_list_is_sent_as_a_file_with_the_same_rows(adviser: Client, company: Subject) -> None:
    answer = adviser.get(reverse("companies"), {"hent": "csv"})
    sent = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "Nordvest Smedeværk A/S" in sent


def test_a_list_is_not_counted_further_than_it_is_leafed_through(
    adviser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("samspil.companies.listing.COUNTED", 60)
    Subject.objects.bulk_create(
        Subject(kind="company", name=f"Firma {n:03}", search_key=f"firma {n:03}", sort_key=f"firma {n:03}")
        for n in range(80)
    )
    assert "1–50 af mere end 60" in text(adviser.get(reverse("companies")))


def test_the_field_of_a_form_finds_and_offers_a_new_one(adviser: Client, company: Subject) -> None:
    answer = adviser.get(
        reverse("company-choices"), {"virksomhed-soeg": "nordvset", "ny": "1", "anonym": "1"}
    )
    shown = answer.content.decode()
    assert f'data-key="{company.pk}"' in shown
    assert "Ny iværksætter" in shown
    assert "Anonym henvendelse" in shown
    fields = adviser.get(reverse("company-new-fields"), {"slags": "company", "tekst": "25 05 29 43"})
    assert 'value="25052943"' in fields.content.decode()
    assert adviser.get(reverse("company-choices"), {"felt": "<script>"}).status_code == 404


def test_who_knows_reads_facts_alone(company: Subject, hub: Organisation) -> None:
    found = queries.who_knows([company.pk])
    assert [(each.organisation, each.day) for each in found] == [(hub, DAY)]
    assert not queries.contacted(company, on=DAY, by_others_than=[hub]).exists()
    assert queries.contacted(company, on=DAY).count() == 1


@pytest.mark.parametrize(
    ("name", "fields", "field"),
    [
        ("company-new", {"name": "Nordvest Smedeværk 010190-1234"}, "name"),
        ("company-new", {"name": "Nordvest Smedeværk", "address": "Hos 010190-1234"}, "address"),
        ("founder-new", {"name": "Åse 010190-1234"}, "name"),
        ("company-new", {"name": "Nordvest Smedeværk", "founded": "01-10-2022"}, "founded"),
    ],
)
def test_a_cpr_number_or_a_founding_day_that_has_not_been_is_refused_at_its_field(
    adviser: Client, name: str, fields: dict[str, str], field: str
) -> None:
    body = adviser.post(reverse(name), fields).content.decode()
    assert f'href="#id_{field}"' in body
    assert f'id="id_{field}-error"' in body
    assert not Subject.objects.exists()


def test_a_cpr_number_is_refused_at_the_telephone_of_a_contact_person(
    adviser: Client, company: Subject
) -> None:
    address = reverse("contact-person-new", args=[company.pk])
    organisation = str(Organisation.objects.get().pk)
    given = {"organisation": organisation, "name": "Ida Smed", "phone": "0101901234"}
    body = adviser.post(address, given).content.decode()
    assert 'id="id_phone-error"' in body
    assert not ContactPerson.objects.filter(name="Ida Smed").exists()


def test_a_founding_day_of_today_is_kept(adviser: Client) -> None:
    given = {"name": "Nordvest Smedeværk", "founded": "30-09-2022"}
    assert adviser.post(reverse("company-new"), given).status_code == 302
    assert Subject.objects.get().founded == dt.date(2022, 9, 30)
