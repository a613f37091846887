"""The day's page, its buttons, the list of what to mend, the leader's page, the mails and the operation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.models import Subject
from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import Task
from samspil.guidance.tasks import create_task
from samspil.organisations.actions import grant
from samspil.organisations.kinds import Role
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Access
from samspil.platform.jobs.actions import note_end, note_start, take
from samspil.platform.messages.actions import post
from samspil.platform.messages.kinds import State, known
from samspil.platform.messages.models import Message, Preference
from samspil.workday.models import Defect
from samspil.workday.sweeps import find_defects
from tests.web.conftest import Enter
from tests.web.reading import text, words
from tests.web.scored import Scored

FRIDAY = dt.date(2022, 9, 30)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", FRIDAY.isoformat())


@pytest.fixture
def adviser(enter_as: Enter) -> Client:
    return enter_as(Role.ADVISER)


def todo(hub: Organisation, **other: Any) -> Task:
    user = User.objects.get(email="adviser@example.dk")
    values: dict[str, Any] = {
        "by": user, "organisation": hub, "kind": TaskKind.NEXT_STEP, "due": FRIDAY, "assignee": user,
        "text": "Send regneark", **other,
    }  # fmt: skip
    return create_task(**values)


def deal(client: Client, task: Task, **data: str) -> Any:
    return client.post(reverse("task", args=[task.pk]), data, headers=HTMX)


def said(answer: Any) -> str:
    """The words of a part of a page."""
    return words(answer.content.decode())


def test_empty_columns_say_what_will_stand_there(adviser: Client) -> None:
    page = text(adviser.get("/min-dag/"))
    for said in ("Intet i dag", "Ingen venter på dig", "Alt tæller med", "fredag den 30. september 2022"):
        assert said in page


def test_a_task_is_done_with_one_click_and_taken_back_with_another(
    hub: Organisation, adviser: Client
) -> None:
    task = todo(hub)
    assert "Send regneark" in text(adviser.get("/min-dag/"))
    answer = deal(adviser, task, hvad="done")
    assert "Udført: Send regneark" in said(answer)
    assert "Fortryd" in said(answer)
    task.refresh_from_db()
    assert task.done_on == FRIDAY
    deal(adviser, task, hvad="undo")
    task.refresh_from_db()
    assert task.done_on is None


@pytest.mark.parametrize(
    ("what", "day", "due"),
    [
        ("tomorrow", "", dt.date(2022, 10, 3)),
        ("monday", "", dt.date(2022, 10, 3)),
        ("date", "14-10-2022", dt.date(2022, 10, 14)),
    ],
)
def test_a_task_is_put_off_and_put_back(
    hub: Organisation, adviser: Client, what: str, day: str, due: dt.date
) -> None:
    task = todo(hub, due=dt.date(2022, 9, 26), at=dt.time(13))
    assert "Udskudt til" in said(deal(adviser, task, hvad=what, dag=day))
    task.refresh_from_db()
    assert (task.due, task.at) == (due, dt.time(13))
    deal(adviser, task, hvad="undo", fra="2022-09-26")
    task.refresh_from_db()
    assert task.due == dt.date(2022, 9, 26)


@pytest.mark.parametrize("day", ["29-09-2022", "i overmorgen", ""])
def test_a_day_that_will_not_do_is_told_of_and_nothing_changes(
    hub: Organisation, adviser: Client, day: str
) -> None:
    task = todo(hub)
    answer = deal(adviser, task, hvad="date", dag=day)
    assert "Vælg en dag" in said(answer) or "Skriv en dag" in said(answer)
    task.refresh_from_db()
    assert task.due == FRIDAY


def test_without_a_script_the_page_comes_back_with_the_way_back(hub: Organisation, adviser: Client) -> None:
    task = todo(hub)
    answer = adviser.post(reverse("task", args=[task.pk]), {"hvad": "drop"}, follow=True)
    assert "Droppet: Send regneark" in text(answer)
    adviser.post(reverse("task", args=[task.pk]), {"hvad": "undo", "fra": "2022-09-30"})
    task.refresh_from_db()
    assert not task.dropped


def test_a_call_back_that_nobody_has_taken_is_taken_and_returned(hub: Organisation, adviser: Client) -> None:
    task = todo(hub, assignee=None, kind=TaskKind.CALL_BACK, caller="Jonna", phone="12 34 56 78")
    page = adviser.get("/min-dag/").content.decode()
    assert 'href="tel:12345678"' in page
    deal(adviser, task, hvad="take")
    task.refresh_from_db()
    assert task.assignee == User.objects.get(email="adviser@example.dk")
    deal(adviser, task, hvad="give_back")
    task.refresh_from_db()
    assert task.assignee is None


def test_done_twice_is_told_and_stays_done_once(hub: Organisation, adviser: Client) -> None:
    task = todo(hub)
    deal(adviser, task, hvad="done")
    assert deal(adviser, task, hvad="done").status_code == 200
    task.refresh_from_db()
    assert task.done_on == FRIDAY


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.EVALUATOR, Role.ADMINISTRATOR])
def test_who_works_with_no_companies_has_no_day(hub: Organisation, enter_as: Enter, role: Role) -> None:
    enter_as(Role.ADVISER)
    task, other = todo(hub), enter_as(role)
    for address in ("/min-dag/", "/ret-op/", "/leder/", "/konto/kalender/"):
        assert other.get(address).status_code == 404
    assert deal(other, task, hvad="done").status_code == 404


def test_an_adviser_is_no_leader_and_keeps_no_installation(adviser: Client, enter_as: Enter) -> None:
    assert adviser.get("/leder/").status_code == adviser.get("/drift/").status_code == 404
    assert enter_as(Role.UNIT_LEADER).get("/leder/").status_code == 200


def test_a_missing_segment_is_judged_on_the_spot_and_disappears(scored: Scored) -> None:
    find_defects(on=FRIDAY)
    client = Client()
    client.force_login(User.objects.get(email="signe@example.dk"))
    defect = Defect.objects.filter(reason="no_segment", case__shielded=False).first()
    assert defect is not None
    address = reverse("mend", args=[defect.pk])
    assert "Segment vurderet" in said(client.post(address, {"segment": "growth"}, headers=HTMX))
    assert client.post(address, {"segment": "growth"}).status_code == 404
    assert f'id="mangel-{defect.pk}"' not in client.get("/ret-op/?grund=no_segment").content.decode()


def test_a_municipality_is_written_by_its_name_and_a_wrong_one_is_told_of(scored: Scored) -> None:
    find_defects(on=FRIDAY)
    client = Client()
    client.force_login(User.objects.get(email="signe@example.dk"))
    defect = Defect.objects.filter(reason="no_municipality").first()
    assert defect is not None
    # The example's numbers are no CVR numbers, and what cannot be is refused whatever one edits.
    Subject.objects.filter(pk=defect.subject_id or 0).update(cvr_number="40084606")
    address = reverse("mend", args=[defect.pk])
    assert "Vælg en kommune" in said(client.post(address, {"kommune": "Langtbortistan"}, headers=HTMX))
    assert "Kommune skrevet" in said(client.post(address, {"kommune": "lemvig"}, headers=HTMX))
    assert defect.subject is not None
    defect.subject.refresh_from_db()
    assert defect.subject.municipality_id == "0665"


def test_a_leader_sees_everybodys_list_and_that_is_logged(scored: Scored, director: Client) -> None:
    find_defects(on=FRIDAY)
    page = director.get("/leder/")
    assert "Skal være rettet senest 31. december 2022" in text(page)
    assert "93 dage" in text(page)
    before = Access.objects.count()
    assert "rækker" in text(director.get("/ret-op/?konsulent=alle"))
    assert Access.objects.filter(place="workday.mending").count() > before
    signe = User.objects.get(email="signe@example.dk")
    assert director.get(reverse("leader-adviser", args=[signe.pk])).status_code == 200
    assert director.get(reverse("leader-adviser", args=[999_999])).status_code == 404


def test_ones_choice_of_mails_is_kept_and_a_time_that_is_none_is_told_of(adviser: Client) -> None:
    values = {f"slags-{kind.code}": "immediately" for kind in known()} | {
        "slags-referrals": "daily", "quiet_from": "17", "quiet_to": "8.30", "digest_at": "07:45",
        "urgent_always": "1",
    }  # fmt: skip
    assert adviser.post("/konto/beskeder/", values).status_code == 302
    kept = Preference.objects.get()
    assert (kept.quiet_from, kept.quiet_to, kept.digest_at) == (dt.time(17), dt.time(8, 30), dt.time(7, 45))
    assert kept.modes["referrals"] == "daily"
    assert (kept.urgent_always, kept.quiet_days_off) == (True, False)
    assert adviser.post("/konto/beskeder/", {**values, "quiet_to": "efter frokost"}).status_code == 422


def test_one_reads_the_fate_of_ones_own_mails_only(hub: Organisation, adviser: Client) -> None:
    user = User.objects.get(email="adviser@example.dk")
    post(to=user, subject="Til dig", body="x", kind="referrals", on=FRIDAY)
    post(to="andre@example.dk", subject="Til andre", body="x", kind="referrals", on=FRIDAY)
    page = text(adviser.get("/konto/beskeder/"))
    assert "Til dig" in page
    assert "Venter" in page
    assert "Til andre" not in page


def test_the_administrator_sees_whether_the_tick_lives_and_sends_again_what_was_given_up(
    hub: Organisation, enter_as: Enter
) -> None:
    administrator = enter_as(Role.ADMINISTRATOR)
    assert "Gennemgangen kører ikke" in text(administrator.get("/drift/"))
    now = dt.datetime.now(dt.UTC)
    take(name="tick", holder="here:1", now=now)
    note_start(name="referrals.chase_due", now=now)
    note_end(name="referrals.chase_due", now=now, error="ValueError: broken")
    message = post(to="kontakt@firma.example", subject="Fortroligt", body="x", kind="referrals", on=FRIDAY)
    Message.objects.update(state=State.GIVEN_UP, last_error="550 no such user")
    page = text(administrator.get("/drift/"))
    assert "Gennemgangen kører ikke" not in page
    for said in ("ValueError: broken", "kontakt@firma.example", "550 no such user"):
        assert said in page
    assert "Fortroligt" not in page
    assert administrator.post(reverse("send-again", args=[message.pk])).status_code == 302
    message.refresh_from_db()
    assert message.state == State.QUEUED


def test_the_calendars_address_is_shown_once(hub: Organisation, adviser: Client) -> None:
    page = adviser.post("/konto/kalender/", {"hvad": "make", "navne": "1"}).content.decode()
    assert "/kalender/" in page
    assert ".ics" in page
    assert ".ics" not in adviser.get("/konto/kalender/").content.decode()
    adviser.post("/konto/kalender/", {"hvad": "close"})
    assert "Lav en kalenderadresse" in text(adviser.get("/konto/kalender/"))


def test_one_appointment_can_be_fetched_by_who_reads_it(hub: Organisation, adviser: Client) -> None:
    task = todo(hub, at=dt.time(13), kind=TaskKind.MEETING)
    address = reverse("appointment", args=[task.pk])
    answer = adviser.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    stranger = Client()
    elsewhere = User.objects.create_user("bo@example.dk", None, name="Bo")
    stranger.force_login(elsewhere)
    assert stranger.get(address).status_code == 404


def test_who_leads_two_offices_chooses_between_them(hub: Organisation, enter_as: Enter) -> None:
    from samspil.organisations.actions import create_organisation
    from samspil.organisations.kinds import OrganisationKind

    leader = enter_as(Role.UNIT_LEADER)
    other = create_organisation(by=None, code="andre", name="Andre", kind=OrganisationKind.LOCAL_SERVICE)
    user = User.objects.get(email="unit_leader@example.dk")
    grant(by=None, user=user, organisation=other, role=Role.UNIT_LEADER)
    assert "Andre" in text(leader.get(f"/leder/?enhed={other.pk}"))
