"""The pages of referrals: the form, the preview, the steps, the list, and the answer by link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance.models import Interaction
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Access
from samspil.platform.messages.models import Message
from samspil.referrals import actions, links
from samspil.referrals.actions import Receiver
from samspil.referrals.models import Referral
from tests.web.reading import links as addresses
from tests.web.reading import table, text

DAY = dt.date(2022, 9, 14)
FULL = {
    "opfoelgning": "ja",
    "topics": ["internationalisation"],
    "need": "Skal eksportere til Tyskland",
    "tried": "Vi har talt med dem",
    "contact_name": "Karen Smed",
    "contact_email": "karen@nordvest.example",
    "choice_reason": "De har eksportkonsulenter",
    "basis": "consent",
    "consent_by": "Karen Smed",
    "consent_on": "14-09-2022",
    "consent_how": "call",
}


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", DAY.isoformat())


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
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=place)


@pytest.fixture
def sender(make_user: Callable[..., User], lemvig: Organisation) -> User:
    return make_user("lis@example.dk", lemvig)


@pytest.fixture
def receiver(make_user: Callable[..., User], hub: Organisation) -> User:
    return make_user("hans@example.dk", hub)


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def sent(sender: User, lemvig: Organisation, company: Company, *to: Receiver) -> Referral:
    """A referral that was sent, as the form would have made it."""
    texts = {name: FULL[name] for name in FULL if name not in {"opfoelgning", "topics", "consent_on"}}
    drafted = actions.draft(
        by=sender, subject=company, organisation=lemvig, receivers=to, on=DAY,
        texts={**texts, "consent_on": DAY}, topics=["internationalisation"],
    )  # fmt: skip
    return actions.send(by=sender, referral=drafted[0], on=DAY)[0]


def post(client: Client, row: Referral, **data: Any) -> Any:
    return client.post(reverse("referral", args=[row.pk]), data)


@pytest.mark.requirement("B82", "B27", "B97")
def test_one_tick_notes_a_referral_and_tells_nobody(
    sender: User, company: Company, lemvig: Organisation
) -> None:
    water = create_organisation(by=None, code="vand", name="Lemvig Vand", kind=OrganisationKind.UTILITY)
    jobs = create_organisation(by=None, code="job", name="Jobcenter Lemvig", kind=OrganisationKind.JOB_CENTRE)
    answer = enter(sender).post(
        reverse("refer", args=[company.pk]),
        {"opfoelgning": "nej", "dag": "13-09-2022", "modtager": [water.pk, jobs.pk], "act": "save"},
    )
    assert answer.status_code == 302
    rows = Referral.objects.order_by("receiver__sort_key")
    assert [(row.receiver_shown, row.receiver_kind, row.state, row.on) for row in rows] == [
        ("Jobcenter Lemvig", "job_centre", "ticked", dt.date(2022, 9, 13)),
        ("Lemvig Vand", "other", "ticked", dt.date(2022, 9, 13)),
    ]
    assert not Message.objects.exists()


@pytest.mark.requirement("B82")
def test_a_call_and_its_tick_are_registered_in_one_form_or_not_at_all(
    sender: User, company: Company, lemvig: Organisation
) -> None:
    call = {"who": "known", "subject": company.pk, "kind": "call", "on": "14-09-2022", "draft": "a" * 32}
    call |= {"henvist_til": "fund", "henvist_navn": "Vækstfonden 010190-1234", "topics": ["capital"]}
    client = enter(sender)
    assert "CPR" in text(client.post(reverse("register"), call))
    assert not Interaction.objects.exists()
    assert client.post(reverse("register"), call | {"henvist_navn": "Vækstfonden"}).status_code == 302
    tick = Referral.objects.get()
    assert (tick.receiver_kind, tick.receiver_name, tick.topics) == ("fund", "Vækstfonden", "capital")
    assert (tick.state, tick.on, tick.organisation) == ("ticked", DAY, lemvig)
    # Sent twice after a lost connection: stored once, the tick too.
    client.post(reverse("register"), call | {"henvist_navn": "Vækstfonden"})
    assert (Interaction.objects.count(), Referral.objects.count()) == (1, 1)


def test_a_tick_needs_a_receiver_and_a_day_that_has_come(sender: User, company: Company) -> None:
    client, address = enter(sender), reverse("refer", args=[company.pk])
    answer = client.post(address, {"opfoelgning": "nej", "dag": "13-09-2022"})
    assert answer.status_code == 422
    assert "hvem der er henvist til" in text(answer)
    answer = client.post(address, {"opfoelgning": "nej", "dag": "13-09-2099", "andet_slags": "fund"})
    assert "Dagen er ikke kommet endnu" in text(answer)
    assert 'value="13-09-2099"' in answer.content.decode()
    assert not Referral.objects.exists()


@pytest.mark.requirement("A9", "B5", "B23")
def test_the_directory_is_shown_by_kind_and_in_alphabetical_order_and_says_so(
    sender: User, company: Company, hub: Organisation
) -> None:
    for name, kind in (
        ("Åben Rådgivning", OrganisationKind.PRIVATE_ADVISER),
        ("Agro Rådgivning", OrganisationKind.PRIVATE_ADVISER),
        ("EIFO", OrganisationKind.STATE_SCHEME),
    ):
        create_organisation(by=None, code=name[:2].lower().replace("å", "aa"), name=name, kind=kind)
    client = enter(sender)
    shown = text(client.get(reverse("refer", args=[company.pk])))
    assert "uvildig" in shown
    # Those who serve the company's own municipality first, as a group that says so; then kind by kind.
    heading = "Erhvervshus og lokal erhvervsservice i Lemvig"
    places = [shown.index(name) for name in (heading, "Erhvervshus Midtjylland", "Agro", "Åben", "EIFO")]
    assert places == sorted(places)
    part = client.get(reverse("referral-receivers", args=[company.pk]), {"slags": "private_adviser"})
    assert "EIFO" not in part.content.decode()
    assert "Agro Rådgivning" in part.content.decode()


@pytest.mark.requirement("A9")
def test_the_own_organisation_is_never_offered_and_thirty_others_need_no_search(
    sender: User, company: Company, lemvig: Organisation
) -> None:
    for number in range(30):
        kind = OrganisationKind.PRIVATE_ADVISER if number % 2 else OrganisationKind.CLUSTER
        create_organisation(by=None, code=f"n{number}", name=f"Nabo {number:02}", kind=kind)
    client, address = enter(sender), reverse("refer", args=[company.pk])
    asked = {"kommune": "", "modtager": str(lemvig.pk), "organisation": str(lemvig.pk)}
    for page in (
        client.get(address),
        client.get(reverse("referral-receivers", args=[company.pk]), asked),
        client.post(address, {"act": "find", **asked}),
    ):
        listed = page.content.decode()
        listed = listed[listed.index('id="modtagere-liste"') :]
        assert f'id="modtager-{lemvig.pk}"' not in listed
        assert all(f"Nabo {number:02}" in listed for number in range(30))
        assert "Der er flere end" not in listed


@pytest.mark.requirement("B94")
def test_the_sender_sees_what_the_receiver_sees_before_anything_is_sent(
    sender: User, receiver: User, company: Company, hub: Organisation
) -> None:
    client = enter(sender)
    answer = client.post(reverse("refer", args=[company.pk]), {**FULL, "modtager": hub.pk})
    row = Referral.objects.get()
    assert answer.headers["Location"] == reverse("referral", args=[row.pk])
    page = text(client.get(answer.headers["Location"]))
    assert "intet er sendt endnu" in page
    assert "Skal eksportere til Tyskland" in page
    assert not Message.objects.exists()
    # Back to the form with all that was written, and one receiver more.
    again = client.get(reverse("refer", args=[company.pk]) + f"?kladde={row.pk}").content.decode()
    assert "Skal eksportere til Tyskland" in again
    client.post(
        reverse("refer", args=[company.pk]),
        {
            **FULL,
            "modtager": hub.pk,
            "andet_navn": "Fjord",
            "andet_email": "p@fjord.example",
            "kladde": row.pk,
        },
    )
    drafts = Referral.objects.filter(state="draft").order_by("pk")
    assert drafts.count() == 2
    post(client, drafts[0], step="send")
    assert set(Referral.objects.values_list("state", flat=True)) == {"sent", "withdrawn"}


def test_what_is_missing_is_said_and_nothing_that_was_typed_is_lost(
    sender: User, company: Company, hub: Organisation
) -> None:
    given = {**FULL, "modtager": hub.pk, "consent_by": "", "choice_reason": "", "consent_on": "i går"}
    answer = enter(sender).post(reverse("refer", args=[company.pk]), given)
    assert answer.status_code == 422
    assert "Skriv en dag" in text(answer)
    answer = enter(sender).post(reverse("refer", args=[company.pk]), given | {"consent_on": "14-09-2022"})
    assert "Skriv, hvem i virksomheden der sagde ja." in text(answer)
    assert "Skal eksportere til Tyskland" in answer.content.decode()
    assert f'value="{hub.pk}" checked' in answer.content.decode()


@pytest.mark.requirement("B94", "A18")
def test_a_referral_is_seen_taken_over_contacted_and_ended_and_its_sender_reads_each_step(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation
) -> None:
    row = sent(sender, lemvig, company, Receiver(hub))
    theirs, ours = enter(receiver), enter(sender)
    assert "Venter på os 1" in text(theirs.get(reverse("referrals")))
    page = theirs.get(reverse("referral", args=[row.pk]))
    assert "De har eksportkonsulenter" not in text(page), "why they were chosen is the sender's own"
    row.refresh_from_db()
    assert row.state == "seen"
    post(theirs, row, step="accept", version=row.version)
    row.refresh_from_db()
    assert reverse("open-case", args=[company.pk]) + f"?henvisning={row.pk}" in addresses(
        theirs.get(reverse("referral", args=[row.pk]))
    )
    refused = post(theirs, row, step="contact", on="14-09-2022", note="Talte sammen")
    assert refused.status_code == 422
    assert "Talte sammen" in refused.content.decode()
    post(theirs, row, step="contact", contact="call", on="14-09-2022", note="Talte sammen")
    assert Interaction.objects.get().organisation == hub
    post(theirs, row, step="help", on="14-09-2022", note="Har fået en plan")
    shown = text(ours.get(reverse("referral", args=[row.pk])))
    assert "Hjælp givet" in shown
    assert "Har fået en plan" in shown
    assert Message.objects.filter(user=sender).count() == 3


def test_the_second_of_two_advisers_is_told_that_the_first_has_answered(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation
) -> None:
    row = sent(sender, lemvig, company, Receiver(hub))
    client = enter(receiver)
    client.get(reverse("referral", args=[row.pk]))
    answer = post(client, row, step="return", note="Ikke os", version=1)
    assert answer.status_code == 422
    assert "En anden har ændret henvisningen imens" in text(answer)
    assert "Ikke os" in answer.content.decode()


def test_a_declined_referral_suggests_others_and_a_letter(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation
) -> None:
    eifo = create_organisation(by=None, code="eifo", name="EIFO", kind=OrganisationKind.STATE_SCHEME)
    row = sent(sender, lemvig, company, Receiver(hub))
    post(enter(receiver), row, step="return", note="Vi tager ikke eksport")
    client = enter(sender)
    page = client.get(reverse("referral", args=[row.pk]))
    assert "Hvem kan så hjælpe?" in text(page)
    again = f"{reverse('refer', args=[company.pk])}?igen={row.pk}&modtager={eifo.pk}"
    assert again in addresses(page)
    form = client.get(again).content.decode()
    assert "Skal eksportere til Tyskland" in form
    assert "De har eksportkonsulenter" not in form
    post(client, row, step="tell_company", body="Hej Karen, vi leder videre.")
    assert Message.objects.get(address="karen@nordvest.example").body == "Hej Karen, vi leder videre."


def test_others_learn_nothing_of_a_referral(
    sender: User,
    receiver: User,
    company: Company,
    lemvig: Organisation,
    hub: Organisation,
    make_user: Callable[..., User],
) -> None:
    row = sent(sender, lemvig, company, Receiver(hub))
    elsewhere = create_organisation(
        by=None, code="skive", name="Business Skive", kind=OrganisationKind.LOCAL_SERVICE
    )
    for who in (
        make_user("skive@example.dk", elsewhere),
        make_user("sek@example.dk", hub, Role.SECRETARIAT),
        make_user("adm@example.dk", lemvig, Role.ADMINISTRATOR),
    ):
        assert enter(who).get(reverse("referral", args=[row.pk])).status_code == 404
        assert post(enter(who), row, step="accept").status_code == 404
    helper = make_user("stud@example.dk", hub, Role.STUDENT_HELPER)
    assert "Overtag henvisningen" not in text(enter(helper).get(reverse("referral", args=[row.pk])))
    assert post(enter(helper), row, step="accept").status_code == 403
    assert enter(sender).post(reverse("referral", args=[row.pk]), {"step": "slet"}).status_code == 403


def test_every_opening_is_in_the_access_log(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation
) -> None:
    row = sent(sender, lemvig, company, Receiver(hub))
    client = enter(sender)
    client.get(reverse("referral", args=[row.pk]))
    client.get(reverse("referrals"))
    seen = Access.objects.filter(by=sender, kind="referrals.Referral", key=str(row.pk))
    assert [each.place for each in seen.order_by("pk")] == ["referrals.referral", "referrals.list"]


def test_the_list_says_how_late_an_answer_is_and_filters_sorts_and_turns_pages(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    sent(sender, lemvig, company, Receiver(hub))
    rows = table(enter(receiver).get(reverse("referrals")), "henvisninger")
    assert rows[0][:4] == ["Nordvest Smedeværk A/S", "Business Lemvig", "Sendt", "svar senest 19. sep."]
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-21")
    client = enter(receiver)
    assert "2 dage over fristen" in text(client.get(reverse("referrals")))
    assert "Ingen rækker passer" in text(client.get(reverse("referrals") + "?fane=ind&status=accepted"))
    assert table(client.get(reverse("referrals") + "?fane=ind&q=smede"), "henvisninger")
    assert table(client.get(reverse("referrals") + "?fane=ind&sort=-navn"), "henvisninger")
    assert client.get(reverse("referrals") + "?fane=ind&side=9").status_code == 302
    assert "1" in text(enter(sender).get(reverse("referrals") + "?fane=ud"))


def test_what_is_overdue_stands_first_and_what_has_no_deadline_last(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first = sent(sender, lemvig, company, Receiver(hub))
    other = create_organisation(by=None, code="fond", name="Fonden", kind=OrganisationKind.FUND)
    other.email = "post@fond.example"
    other.save()
    taken = sent(sender, lemvig, company, Receiver(other))
    Referral.objects.filter(pk=taken.pk).update(state="accepted", answer_by=dt.date(2022, 9, 1))
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-21")
    for sort in ("frist", "-frist"):
        page = enter(sender).get(reverse("referrals") + f"?fane=ud&sort={sort}")
        rows = table(page, "henvisninger")
        assert [row[1] for row in rows] == [first.receiver_shown, "Fonden"]
        assert rows[0][3] == "2 dage over fristen"


def test_an_outside_receiver_answers_by_link_and_looking_changes_nothing(
    sender: User, company: Company, lemvig: Organisation, client: Client
) -> None:
    row = sent(sender, lemvig, company, Receiver(name="Fjord Rådgivning", email="p@fjord.example"))
    address = links.address(row)
    page = client.get(address)
    assert "Business Lemvig beder dig hjælpe en virksomhed" in text(page)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page.headers["Cache-Control"]
    assert "noindex" in page.headers["X-Robots-Tag"]
    row.refresh_from_db()
    assert row.state == "sent"
    answer = client.post(address, {"step": "accept"})
    row.refresh_from_db()
    assert (row.state, answer.headers["Location"]) == ("accepted", links.address(row))
    used = client.post(address, {"step": "return", "note": "Alligevel ikke"})
    assert used.status_code == 410
    assert "Linket er brugt" in text(used)
    assert "Tyskland" not in text(used)
    next_page = client.get(answer.headers["Location"])
    assert "Dit svar er gemt" in text(next_page)
    client.post(answer.headers["Location"], {"step": "return", "note": "Vi kan alligevel ikke"})
    row.refresh_from_db()
    done = client.get(links.address(row))
    assert "Du skal ikke gøre mere" in text(done)
    assert "Tyskland" not in text(done)
    assert client.get(reverse("referral-answer", args=["1.x:y"])).status_code == 404


@pytest.mark.requirement("A22")
def test_figures_stand_with_what_they_are_a_share_of_and_are_no_goal(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation
) -> None:
    row = sent(sender, lemvig, company, Receiver(hub))
    client = enter(receiver)
    post(client, row, step="accept")
    shown = enter(sender).get(reverse("referral-figures"))
    assert table(shown, "sendt")[0][:5] == ["Business Lemvig", "1", "1", "1", "1 (100 pct.)"]
    assert "mål 4 måles i brugerevalueringen" in text(shown)
    assert table(client.get(reverse("referral-figures")), "modtaget")[0][:4] == [
        "Erhvervshus Midtjylland", "1", "1 (100 pct.)", "1 (100 pct.)",
    ]  # fmt: skip


def test_a_leader_sets_the_clock_and_others_read_it(
    receiver: User, hub: Organisation, make_user: Callable[..., User]
) -> None:
    leader, address = make_user("leder@example.dk", hub, Role.UNIT_LEADER), reverse("referral-clocks")
    client = enter(leader)
    given = {"days": "2, 10", "chasing": "1", "closed": ["12-24"], "version": 1}
    assert client.post(address, given).status_code == 302
    assert "16. september 2022" in text(client.get(address))
    assert client.post(address, given | {"days": "ti"}).status_code == 422
    assert client.post(address, given | {"version": 1}).status_code in {302, 422}
    client.post(address, {"act": "pause", "first": "15-09-2022", "last": "16-09-2022", "why": "Seminar"})
    assert "20. september 2022" in text(client.get(address))
    assert "Enhedens leder sætter fristerne" in text(enter(receiver).get(address))
    assert enter(receiver).post(address, given).status_code == 403


def test_the_pages_ask_few_questions_however_many_referrals_there_are(
    sender: User, receiver: User, company: Company, lemvig: Organisation, hub: Organisation
) -> None:
    row = sent(sender, lemvig, company, Receiver(hub))
    Referral.objects.bulk_create(
        Referral(subject=company, organisation=lemvig, on=DAY, receiver_kind="fund", adviser=sender)
        for _ in range(120)
    )
    client = enter(sender)
    for address in (
        reverse("referrals"),
        reverse("referrals") + "?fane=afsluttede",
        reverse("referral", args=[row.pk]),
        reverse("referral-figures"),
        reverse("referral-clocks"),
        reverse("refer", args=[company.pk]),
    ):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        marks = ("SAVEPOINT", "RELEASE")
        queries = [each["sql"] for each in asked.captured_queries if not each["sql"].startswith(marks)]
        assert len(queries) <= 12, (address, len(queries), [q[-200:] for q in queries])
