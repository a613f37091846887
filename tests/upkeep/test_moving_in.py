"""A former system's history moves in: cases, contacts, referrals and events, with days, owners and facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from samspil.companies.models import Approach, ContactPerson, Subject
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.documents.actions import remove, store
from samspil.platform.imports import actions
from samspil.platform.imports.models import Import, ImportedRow
from samspil.platform.messages.actions import post
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.referrals.models import Referral
from samspil.upkeep.merge import merge
from samspil.upkeep.models import Likeness
from samspil.upkeep.queries import tallies_of
from tests.platform.imports_of import BAGER, SMED, TODAY, Mover, csv_file

COMPANIES = (
    ["Id", "Navn", "CVR", "Kommune"],
    ["C1", "Nordvest Smedeværk A/S", SMED, "Lemvig"],
    ["C2", "Åhuse Bageri ApS", BAGER, "Aarhus"],
    ["C3", "Mette Madsen", "", "Struer"],
)
CASES = (
    ["Sagsnr", "CVR", "Startdato", "Slutdato", "Ansvarlig", "Segment", "Fortroligt", "Niveau"],
    ["S1", SMED, "01-02-2021", "01-05-2021", "Signe", "Vækst", "", "Specialiseret"],
    ["S2", BAGER, "03-03-2022", "", "signe@example.dk", "", "ja", ""],
)
CONTACTS = (
    ["Aktivitet id", "Kundenr", "Forløb", "Dato", "Type", "Ejer", "Emner", "Notat"],
    ["A1", "C1", "S1", "05-02-2021", "Besøg", "Signe", "digital", "Så maskinerne\nog talte om eksport"],
    ["A2", "", "S2", "04-03-2022", "Telefonmøde", "Signe", "", "Fortroligt"],
    ["A3", "C3", "", "01-09-2022", "E-mail", "Bo der er rejst", "", ""],
    ["A4", "C1", "S2", "01-09-2022", "Møde", "", "", ""],
    ["A5", "C1", "", "01-10-2022", "Møde", "", "", ""],
)


@pytest.fixture
def mover(
    hub: Organisation, municipalities: dict[str, Municipality], make_user: Callable[..., User]
) -> Mover:
    return Mover(make_user("signe@example.dk", hub), hub)


def errors(imported: Import) -> list[tuple[int, str, str]]:
    return [(each["line"], each["column"], each["wanted"]) for each in imported.report["errors"]]


@pytest.fixture
def history(mover: Mover) -> Import:
    """Companies, cases and contacts, in that order; returns the import of contacts."""
    mover.load("companies", csv_file(*COMPANIES))
    assert mover.load("cases", csv_file(*CASES)).counts["refused"] == 0
    imported = mover.check("interactions", csv_file(*CONTACTS))
    actions.choose_words(by=mover.by, imported=imported, words={"adviser": {"Bo der er rejst": "-"}})
    mover.work(imported)
    actions.confirm(by=mover.by, imported=imported)
    return mover.work(imported)


@pytest.mark.requirement("A55")
def test_cases_and_contacts_keep_their_days_and_advisers(mover: Mover, history: Import) -> None:
    first, second = GuidanceCase.objects.order_by("started")
    assert (first.started, first.ended, first.adviser, first.segment, first.segment_by) == (
        dt.date(2021, 2, 1), dt.date(2021, 5, 1), mover.by, "growth", mover.by,
    )  # fmt: skip
    assert (second.shielded, second.level) == (True, "specialised")
    visit = Interaction.objects.get(on=dt.date(2021, 2, 5))
    assert (visit.case, visit.kind, visit.adviser, visit.topics) == (first, "visit", mover.by, "digital")
    assert visit.note == "Så maskinerne\nog talte om eksport"
    call = Interaction.objects.get(on=dt.date(2022, 3, 4))
    assert (call.case, call.subject, call.kind) == (second, second.subject, "call")


@pytest.mark.requirement("B21")
def test_each_visit_leaves_its_fact_and_shielded_ones_and_mails_leave_none(history: Import) -> None:
    fact = Approach.objects.get()
    assert (fact.day, fact.kind, fact.state) == (dt.date(2021, 2, 5), "visit", "held")
    assert Interaction.objects.get(approach=fact).on == fact.day


def test_a_case_of_another_company_and_days_to_come_are_refused(history: Import) -> None:
    assert errors(history) == [
        (5, "Forløb", "et forløb med samme virksomhed"),
        (6, "Dato", "en dag, der er gået"),
    ]


def test_an_owner_who_has_left_is_asked_about_once_and_remembered(mover: Mover, history: Import) -> None:
    again = mover.check(
        "interactions",
        csv_file(CONTACTS[0], [*CONTACTS[3][:1], "C3", "", "02-09-2022", "Mail", "Bo der er rejst", "", ""]),
    )
    assert again.report["unknown"] == {}
    assert Interaction.objects.get(kind="mail").adviser is None


def test_the_history_is_compared_by_year_kind_and_owner(history: Import) -> None:
    tallies = tallies_of(history)
    assert tallies["Form"] == [("2021", "Besøg", 1), ("2022", "Mail", 1), ("2022", "Telefon", 1)]
    assert tallies["Konsulent"] == [("2021", "Signe", 1), ("2022", "Signe", 1), ("2022", "–", 1)]


def test_two_like_calls_on_a_day_are_two_and_one_registered_here_is_found(mover: Mover) -> None:
    mover.load("companies", csv_file(*COMPANIES))
    head = ["Id", "CVR", "Dato", "Type"]
    rows = [["1", SMED, "01-09-2022", "Opkald"], ["2", SMED, "01-09-2022", "Opkald"]]
    assert mover.load("interactions", csv_file(head, *rows)).counts["matched"] == 0
    assert Interaction.objects.count() == 2
    mover.source = "Et andet CRM"
    assert mover.load("interactions", csv_file(head, rows[0])).counts["matched"] == 1


def test_undoing_contacts_takes_their_facts_and_leaves_the_cases(mover: Mover, history: Import) -> None:
    done = actions.undo(by=mover.by, imported=history)
    assert done == {"removed": 4, "kept": 0}
    assert (Interaction.objects.count(), Approach.objects.count(), GuidanceCase.objects.count()) == (0, 0, 2)


def test_cases_with_contacts_stay_when_they_are_undone_first(mover: Mover, history: Import) -> None:
    cases = Import.objects.get(kind="cases")
    assert actions.undo(by=mover.by, imported=cases) == {"removed": 0, "kept": 2}


def test_what_is_loaded_later_follows_a_company_that_was_merged(mover: Mover, history: Import) -> None:
    smed = Subject.objects.get(cvr_number=SMED)
    mette = Subject.objects.get(name="Mette Madsen")
    merge(by=mover.by, organisation=mover.organisation, survivor=smed, duplicate=mette)
    mover.load("contact_persons", csv_file(["Navn", "Kundenr", "Tlf"], ["Mette", "C3", "97 82 00 00"]))
    person = ContactPerson.objects.get()
    assert (person.subject, person.phone_key) == (smed, "97820000")


@pytest.mark.requirement("A55")
def test_referrals_find_their_receiver_in_the_directory(mover: Mover, history: Import) -> None:
    rows = (
        ["Id", "CVR", "Henvist den", "Type", "Henvist til", "Sagsnr"],
        ["H1", SMED, "01-04-2021", "Revisor", "Midt Revision", "S1"],
        ["H2", BAGER, "01-04-2022", "Kommune", "Erhvervshus Midtjylland", ""],
        ["H3", "20000023", "01-04-2022", "Kommune", "Lemvig Kommune", ""],
    )
    imported = mover.load("referrals", csv_file(*rows))
    referral = Referral.objects.get()
    assert (referral.receiver_kind, referral.receiver_name, referral.state) == (
        "private_adviser", "Midt Revision", "ticked",
    )  # fmt: skip
    assert errors(imported) == [
        (3, "Henvist til", "en anden end jer selv"),
        (4, "CVR", "en virksomhed, der er her; indlæs virksomhederne først"),
    ]


@pytest.mark.requirement("A15")
def test_events_and_who_came_weigh_as_much_as_guidance(mover: Mover) -> None:
    mover.load("companies", csv_file(*COMPANIES))
    rows = (
        ["Arrangement", "Dato", "Type", "Firma", "Kommune", "Antal", "Mødte op"],
        ["Grøn netværk", "01-04-2022", "Netværk", "Nordvest Smedeværk A/S", "Lemvig", 2, "ja"],
        ["Grøn netværk", "01-04-2022", "Netværk", "Åhuse Bageri ApS", "", 1, "nej"],
        ["Grøn netværk", "01-04-2022", "Netværk", "Nordvest Smedeværk A/S", "Lemvig", 1, "ja"],
        ["Grøn netværk", "01-09-2022", "Netværk", "", "", 5, "ja"],
    )
    imported = mover.load("participations", csv_file(*rows), c3="company_name", c4="company_municipality")
    assert errors(imported) == [(4, "Firma", "en deltager, der ikke også står i række 2")]
    assert (GroupOffer.objects.count(), Session.objects.count(), Participation.objects.count()) == (1, 2, 3)
    assert Approach.objects.get().subject.cvr_number == SMED
    assert tallies_of(imported)["Personer"] == [("2022", "Netværk", 7)]
    assert actions.undo(by=mover.by, imported=imported)["kept"] == 0
    assert not GroupOffer.objects.exists()
    assert not ImportedRow.objects.filter(imported=imported).exists()


def test_a_case_with_a_document_or_a_letter_is_built_upon_and_stays(
    mover: Mover, settings: object, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings
    mover.load("companies", csv_file(*COMPANIES))
    cases = mover.load("cases", csv_file(*CASES))
    with_file, with_letter = GuidanceCase.objects.order_by("pk")
    remove(by=mover.by, document=store(by=mover.by, owner=with_file, name="p.pdf", content=b"%PDF-1.7"))
    post(to="ida@example.dk", subject="Din konsulent", body="x", kind="letters", about=with_letter, on=TODAY)
    assert actions.undo(by=mover.by, imported=cases) == {"removed": 0, "kept": 2}


def test_what_a_sweep_has_found_out_keeps_no_row_from_being_undone(mover: Mover) -> None:
    companies = mover.load("companies", csv_file(*COMPANIES))
    one, other, _third = Subject.objects.order_by("pk")
    Likeness.objects.create(first=one, second=other, score=90, seen_by=";0;", found_on=TODAY)
    assert actions.undo(by=mover.by, imported=companies) == {"removed": 3, "kept": 0}


@pytest.mark.requirement("B21")
def test_a_file_finds_nothing_that_its_loader_may_not_read(
    mover: Mover, hub: Organisation, make_user: Callable[..., User]
) -> None:
    mover.load("companies", csv_file(*COMPANIES))
    mover.load("cases", csv_file(*CASES))
    mover.load("interactions", csv_file(*CONTACTS))
    colleague = Mover(make_user("karl@example.dk", hub), hub, source="Regneark")
    asked = colleague.check("cases", csv_file(["CVR", "Start"], [BAGER, "03-03-2022"], [BAGER, "04-03-2022"]))
    assert (asked.counts["clean"], asked.counts["matched"]) == (2, 0)
    contact = [BAGER, "04-03-2022", "Telefonmøde", "signe@example.dk", "Fortroligt"]
    asked = colleague.check("interactions", csv_file(["CVR", "Dato", "Type", "Ejer", "Notat"], contact))
    assert (asked.counts["clean"], asked.counts["matched"]) == (1, 0)
    # An old number that somebody else has loaded leads to no shielded case either.
    colleague.source = mover.source
    named = (["CVR", "Forløb", "Dato", "Type"], [BAGER, "S2", "05-03-2022", "Møde"])
    asked = colleague.check("interactions", csv_file(*named))
    assert (asked.counts["clean"], asked.counts["refused"]) == (0, 1)
    assert mover.check("interactions", csv_file(*named)).counts["clean"] == 1
