"""The thirty-second form: who, how, when, about what, what follows; all of it stored once, or told kindly."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samspil.companies.actions import add_contact_person, register_company
from samspil.companies.kinds import ApproachState
from samspil.companies.models import Approach, Company, ContactPerson, Subject
from samspil.guidance.actions import create_task, open_case
from samspil.guidance.kinds import Channel, InteractionKind, Level, TaskKind
from samspil.guidance.models import Enquiry, Interaction, Task
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Event
from samspil.platform.clock import today
from tests.web.reading import text

MakeUser = Callable[..., User]
HELD = {"kind": "call", "on": "i dag", "at": "10.42", "note": "Spurgte til eksport", "draft": "a" * 32}


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


def send(client: Client, **fields: Any) -> Any:
    return client.post(reverse("register"), HELD | fields)


@pytest.mark.requirement("A16", "A3")
def test_a_call_is_stored_with_the_fact_that_partners_see(
    annas: Client, anna: User, company: Company
) -> None:
    answer = send(annas, subject=company.pk, topics=["capital", "digital"])
    held = Interaction.objects.get()
    assert answer.headers["Location"] == f"/registrer/?gemt={held.pk}"
    assert (held.subject_id, held.adviser, held.on) == (company.pk, anna, today())
    assert (held.kind, held.at, held.topics) == (InteractionKind.CALL, dt.time(10, 42), "capital;digital")
    assert Approach.objects.get().state == ApproachState.HELD
    said = text(annas.get(answer.headers["Location"]))
    assert "Gemt: Telefon med Nordvest Smedeværk A/S" in said
    assert "Fortryd" in said


@pytest.mark.requirement("A16", "B8")
def test_a_founder_without_a_number_is_made_on_the_way(
    annas: Client, hub: Organisation, municipalities: dict[str, Municipality]
) -> None:
    send(
        annas,
        who="founder",
        founder_name="Mette Madsen",
        founder_municipality="0665",
        founder_phone="97820000",
    )
    founder = Subject.objects.get()
    assert (founder.kind, founder.name, founder.municipality_id) == ("founder", "Mette Madsen", "0665")
    assert founder.organisation == hub
    assert ContactPerson.objects.get(subject=founder).phone_key == "97820000"
    assert Interaction.objects.get().subject_id == founder.pk


@pytest.mark.requirement("A16")
def test_an_anonymous_enquiry_holds_municipality_topic_and_channel_and_nothing_else(
    annas: Client, municipalities: dict[str, Municipality], company: Company
) -> None:
    send(annas, who="anonymous", municipality="0665", topics=["capital"], kind="web", subject=company.pk)
    enquiry = Enquiry.objects.get()
    assert (enquiry.municipality_id, enquiry.topics, enquiry.channel) == ("0665", "capital", Channel.WEB)
    assert not Interaction.objects.exists()
    assert "Spurgte" not in str(list(Event.objects.values_list("changes", flat=True)))


def test_a_form_sent_twice_is_stored_once_and_makes_no_second_founder(annas: Client) -> None:
    first = send(annas, who="founder", founder_name="Mette Madsen", step="call_back", step_on="i morgen")
    again = send(annas, who="founder", founder_name="Mette Madsen", step="call_back", step_on="i morgen")
    assert first.headers["Location"] == again.headers["Location"]
    counted = (
        Subject.objects.count(),
        Interaction.objects.count(),
        Task.objects.count(),
        Approach.objects.count(),
    )
    assert counted == (1, 1, 1, 1)


@pytest.mark.requirement("B26")
def test_an_appointment_as_next_step_is_seen_coming_and_a_call_is_not(
    annas: Client, anna: User, company: Company
) -> None:
    day = today() + dt.timedelta(7)
    send(annas, subject=company.pk, step="visit", step_on=day.strftime("%d-%m-%Y"), step_at="9")
    send(annas, subject=company.pk, step="call_back", step_on="i morgen", draft="b" * 32)
    visit, call = Task.objects.order_by("-due")
    assert (visit.kind, visit.due, visit.at, visit.assignee) == (TaskKind.VISIT, day, dt.time(9), anna)
    assert visit.approach is not None
    assert visit.approach.state == ApproachState.PLANNED
    assert (call.kind, call.approach) == (TaskKind.CALL_BACK, None)


def test_what_leads_on_is_stored_first_and_leads_on(annas: Client, company: Company) -> None:
    case = send(annas, subject=company.pk, step="case").headers["Location"]
    refer = send(annas, subject=company.pk, step="refer", draft="b" * 32).headers["Location"]
    first, second = Interaction.objects.order_by("pk")
    assert case == f"/virksomheder/{company.pk}/opret-forloeb/?kontakt={first.pk}"
    assert refer == f"/virksomheder/{company.pk}/henvis/?kontakt={second.pk}"


def test_the_only_open_case_of_ones_own_is_offered_and_taken(
    annas: Client, anna: User, hub: Organisation, company: Company
) -> None:
    case = open_case(
        by=anna, subject=company, organisation=hub, level=Level.SPECIALISED, started=today() - dt.timedelta(9)
    )
    page = annas.get(f"{reverse('register')}?virksomhed={company.pk}").content.decode()
    assert f'<option value="{case.pk}" selected>' in page
    send(annas, subject=company.pk, case=case.pk)
    assert Interaction.objects.get().case == case


def test_a_person_at_the_company_is_chosen_or_made(
    annas: Client, anna: User, hub: Organisation, company: Company
) -> None:
    known = add_contact_person(by=anna, subject=company, organisation=hub, name="Ida Ibsen")
    send(annas, subject=company.pk, person=known.pk)
    send(
        annas,
        subject=company.pk,
        person="ny",
        person_name="Bo Bak",
        person_phone="97 82 00 01",
        draft="b" * 32,
    )
    assert [each.person.name for each in Interaction.objects.order_by("pk") if each.person] == [
        "Ida Ibsen",
        "Bo Bak",
    ]


@pytest.mark.requirement("A21")
def test_a_digital_service_that_was_conveyed_is_noted_and_only_of_the_national_platform(
    annas: Client, company: Company
) -> None:
    refused = send(annas, subject=company.pk, conveyed="https://example.dk/regnskab")
    assert "virksomhedsguiden.dk" in text(refused)
    send(annas, subject=company.pk, conveyed="virksomhedsguiden.dk/content/ydelser/startkit")
    assert Interaction.objects.get().conveyed == "https://virksomhedsguiden.dk/content/ydelser/startkit"


WRONG: list[tuple[dict[str, str], str]] = [
    ({"subject": ""}, "Vælg virksomheden eller iværksætteren fra listen."),
    ({"subject": "999999"}, "Søg den frem igen"),
    ({"on": "31-02-2022"}, "Skriv en dag"),
    ({"on": "i morgen"}, "Dagen er ikke kommet endnu"),
    ({"on": "01-01-0202"}, "Er årstallet rigtigt?"),
    ({"at": "25.00"}, "Skriv et klokkeslæt"),
    ({"note": "Hans nummer er 010190-1234"}, "CPR"),
    ({"note": "x" * 20_001}, "Der er plads til 20000 tegn her; du har skrevet 20001."),
    ({"topics": "havebrug"}, "findes ikke"),
    ({"who": "founder"}, "Skriv iværksætterens navn."),
    ({"who": "anonymous"}, "Vælg mindst et emne eller en kommune."),
    ({"step": "meeting"}, "Skriv, hvilken dag det næste skridt er."),
    ({"step": "meeting", "step_on": "i går"}, "Dagen er gået."),
    ({"person": "ny"}, "Skriv navnet på kontaktpersonen."),
    ({"kind": "web"}, "Vælg, hvordan kontakten var."),
    ({"kind": "fax"}, "fax"),
]


@pytest.mark.parametrize(("fields", "said"), WRONG)
def test_what_is_wrong_is_told_and_nothing_typed_is_lost(
    annas: Client, company: Company, fields: dict[str, str], said: str
) -> None:
    answer = send(annas, **({"subject": str(company.pk)} | fields))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in text(answer)
    assert (fields.get("note") or "Spurgte til eksport") in page
    assert f'value="{HELD["draft"]}"' in page
    assert not Interaction.objects.exists()
    assert not Subject.objects.exclude(pk=company.pk).exists()


def test_a_cpr_number_in_the_note_rolls_the_new_founder_back_too(annas: Client) -> None:
    send(annas, who="founder", founder_name="Mette Madsen", note="010190-1234")
    assert not Subject.objects.exists()


def test_without_a_script_one_searches_and_picks_and_keeps_what_one_wrote(
    annas: Client, company: Company
) -> None:
    found = annas.post(reverse("register"), HELD | {"act": "find", "q": "smede"})
    assert f'name="pick" value="{company.pk}"' in found.content.decode()
    picked = annas.post(reverse("register"), HELD | {"pick": company.pk})
    page = picked.content.decode()
    assert f'name="subject" value="{company.pk}"' in page
    assert "Spurgte til eksport" in page
    changed = annas.post(reverse("register"), HELD | {"act": "change", "subject": company.pk})
    assert 'name="q"' in changed.content.decode()


@pytest.mark.requirement("B26")
def test_whoever_else_is_in_contact_is_told_before_one_calls(
    annas: Client, anna: User, company: Company, make_user: MakeUser
) -> None:
    lemvig = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    create_task(
        by=make_user("bo@example.dk", lemvig), organisation=lemvig, kind=TaskKind.MEETING, subject=company,
        due=today() + dt.timedelta(3),
    )  # fmt: skip
    part = annas.get(f"{reverse('register-who')}?subject={company.pk}").content.decode()
    assert "Business Lemvig" in part


def test_a_task_is_settled_by_the_contact_that_answers_it(
    annas: Client, anna: User, hub: Organisation, company: Company
) -> None:
    task = create_task(
        by=anna, organisation=hub, kind=TaskKind.CALL_BACK, due=today(), subject=company, assignee=anna
    )
    page = annas.get(f"{reverse('register')}?opgave={task.pk}").content.decode()
    assert f'name="task" value="{task.pk}"' in page
    send(annas, subject=company.pk, task=task.pk)
    task.refresh_from_db()
    assert (task.done_on, task.done_by) == (today(), anna)


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_who_does_not_work_with_companies_does_not_find_the_form(
    role: Role, hub: Organisation, make_user: MakeUser, client: Client, company: Company
) -> None:
    client.force_login(make_user("eva@example.dk", hub, role))
    assert client.get(reverse("register")).status_code == 404
    assert send(client, subject=company.pk).status_code == 404
    assert not Interaction.objects.exists()


def test_one_registers_for_the_workplace_one_chooses(
    annas: Client, anna: User, hub: Organisation, company: Company
) -> None:
    lemvig = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    assert "Registreres for" not in text(annas.get(reverse("register")))
    organisations.grant(by=None, user=anna, organisation=lemvig, role=Role.ADVISER)
    assert "Registreres for" in text(annas.get(reverse("register")))
    send(annas, subject=company.pk, organisation=lemvig.pk)
    assert Interaction.objects.get().organisation == lemvig


def test_storing_a_contact_asks_at_most_fifteen_questions(annas: Client, company: Company) -> None:
    send(annas, subject=company.pk, draft="c" * 32)
    with CaptureQueriesContext(connection) as context:
        send(annas, subject=company.pk, topics=["capital"])
    asked = [
        each["sql"]
        for each in context.captured_queries
        if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))
    ]
    assert len(asked) <= 15, "\n".join(asked)


@pytest.mark.parametrize("key", ["²", "٣", "9" * 30, "-1", "x"])
def test_a_person_that_is_no_number_is_told_of(annas: Client, company: Company, key: str) -> None:
    answer = send(annas, subject=company.pk, person=key)
    assert "Kontaktpersonen findes ikke mere" in text(answer) or "Der er plads til" in text(answer)
    assert not Interaction.objects.exists()


def test_the_same_form_sent_by_another_on_a_shared_machine_can_be_sent_again(
    annas: Client, company: Company, make_user: MakeUser, client: Client
) -> None:
    send(annas, subject=company.pk)
    lemvig = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    client.force_login(make_user("bo@example.dk", lemvig))
    answer = send(client, subject=company.pk)
    assert "sendt før af en anden" in text(answer)
    draft = re.search(r'name="draft" value="([0-9a-f]+)"', answer.content.decode())
    assert draft is not None
    send(client, subject=company.pk, draft=draft[1])
    assert Interaction.objects.count() == 2


def test_a_task_is_settled_only_by_who_may_change_it_and_by_a_contact_that_fits(
    annas: Client, anna: User, company: Company, hub: Organisation, make_user: MakeUser, client: Client
) -> None:
    lemvig = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    # An adviser elsewhere, who only reads here.
    reads = make_user("bo@example.dk", lemvig)
    organisations.grant(by=None, user=reads, organisation=hub, role=Role.EVALUATOR)
    task = create_task(
        by=anna, organisation=hub, kind=TaskKind.CALL_BACK, due=today(), assignee=anna, subject=company
    )
    client.force_login(reads)
    send(client, subject=company.pk, task=task.pk)
    task.refresh_from_db()
    assert task.done_on is None
    other = register_company(by=None, name="Engdal Bageri ApS")
    answer = send(annas, subject=other.pk, task=task.pk, draft="b" * 32)
    task.refresh_from_db()
    assert task.done_on is None
    assert "Opgaven står stadig åben" in text(annas.get(answer.headers["Location"]))
    send(annas, subject=company.pk, task=task.pk, draft="c" * 32)
    task.refresh_from_db()
    assert task.done_on == today()
