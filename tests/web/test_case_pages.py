"""The pages of cases: what they ask, what they refuse and in which words, and who may do what."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance import actions
from samspil.guidance.kinds import InteractionKind, Level, Segment, TaskKind
from samspil.guidance.models import GuidanceCase, IdleRule, Interaction, Lead
from samspil.organisations.actions import create_organisation, grant, open_office
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Access
from samspil.platform.documents.models import Document
from samspil.platform.documents.queries import content_of, documents_of
from samspil.platform.messages.models import Message
from tests.web.reading import links, table, text

DAY = dt.date(2022, 9, 30)
STARTED = dt.date(2022, 9, 1)


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", DAY.isoformat())
    settings.MEDIA_ROOT = tmp_path / "documents"


@pytest.fixture
def company(municipalities: dict[str, Municipality]) -> Company:
    return register_company(
        by=None,
        name="Nordvest Smedeværk A/S",
        cvr_number="40084606",
        municipality=municipalities["0665"],
        founded=dt.date(2021, 5, 1),
    )


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def case(anna: User, company: Company, hub: Organisation) -> GuidanceCase:
    return actions.open_case(
        by=anna, subject=company, organisation=hub, level=Level.SPECIALISED, started=STARTED, topics=["green"]
    )


@pytest.fixture
def browser_of(client: Client) -> Callable[[User], Client]:
    def enter(user: User) -> Client:
        other = Client()
        other.force_login(user)
        return other

    return enter


Browsing = Callable[[User], Client]


def form(anna: User, **changes: str | list[str]) -> dict[str, Any]:
    usual = {"level": "specialised", "started": "30-09-2022", "adviser": str(anna.pk), "target_group": "smv"}
    return {**usual, **changes}


@pytest.mark.requirement("A12", "A36", "B6", "B15", "B16", "B84")
def test_a_case_opens_prefilled_and_goes_to_its_page(
    anna: User, company: Company, hub: Organisation, browser_of: Browsing,
    municipalities: dict[str, Municipality],
) -> None:  # fmt: skip
    office = open_office(by=None, organisation=hub, name="Herning", municipality=municipalities["0657"])
    client, address = browser_of(anna), reverse("open-case", args=[company.pk])
    page = client.get(address)
    assert 'value="0665" selected' in page.content.decode()
    # One year and a half old: an entrepreneur by the standard's rule, which the adviser may change.
    assert 'value="ivaerksaetter" selected' in page.content.decode()
    answer = client.post(
        address,
        form(anna, topics=["green", "capital"], programmes=["react-eu-green"], segment="growth", shielded="1",
             meeting_municipality="0661", office=str(office.pk), service="specialised"),
    )  # fmt: skip
    case = GuidanceCase.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[case.pk])
    assert (case.topics, case.programmes, case.target_group) == ("capital;green", "react-eu-green", "smv")
    assert (case.segment, case.segment_by, case.segment_on) == (Segment.GROWTH, anna, DAY)
    assert (case.shielded, case.meeting_municipality_id, case.started) == (True, "0661", DAY)
    assert (case.office, case.service, case.level) == (office, "specialised", Level.SPECIALISED)


@pytest.mark.requirement("B18", "A14")
def test_another_level_than_the_usual_takes_a_reason_and_nothing_more(
    anna: User, company: Company, browser_of: Browsing
) -> None:
    client, address = browser_of(anna), reverse("open-case", args=[company.pk])
    refused = client.post(address, form(anna, level="basic"))
    assert refused.status_code == 422
    assert "Det hører normalt til i den lokale erhvervsservice" in text(refused)
    assert "Skriv kort, hvorfor I gør det alligevel." in text(refused)
    client.post(address, form(anna, level="basic", level_reason="Kommunen er på ferie"))
    case = GuidanceCase.objects.get()
    assert (case.level, case.level_reason) == (Level.BASIC, "Kommunen er på ferie")
    assert "Kommunen er på ferie" in text(client.get(reverse("case", args=[case.pk])))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"started": "01-10-2022"}, "fremtiden"),
        ({"started": "i går"}, "Skriv en dag"),
        ({"level": ""}, "Vælg et niveau"),
        ({"adviser": "99999"}, "gyldig"),
        ({"level": "basic", "level_reason": "010190-1234"}, "CPR-nummer"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(
    anna: User, company: Company, browser_of: Browsing, changes: dict[str, str], words: str
) -> None:
    answer = browser_of(anna).post(
        reverse("open-case", args=[company.pk]), form(anna, topics=["green"], **changes)
    )
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'value="green" checked' in answer.content.decode()
    assert not GuidanceCase.objects.exists()


def test_a_student_helper_opens_cases_and_neither_judges_nor_shields(
    company: Company, hub: Organisation, make_user: Callable[..., User], browser_of: Browsing
) -> None:
    student = make_user("stud@example.dk", hub, Role.STUDENT_HELPER)
    client, address = browser_of(student), reverse("open-case", args=[company.pk])
    assert "Skærm forløbet" not in text(client.get(address))
    client.post(address, form(student, segment="growth", shielded="1"))
    case = GuidanceCase.objects.get()
    assert (case.segment, case.shielded) == ("", False)
    for step in ("segment", "skaerm"):
        answer = client.post(reverse("case-step", args=[case.pk, step]), {"segment": "growth"})
        assert answer.status_code == 403


def test_opening_a_case_is_in_the_access_log(case: GuidanceCase, anna: User, browser_of: Browsing) -> None:
    browser_of(anna).get(reverse("case", args=[case.pk]))
    line = Access.objects.get(place="cases.case")
    assert (line.by, line.kind, line.key) == (anna, "guidance.GuidanceCase", str(case.pk))


@pytest.mark.requirement("A18")
def test_the_page_shows_who_the_companys_way_in_is(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    client = browser_of(anna)
    assert "Ingen har meldt sig" in text(client.get(reverse("case", args=[case.pk])))
    client.post(reverse("case-step", args=[case.pk, "indgang"]))
    assert Lead.objects.get().adviser == anna
    assert "Anna, Erhvervshus Midtjylland" in text(client.get(reverse("case", args=[case.pk])))


@pytest.mark.requirement("B80")
def test_one_click_judges_the_segment_and_makes_a_growth_course_of_it(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    client, address = browser_of(anna), reverse("case", args=[case.pk])
    assert "Vækstforløb" not in text(client.get(address))
    client.post(reverse("case-step", args=[case.pk, "segment"]), {"segment": "growth"})
    page = text(client.get(address))
    assert "Vækstforløb" in page
    assert "vurderet af Anna" in page
    client.post(reverse("case-step", args=[case.pk, "segment"]), {"segment": "enorm"})
    case.refresh_from_db()
    assert case.segment == Segment.GROWTH


def test_the_second_editor_sees_what_the_first_changed_and_keeps_what_was_typed(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    client, address = browser_of(anna), reverse("case-edit", args=[case.pk])
    seen = case.version
    actions.edit_case(by=anna, case=case, version=seen, target_group="stor")
    typed = form(anna, version=str(seen), topics=["crisis"], started="02-09-2022")
    told = client.post(address, typed)
    assert told.status_code == 409
    assert "har rettet imens" in text(told)
    assert "stor" in text(told)
    assert 'value="crisis" checked' in told.content.decode()
    assert 'value="02-09-2022"' in told.content.decode()
    answer = client.post(address, {**typed, "version": str(case.version)})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.topics, case.started, case.target_group) == ("crisis", dt.date(2022, 9, 2), "smv")


@pytest.mark.requirement("B71")
def test_closing_suggests_the_day_of_the_last_contact_and_asks_of_the_evaluation(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    actions.register_interaction(
        by=anna, subject=case.subject, organisation=case.organisation, case=case, on=dt.date(2022, 9, 20),
        kind=InteractionKind.MEETING,
    )  # fmt: skip
    client, address = browser_of(anna), reverse("case-close", args=[case.pk])
    assert 'value="20-09-2022"' in client.get(address).content.decode()
    assert "Sig, om virksomheden er tilmeldt" in text(client.post(address, {"ended": "20-09-2022"}))
    refused = client.post(address, {"ended": "20-09-2022", "signed_up": "nej"})
    assert "Skriv kort, hvorfor virksomheden ikke er tilmeldt." in text(refused)
    future = client.post(address, {"ended": "01-10-2022", "signed_up": "ja"})
    assert "fremtiden" in text(future)
    answer = client.post(address, {"ended": "20-09-2022", "signed_up": "nej", "reason": "Vil ikke"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert (case.ended, case.signed_up, case.not_signed_up_reason) == (
        dt.date(2022, 9, 20),
        False,
        "Vil ikke",
    )
    client.post(reverse("case-step", args=[case.pk, "genaabn"]))
    case.refresh_from_db()
    assert (case.ended, case.reopened) == (None, DAY)


def test_a_case_is_handed_over_to_a_colleague_by_its_adviser_or_a_leader(
    case: GuidanceCase, hub: Organisation, make_user: Callable[..., User], browser_of: Browsing, anna: User
) -> None:
    bo, carl = make_user("bo@example.dk", hub), make_user("carl@example.dk", hub)
    address = reverse("case-hand-over", args=[case.pk])
    assert browser_of(bo).post(address, {"to": str(bo.pk)}).status_code == 404
    browser_of(anna).post(address, {"to": str(carl.pk), "why": "Orlov"})
    case.refresh_from_db()
    assert case.adviser == carl


# Pages of a case, and what may be posted to it.
PAGES = ("case", "case-edit", "case-close", "case-hand-over")
MAY = {
    Role.ADVISER: {"case", "case-edit", "case-close"},
    Role.STUDENT_HELPER: {"case", "case-edit", "case-close"},
    Role.UNIT_LEADER: set(PAGES),
    Role.DIRECTOR: set(PAGES),
    Role.EVALUATOR: {"case"},
}


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_its_work_needs(
    case: GuidanceCase, hub: Organisation, make_user: Callable[..., User], browser_of: Browsing, role: Role
) -> None:
    client = browser_of(make_user("en@example.dk", hub, role))
    found = {name for name in PAGES if client.get(reverse(name, args=[case.pk])).status_code == 200}
    assert found == MAY.get(role, set())


@pytest.fixture
def partner(db: None, make_user: Callable[..., User]) -> User:
    lemvig = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    return make_user("ida@example.dk", lemvig, Role.DIRECTOR)


@pytest.mark.requirement("B21")
def test_a_partner_meets_no_trace_of_a_case_nor_of_its_documents(
    case: GuidanceCase, anna: User, partner: User, browser_of: Browsing
) -> None:
    browser_of(anna).post(
        reverse("case-documents", args=[case.pk]), {"files": SimpleUploadedFile("plan.txt", b"Plan")}
    )
    document = Document.objects.get()
    client = browser_of(partner)
    assert "Nordvest" not in text(client.get(reverse("cases") + "?status=alle"))
    addresses = [reverse(name, args=[case.pk]) for name in PAGES]
    addresses += [reverse("document", args=[document.pk]), reverse("case-letter", args=[case.pk, "referat"])]
    assert {client.get(address).status_code for address in addresses} == {404}
    posts = [reverse("case-documents", args=[case.pk]), reverse("document-remove", args=[document.pk])]
    posts += [
        reverse("case-step", args=[case.pk, step]) for step in ("segment", "skaerm", "genaabn", "indgang")
    ]
    assert {client.post(address).status_code for address in posts} == {404}


def test_a_file_is_sent_to_be_kept_and_its_opening_is_logged(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    client = browser_of(anna)
    upload = SimpleUploadedFile("<script>.html", b"%PDF-1.7 x", content_type="text/html")
    answer = client.post(reverse("case-documents", args=[case.pk]), {"files": upload}, follow=True)
    assert "script.pdf er gemt." in text(answer)
    document = Document.objects.get()
    sent = client.get(reverse("document", args=[document.pk]))
    assert sent.headers["Content-Disposition"].startswith("attachment;")
    assert sent.headers["Content-Type"] == "application/pdf"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(sent.streaming_content) == b"%PDF-1.7 x"  # type: ignore[attr-defined]  # a stream
    assert Access.objects.get(place="documents.fetch").key == str(document.pk)
    page = client.post(reverse("document-remove", args=[document.pk]), follow=True)
    assert not documents_of(case).exists()
    assert "Læg tilbage script.pdf" in text(page)
    client.post(reverse("document-remove", args=[document.pk]), {"fortryd": "1"})
    assert documents_of(case).exists()


def test_a_bad_file_is_told_of_and_the_good_one_beside_it_is_kept(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    files = [SimpleUploadedFile("løn.txt", b"010190-1234"), SimpleUploadedFile("plan.txt", b"Plan")]
    answer = browser_of(anna).post(reverse("case-documents", args=[case.pk]), {"files": files}, follow=True)
    assert "løn.txt: Filens tekst, linje 1, tegn 1 ligner et CPR-nummer" in text(answer)
    assert [document.name for document in documents_of(case)] == ["plan.txt"]


def test_minutes_are_drafted_from_the_last_contact_and_kept_as_word(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    actions.register_interaction(
        by=anna, subject=case.subject, organisation=case.organisation, case=case, on=dt.date(2022, 9, 20),
        kind=InteractionKind.MEETING, topics=["capital"], note="Mangler egenkapital",
    )  # fmt: skip
    client, address = browser_of(anna), reverse("case-letter", args=[case.pk, "referat"])
    page = client.get(address).content.decode()
    assert "Referat af møde 20. september 2022" in page
    assert "Mangler egenkapital" in page
    client.post(
        address,
        {"title": "Referat", "droeftet": "Hal & <b>kran</b>\nBank", "links": "https://virksomhedsguiden.dk/"},
    )
    words = word_text(content_of(documents_of(case).get()))
    assert "Hal & <b>kran</b>" in words
    assert "Nordvest Smedeværk A/S · CVR 40084606" in words
    refused = client.post(address, {"title": "Referat", "aftalt": "Ejeren: 010190-1234"})
    assert refused.status_code == 422
    assert "Aftalt, linje 1" in text(refused)
    assert "Ejeren: 010190-1234" in text(refused), "what was typed is still there to be mended"


def word_text(content: bytes) -> str:
    import io

    from docx import Document as Word

    return "\n".join(paragraph.text for paragraph in Word(io.BytesIO(content)).paragraphs)


def test_a_letter_is_sent_kept_and_registered(case: GuidanceCase, anna: User, browser_of: Browsing) -> None:
    client, address = browser_of(anna), reverse("case-letter", args=[case.pk, "opfoelgning"])
    assert (
        "https://virksomhedsguiden.dk/content/temaer/groen_omstilling/"
        in client.get(address).content.decode()
    )
    refused = client.post(address, {"title": "Tak", "brev": "Kære Ida", "to": "ingen", "send": "1"})
    assert "Skriv en e-mailadresse" in text(refused)
    client.post(address, {"title": "Tak", "brev": "Kære Ida", "to": "ida@example.dk", "send": "1"})
    message = Message.objects.get()
    assert (message.address, message.subject) == ("ida@example.dk", "Tak")
    assert documents_of(case).count() == 1
    assert Interaction.objects.get().kind == InteractionKind.MAIL


def test_an_organisations_own_template_is_tried_before_it_is_used(
    case: GuidanceCase, hub: Organisation, anna: User, make_user: Callable[..., User], browser_of: Browsing
) -> None:
    client, address = (
        browser_of(make_user("leder@example.dk", hub, Role.UNIT_LEADER)),
        reverse("case-choices"),
    )
    assert browser_of(anna).get(address).status_code == 404
    posted = {"valg": "skabelon", "purpose": "minutes_template"}
    bad = SimpleUploadedFile("skabelon.docx", word_with("{{ title.__class__.__mro__ }}{{ no_such }}"))
    answer = client.post(address, {**posted, "file": bad})
    assert answer.status_code == 422
    assert "Skabelonen kan ikke udfyldes" in text(answer)
    good = SimpleUploadedFile("skabelon.docx", word_with("Vores: {{ title }}"))
    assert client.post(address, {**posted, "file": good}).status_code == 302
    browser_of(anna).post(
        reverse("case-letter", args=[case.pk, "referat"]), {"title": "Mødet", "droeftet": "x"}
    )
    assert word_text(content_of(documents_of(case).get())) == "Vores: Mødet"


def word_with(words: str) -> bytes:
    import io

    from docx import Document as Word

    document = Word()
    document.add_paragraph(words)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


@pytest.mark.requirement("B71")
def test_a_leader_chooses_the_rule_for_idle_cases(
    hub: Organisation, make_user: Callable[..., User], browser_of: Browsing
) -> None:
    client, address = (
        browser_of(make_user("leder@example.dk", hub, Role.UNIT_LEADER)),
        reverse("case-choices"),
    )
    assert "Reglen er slået fra." in text(client.get(address))
    refused = client.post(address, {"valg": "regel", "remind_after": "mange", "close_after": ""})
    assert refused.status_code == 422
    client.post(address, {"valg": "regel", "remind_after": "90", "close_after": "30"})
    rule = IdleRule.objects.get()
    assert (rule.organisation, rule.remind_after, rule.close_after) == (hub, 90, 30)


def test_the_list_narrows_by_what_the_address_says(
    case: GuidanceCase, anna: User, hub: Organisation, browser_of: Browsing, make_user: Callable[..., User]
) -> None:
    bo = make_user("bo@example.dk", hub)
    other = register_company(by=None, name="Engdal Bageri ApS")
    closed = actions.open_case(
        by=bo,
        subject=other,
        organisation=hub,
        level=Level.BASIC,
        started=STARTED,
        programmes=["react-eu-green"],
    )
    actions.judge_segment(by=bo, case=closed, segment=Segment.GROWTH, on=DAY)
    actions.close_case(by=bo, case=closed, on=DAY)
    client = browser_of(anna)

    def names(query: str) -> set[str]:
        answer = client.get(reverse("cases") + query)
        if "<tbody" not in answer.content.decode():
            return set()
        return {row[0] for row in table(answer, "forloeb")}

    nordvest, engdal = "Nordvest Smedeværk A/S", "Engdal Bageri ApS"
    assert names("") == {nordvest}
    assert names("?status=afsluttede") == {engdal}
    assert names("?status=alle") == {nordvest, engdal}
    assert names("?status=alle&konsulent=mig") == {nordvest}
    assert names(f"?status=alle&konsulent={bo.pk}") == {engdal}
    assert names("?status=alle&segment=mangler") == {nordvest}
    assert names("?status=alle&emne=green") == {nordvest}
    assert names("?status=alle&program=react-eu-green") == {engdal}
    assert names("?status=alle&kommune=0665") == {nordvest}
    assert names("?status=alle&niveau=basic") == {engdal}
    assert names("?uden=ja") == {nordvest}
    assert names("?status=alle&uspurgt=ja") == {engdal}
    assert names("?status=alle&q=engdal") == {engdal}
    assert names("?status=alle&q=400846") == {nordvest}
    assert names("?status=alle&konsulent=drop%20table&sort=-nonsens") == {nordvest, engdal}
    assert any("hent=xlsx" in link for link in links(client.get(reverse("cases"))))
    csv = client.get(reverse("cases") + "?status=alle&hent=csv")
    assert "Engdal Bageri ApS" in b"".join(csv.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a stream


def test_one_who_sits_in_two_places_opens_the_case_for_the_one_that_was_chosen(
    anna: User, company: Company, browser_of: Browsing
) -> None:
    second = create_organisation(
        by=None, code="business-struer", name="Business Struer", kind=OrganisationKind.LOCAL_SERVICE
    )
    grant(by=None, user=anna, organisation=second, role=Role.ADVISER)
    client, address = browser_of(anna), reverse("open-case", args=[company.pk])
    assert "Business Struer" in text(client.get(address))
    client.post(address, form(anna, level="basic", organisation=str(second.pk)))
    assert GuidanceCase.objects.get().organisation == second


def test_who_may_not_hand_a_case_over_does_not_give_it_away_in_an_edit(
    case: GuidanceCase, anna: User, hub: Organisation, make_user: Callable[..., User], browser_of: Browsing
) -> None:
    address = reverse("case-edit", args=[case.pk])
    for role in (Role.STUDENT_HELPER, Role.ADVISER):
        colleague = make_user(f"{role}@example.dk", hub, role)
        client = browser_of(colleague)
        assert 'name="adviser"' not in client.get(address).content.decode()
        case.refresh_from_db()
        answer = client.post(
            address, form(colleague, version=str(case.version), level_reason=role, started="01-09-2022")
        )
        assert answer.status_code == 302
        case.refresh_from_db()
        assert (case.adviser, case.level_reason) == (anna, role)
    leader = make_user("leder@example.dk", hub, Role.UNIT_LEADER)
    browser_of(leader).post(address, form(leader, version=str(case.version), started="01-09-2022"))
    case.refresh_from_db()
    assert case.adviser == leader


@pytest.mark.requirement("B71")
def test_an_end_before_the_last_contact_is_asked_about_once(
    case: GuidanceCase, anna: User, browser_of: Browsing
) -> None:
    actions.register_interaction(
        by=anna, subject=case.subject, organisation=case.organisation, case=case, on=dt.date(2022, 9, 20),
        kind=InteractionKind.MEETING,
    )  # fmt: skip
    client, address = browser_of(anna), reverse("case-close", args=[case.pk])
    assert 'name="anyway"' not in client.get(address).content.decode()
    given = {"ended": "10-09-2022", "signed_up": "ja"}
    asked = client.post(address, given)
    assert asked.status_code == 422
    assert "Der er en kontakt på forløbet den 20. september 2022" in text(asked)
    assert 'name="anyway"' in asked.content.decode()
    client.post(address, given | {"anyway": "1"})
    case.refresh_from_db()
    assert case.ended == dt.date(2022, 9, 10)


@pytest.mark.requirement("A16")
def test_a_case_opened_from_a_contact_goes_on_with_what_it_said(
    anna: User, company: Company, hub: Organisation, browser_of: Browsing
) -> None:
    held = actions.register_interaction(
        by=anna, subject=company, organisation=hub, on=dt.date(2022, 9, 26), kind=InteractionKind.CALL,
        topics=["capital"], note="Vil vokse",
        next_step=actions.NextStep(TaskKind.MEETING, dt.date(2022, 10, 5)),
    )  # fmt: skip
    client = browser_of(anna)
    address = reverse("open-case", args=[company.pk])
    page = client.get(f"{address}?kontakt={held.pk}").content.decode()
    assert 'value="26-09-2022"' in page
    assert re.search(r'value="capital"\s+checked', page)
    answer = client.post(address, form(anna, started="26-09-2022", topics=["capital"], kontakt=str(held.pk)))
    case = GuidanceCase.objects.get()
    held.refresh_from_db()
    assert (held.case, held.tasks.get().case) == (case, case)
    assert "Vil vokse" in text(client.get(answer.headers["Location"]))
    # A contact that is on a case already is left there.
    client.post(address, form(anna, topics=["capital"], kontakt=str(held.pk)))
    held.refresh_from_db()
    assert held.case == case
    referring = client.get(f"{reverse('refer', args=[company.pk])}?forloeb={case.pk}").content.decode()
    assert re.search(r'value="capital"\s+checked', referring)
