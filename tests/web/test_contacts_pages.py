"""The pages of contacts: one is read and logged, corrected by one of two editors, struck out and listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Approach, Company
from samspil.guidance import actions
from samspil.guidance.kinds import Channel, InteractionKind, Level, TaskKind
from samspil.guidance.models import Enquiry, Interaction, Task
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Access, Event
from samspil.platform.clock import today
from samspil.platform.messages.models import Message
from tests.web.reading import table, text

MakeUser = Callable[..., User]


@pytest.fixture
def company(hub: Organisation) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")


@pytest.fixture
def anna(hub: Organisation, make_user: MakeUser) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def annas(anna: User) -> Client:
    client = Client()
    client.force_login(anna)
    return client


def held(by: User, company: Company, hub: Organisation, **details: Any) -> Interaction:
    usual: dict[str, Any] = {"on": today(), "kind": InteractionKind.CALL, "note": "Fortroligt"}
    return actions.register_interaction(by=by, subject=company, organisation=hub, **(usual | details))


def corrected(row: Interaction, **changes: Any) -> dict[str, Any]:
    return {"version": row.version, "kind": row.kind, "on": row.on.isoformat(), "note": row.note} | changes


def test_a_contact_is_read_by_its_own_organisation_and_each_opening_is_logged(
    annas: Client, anna: User, company: Company, hub: Organisation, make_user: MakeUser, client: Client
) -> None:
    row = held(anna, company, hub)
    page = reverse("contact", args=[row.pk])
    assert "Fortroligt" in text(annas.get(page))
    assert Access.objects.get().by == anna
    lemvig = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    client.force_login(make_user("bo@example.dk", lemvig))
    for name in ("contact", "edit-contact"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404
    for name in ("contact-undo", "cancel-contact", "restore-contact"):
        assert client.post(reverse(name, args=[row.pk])).status_code == 404
    assert Access.objects.count() == 1


def test_an_evaluator_reads_and_changes_nothing(
    anna: User, company: Company, hub: Organisation, make_user: MakeUser, client: Client
) -> None:
    row = held(anna, company, hub)
    client.force_login(make_user("eva@example.dk", hub, Role.EVALUATOR))
    assert client.get(reverse("contact", args=[row.pk])).status_code == 200
    for name in ("edit-contact", "contact-undo", "cancel-contact", "restore-contact"):
        assert client.post(reverse(name, args=[row.pk]), corrected(row)).status_code == 403


@pytest.mark.requirement("B21")
def test_a_correction_is_kept_with_what_it_was_and_partners_see_the_new_day(
    annas: Client, anna: User, company: Company, hub: Organisation
) -> None:
    row = held(anna, company, hub, topics=["financing"])
    day = today() - dt.timedelta(2)
    annas.post(
        reverse("edit-contact", args=[row.pk]),
        corrected(row, kind="visit", on=day.isoformat(), note="Rettet", topics=["capital"]),
    )
    row.refresh_from_db()
    assert (row.on, row.kind, row.note) == (day, InteractionKind.VISIT, "Rettet")
    # The older catalogue's code stays: its name is the same to who reads it.
    assert row.topics == "financing"
    fact = Approach.objects.get()
    assert (fact.day, fact.kind) == (day, "visit")
    changes = Event.objects.get(action="edit_interaction").changes
    assert changes["note"] == ["Fortroligt", "Rettet"]


@pytest.mark.requirement("B21")
def test_a_call_that_was_a_mail_is_known_to_partners_no_more(
    annas: Client, anna: User, company: Company, hub: Organisation
) -> None:
    row = held(anna, company, hub)
    annas.post(reverse("edit-contact", args=[row.pk]), corrected(row, kind="mail"))
    assert not Approach.objects.exists()


def test_the_second_of_two_editors_is_told_and_loses_nothing(
    annas: Client, anna: User, company: Company, hub: Organisation, make_user: MakeUser
) -> None:
    row = held(anna, company, hub)
    bo = make_user("bo@example.dk", hub)
    mine = corrected(row, note="Mit notat")
    actions.edit_interaction(
        by=bo,
        interaction=Interaction.objects.get(),
        version=row.version,
        on=row.on,
        kind=InteractionKind.CALL,
        note="Bos notat",
    )
    answer = annas.post(reverse("edit-contact", args=[row.pk]), mine)
    page = answer.content.decode()
    assert "Bo har rettet imens" in text(answer)
    assert "Bos notat" in page
    assert "Mit notat" in page
    row.refresh_from_db()
    assert row.note == "Bos notat"
    annas.post(reverse("edit-contact", args=[row.pk]), mine | {"version": row.version})
    row.refresh_from_db()
    assert row.note == "Mit notat"


def test_undo_takes_back_what_was_registered_today_with_what_was_to_follow(
    annas: Client, anna: User, company: Company, hub: Organisation
) -> None:
    row = held(anna, company, hub, next_step=actions.NextStep(TaskKind.VISIT, today() + dt.timedelta(1)))
    assert Approach.objects.count() == 2
    said = annas.post(reverse("contact-undo", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert "taget tilbage" in text(said)
    assert (row.cancelled, row.note) == (True, "Fortroligt")
    assert not Approach.objects.exists()
    assert Task.objects.get().dropped
    assert table_is_empty(annas)
    annas.post(reverse("restore-contact", args=[row.pk]))
    assert Approach.objects.count() == 1


def table_is_empty(client: Client) -> bool:
    return "Her kommer jeres kontakter" in text(client.get(reverse("contacts")))


def test_what_is_older_or_anothers_is_struck_out_with_a_reason(
    annas: Client, company: Company, hub: Organisation, make_user: MakeUser
) -> None:
    row = held(make_user("bo@example.dk", hub), company, hub)
    asked = annas.post(reverse("contact-undo", args=[row.pk]))
    assert asked.headers["Location"].endswith("?slet=1")
    assert "Skriv, hvorfor" in text(
        annas.post(reverse("cancel-contact", args=[row.pk]), {"why": " "}, follow=True)
    )
    annas.post(reverse("cancel-contact", args=[row.pk]), {"why": "Forkert virksomhed"})
    row.refresh_from_db()
    assert row.cancelled
    assert Event.objects.get(action="cancel_interaction").why == "Forkert virksomhed"


@pytest.mark.requirement("A28", "A29", "B6")
def test_the_list_finds_older_topics_under_their_new_name(
    annas: Client, anna: User, company: Company, hub: Organisation
) -> None:
    held(anna, company, hub, topics=["financing"])
    held(anna, company, hub, topics=["capital", "green"], kind=InteractionKind.VISIT)
    held(anna, company, hub, topics=["digital"])
    found = table(annas.get(reverse("contacts") + "?emne=capital"), "henvendelser")
    assert sorted(row[3] for row in found) == ["Kapital", "Kapital, Grøn omstilling og cirkulær økonomi"]
    assert len(table(annas.get(reverse("contacts") + "?form=visit"), "henvendelser")) == 1
    assert len(table(annas.get(reverse("contacts") + "?konsulent=mig&periode=aar"), "henvendelser")) == 3


def test_the_list_is_of_ones_own_organisations_and_each_row_shown_is_logged(
    annas: Client, anna: User, company: Company, hub: Organisation, make_user: MakeUser
) -> None:
    other = organisations.create_organisation(
        by=None, code="hus-2", name="Erhvervshus Sjælland", kind=OrganisationKind.HUB
    )
    held(make_user("bo@example.dk", other), company, other, note="Andres notat")
    row = held(anna, company, hub)
    said = text(annas.get(reverse("contacts")))
    assert "Fortroligt" in said
    assert "Andres notat" not in said
    assert Access.objects.get().key == str(row.pk)
    file = annas.get(reverse("contacts") + "?hent=csv")
    assert "Fortroligt" in b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # streamed


def test_anonymous_enquiries_are_listed_and_taken_back(
    annas: Client, anna: User, hub: Organisation, municipalities: dict[str, Municipality]
) -> None:
    enquiry = actions.register_enquiry(
        by=anna, organisation=hub, on=today(), channel=Channel.WEB, municipality=municipalities["0665"],
        topics=["capital"],
    )  # fmt: skip
    assert table(annas.get(reverse("enquiries")), "anonyme")[0][1:4] == [
        "Hjemmeside eller chat",
        "Lemvig",
        "Kapital",
    ]
    annas.post(reverse("enquiry-undo", args=[enquiry.pk]))
    assert Enquiry.objects.get().cancelled
    assert "Ingen rækker passer" in text(annas.get(reverse("enquiries") + "?form=web"))


def test_a_message_to_call_back_lies_with_the_adviser_who_is_told_without_content(
    annas: Client, anna: User, hub: Organisation, make_user: MakeUser, company: Company
) -> None:
    bo = make_user("bo@example.dk", hub)
    sent = {
        "caller": "Ida Ibsen",
        "phone": "97 82 00 00",
        "text": "Om eksport",
        "assignee": bo.pk,
        "due": "i dag",
    }
    said = annas.post(reverse("call-back"), sent | {"virksomhed": company.pk}, follow=True)
    task = Task.objects.get()
    assert "Beskeden ligger hos Bo." in text(said)
    assert (task.kind, task.assignee, task.subject_id, task.phone) == (
        "call_back",
        bo,
        company.pk,
        "97 82 00 00",
    )
    message = Message.objects.get()
    assert message.user == bo
    assert "Ida" not in message.body + message.subject
    annas.post(reverse("call-back"), sent | {"assignee": ""})
    assert Task.objects.filter(assignee=None, organisation=hub).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"phone": ""}, "Skriv det nummer"),
        ({"caller": "", "phone": ""}, "Skriv, hvem der skal ringes til"),
        ({"due": "i går"}, "Dagen er gået"),
        ({"due": "engang"}, "Skriv en dag"),
        ({"text": "010190-1234"}, "CPR"),
        ({"text": "x" * 501}, "Der er plads til 500 tegn"),
        ({"assignee": "999999"}, "Vælg en, der arbejder her"),
    ],
)
def test_a_message_that_cannot_be_is_told_and_nothing_typed_is_lost(
    annas: Client, changes: dict[str, str], said: str
) -> None:
    sent = {"caller": "Ida Ibsen", "phone": "97820000", "text": "Om eksport", "assignee": "", "due": "i dag"}
    answer = annas.post(reverse("call-back"), sent | changes)
    assert said in text(answer)
    assert (sent | changes)["text"] in answer.content.decode()
    assert not Task.objects.exists()


def grid(rows: list[dict[str, str]]) -> dict[str, str]:
    """Rows as the page of many posts them."""
    sent = {"act": "save"}
    for number, row in enumerate(rows):
        sent |= {f"{name}-{number}": value for name, value in row.items()}
        sent[f"draft-{number}"] = f"{number:032x}"
    return sent


@pytest.mark.requirement("A16")
def test_the_good_rows_are_stored_once_and_the_others_stay_with_their_message(
    annas: Client, company: Company
) -> None:
    rows = [
        {"who": "40 08 46 06", "kind": "Besøg", "on": "i går", "topics": "Finansiering, Krisehåndtering"},
        {"who": "nordvest smedeværk a/s", "note": "Ringede"},
        {"who": "Ukendt", "note": "Hvem er det?"},
        {"who": "40084606", "on": "31-02-2022"},
        {"who": "40084606", "kind": "fax", "topics": "havebrug"},
        {"who": "40084606", "note": "010190-1234"},
        {"who": ""},
    ]  # fmt: skip
    first = annas.post(reverse("register-many"), grid(rows))
    said = text(first)
    assert Interaction.objects.count() == 2
    visit = Interaction.objects.get(kind="visit")
    assert (visit.on, visit.topics) == (today() - dt.timedelta(1), "capital;crisis")
    for message in (
        "2 kontakter er gemt",
        "Ingen passer",
        "Skriv en dag",
        "Skriv telefon",
        "havebrug",
        "CPR",
    ):
        assert message in said
    assert "Hvem er det?" in first.content.decode()
    annas.post(reverse("register-many"), grid(rows))
    assert Interaction.objects.count() == 2


def test_a_row_with_a_name_that_nobody_has_becomes_a_founder_when_one_says_so(annas: Client) -> None:
    annas.post(reverse("register-many"), grid([{"who": "Mette Madsen", "pick": "ny"}]))
    assert Interaction.objects.get().subject.kind == "founder"


def test_rows_from_a_spreadsheet_fill_the_grid_and_store_nothing_yet(annas: Client, company: Company) -> None:
    copied = (
        'Virksomhed\tForm\tDag\tEmne\tNotat\r\nNordvest\tTelefon\ti dag\t\t"To\r\nlinjer"\r\n\t\t\t\t\r\n'
    )
    page = annas.post(reverse("register-many"), {"act": "paste", "pasted": copied}).content.decode()
    assert 'value="Nordvest"' in page
    assert 'value="To linjer"' in page
    assert 'value="Virksomhed"' not in page
    assert not Interaction.objects.exists()


def test_another_who_put_the_contact_on_a_case_is_named_and_not_overruled_by_who_never_saw_it(
    annas: Client, anna: User, company: Company, hub: Organisation, make_user: MakeUser
) -> None:
    row = held(anna, company, hub)
    leader = make_user("leder@example.dk", hub, Role.UNIT_LEADER)
    case = actions.open_case(
        by=leader, subject=company, organisation=hub, level=Level.SPECIALISED, started=today(), shielded=True,
        adviser=anna,
    )  # fmt: skip
    mine = corrected(row, note="Mit notat", case="")
    actions.edit_interaction(
        by=leader, interaction=Interaction.objects.get(), version=row.version, on=row.on,
        kind=InteractionKind.CALL, note=row.note, case=case,
    )  # fmt: skip
    told = annas.post(reverse("edit-contact", args=[row.pk]), mine)
    assert told.status_code == 409
    assert "Forløb" in text(told)
    assert f'<option value="{case.pk}" selected' in told.content.decode()
    row.refresh_from_db()
    # Chosen by oneself against the other's, it is what one means.
    annas.post(reverse("edit-contact", args=[row.pk]), mine | {"version": row.version, "case": str(case.pk)})
    row.refresh_from_db()
    assert (row.case, row.note, row.approach) == (case, "Mit notat", None)


@pytest.mark.parametrize("key", ["²", "٣", "9" * 30, "-1", "x"])
def test_a_key_that_is_no_number_is_told_of(annas: Client, key: str) -> None:
    answer = annas.post(
        reverse("call-back"), {"caller": "Mette", "phone": "97 00 00 00", "assignee": key, "due": "i dag"}
    )
    assert "Vælg en, der arbejder her." in text(answer)


def test_a_cpr_number_is_told_of_at_the_field_that_it_stands_in(annas: Client) -> None:
    answer = annas.post(
        reverse("call-back"), {"caller": "Mette", "phone": "010190-1234", "text": "Eksport", "due": "i dag"}
    )
    assert re.search(r'id="phone-error".*CPR-nummer', answer.content.decode())
    assert 'id="text-error"' not in answer.content.decode()
