"""Companies move in: mapped, checked row by row, written once, and out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from samspil.companies.actions import register_company
from samspil.companies.models import Subject
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.audit.models import Event
from samspil.platform.imports import actions, files, rules, working
from samspil.platform.imports.models import Import, ImportedRow, State
from tests.platform.imports_of import BAGER, SMED, TODAY, TOMRER, Mover, csv_file, excel_file

HEADS = ["Id", "Firmanavn", "CVR", "Kommune", "Ansatte", "Bemærkning"]
CLEAN = (
    HEADS,
    ["A1", "Nordvest Smedeværk A/S", SMED, "Lemvig", 32, ""],
    ["A2", "Åhuse Bageri ApS", BAGER, "0751", 7, ""],
    ["A3", "Mette Iværksætter", "", "Aarhus Kommune", "", "kom fra messen"],
)


@pytest.fixture
def mover(
    hub: Organisation, municipalities: dict[str, Municipality], make_user: Callable[..., User]
) -> Mover:
    return Mover(make_user("anna@example.dk", hub), hub)


def refused(imported: Import) -> list[list[str]]:
    return list(files.refused_rows(imported))


def test_heads_are_guessed_and_what_is_not_known_is_left_out(mover: Mover) -> None:
    imported = mover.upload("companies", csv_file(*CLEAN))
    assert imported.mapping == {
        "0": "external_id",
        "1": "name",
        "2": "cvr_number",
        "3": "municipality",
        "4": "employees",
    }


@pytest.mark.requirement("A55")
@pytest.mark.parametrize("body", [csv_file(*CLEAN), csv_file(*CLEAN, encoding="cp1252"), excel_file(*CLEAN)])
def test_clean_rows_are_written_with_keys_kind_and_owner(mover: Mover, body: bytes) -> None:
    imported = mover.load("companies", body)
    assert imported.state == State.DONE
    assert imported.counts == {
        "rows": 3, "clean": 3, "matched": 0, "already": 0, "refused": 0, "made": {"companies.Subject": 3},
    }  # fmt: skip
    smed, bager, mette = Subject.objects.order_by("pk")
    assert (smed.kind, smed.cvr_number, smed.municipality_id, smed.employees) == ("company", SMED, "0665", 32)
    assert (bager.municipality_id, bager.sort_key) == ("0751", "}huse bageri aps")
    assert (mette.kind, mette.cvr_number, mette.organisation) == ("founder", None, mover.organisation)


def test_every_record_says_who_loaded_it(mover: Mover) -> None:
    imported = mover.load("companies", csv_file(*CLEAN))
    smed = Subject.objects.get(cvr_number=SMED)
    event = Event.objects.get(kind="companies.Subject", key=str(smed.pk))
    assert (event.action, event.by, event.details) == ("import_row", mover.by, {"imported": imported.pk})


BAD = (
    HEADS,
    ["B1", "Forkert Kontrol ApS", "12345678", "Lemvig", 3, ""],
    ["B2", "", BAGER, "Lemvig", 3, ""],
    ["B3", "Ukendt Sted ApS", TOMRER, "Atlantis", "mange", ""],
    ["B4", "Vejrup VVS", "", "Struer", 2, "Ejer 010190-0000"],
    ["B5", "Nordvest Smedeværk A/S", SMED, "Lemvig", 32, ""],
    ["B5", "Gentaget Nummer", "", "Struer", 1, ""],
    ["B6", "Smeden igen", SMED, "Lemvig", 32, ""],
)


def test_errors_tell_row_column_found_and_wanted(mover: Mover) -> None:
    imported = mover.check("companies", csv_file(*BAD))
    assert imported.counts["clean"] == 1
    told = {
        (each["line"], each["column"], each["found"]): each["wanted"] for each in imported.report["errors"]
    }
    assert told == {
        (2, "CVR", "12345678"): "et CVR-nummer med otte cifre og rigtig kontrol",
        (3, "Firmanavn", ""): "mangler",
        (4, "Kommune", "Atlantis"): "et ord, Samspil kender, f.eks. København",
        (4, "Ansatte", "mange"): "et helt tal, f.eks. 12",
        (5, "Bemærkning", ""): "må ikke indeholde et CPR-nummer",
        (7, "Id", "B5"): "et nummer, der ikke også står i række 6",
        (8, "CVR", SMED): "en virksomhed, der ikke også står i række 6",
    }
    assert imported.report["unknown"] == {"municipality": {"Atlantis": 1}}


def test_nothing_is_written_before_it_is_confirmed(mover: Mover) -> None:
    mover.check("companies", csv_file(*CLEAN))
    assert not Subject.objects.exists()
    assert not ImportedRow.objects.exists()


def test_a_cpr_number_is_nowhere_kept_or_repeated(mover: Mover) -> None:
    imported = mover.load("companies", csv_file(*BAD))
    assert "010190" not in str(imported.report)
    assert not any("010190" in cell for row in refused(imported) for cell in row)
    assert any(row[-1] == "[fjernet]" for row in refused(imported))
    assert [path.name for path in files.folder_of(imported).iterdir()] == [files.REFUSED]


def test_a_column_of_cpr_numbers_without_their_zero_is_refused(mover: Mover) -> None:
    imported = mover.check(
        "companies", excel_file(["Navn", "CPR-nr."], ["Mette", 101900000], ["Bo", 1101900000])
    )
    assert imported.counts["refused"] == 2


def test_refused_rows_are_mended_and_loaded_again(mover: Mover) -> None:
    first = mover.load("companies", csv_file(*BAD))
    rows = refused(first)
    assert rows[0] == ["CVR: et CVR-nummer med otte cifre og rigtig kontrol (fandt »12345678«)",
                       "B1", "Forkert Kontrol ApS", "12345678", "Lemvig", "3", ""]  # fmt: skip
    mended = [*rows[0]]
    mended[3] = "20000023"
    second = mover.load("companies", csv_file(["Fejl i Samspil", *HEADS], mended))
    assert second.counts["clean"] == 1
    assert Subject.objects.count() == 2


def test_a_file_loaded_twice_does_nothing_the_second_time(mover: Mover) -> None:
    mover.load("companies", csv_file(*CLEAN))
    again = mover.check("companies", csv_file(*CLEAN))
    assert (again.counts["clean"], again.counts["already"]) == (0, 3)
    with pytest.raises(ValidationError, match="ingen rækker"):
        actions.confirm(by=mover.by, imported=again)
    assert Subject.objects.count() == 3


def test_a_file_without_numbers_is_known_by_what_stands_in_it(mover: Mover) -> None:
    rows = [["Navn", "Kommune"], ["Mette", "Lemvig"], ["Bo", "Struer"]]
    mover.load("companies", csv_file(*rows))
    again = mover.check("companies", csv_file(*rows, ["Ida", "Struer"]))
    assert (again.counts["already"], again.counts["clean"]) == (2, 1)


def test_who_is_here_already_is_found_and_not_made_again(mover: Mover) -> None:
    smed = register_company(by=mover.by, name="Nordvest Smedeværk", cvr_number=SMED)
    imported = mover.load("companies", csv_file(*CLEAN))
    assert imported.counts["matched"] == 1
    row = ImportedRow.objects.get(external_id="A1")
    assert (row.key, row.made) == (smed.pk, False)
    smed.refresh_from_db()
    assert smed.name == "Nordvest Smedeværk"


def test_another_system_may_use_the_same_numbers(mover: Mover) -> None:
    mover.load("companies", csv_file(*CLEAN))
    mover.source = "Et andet CRM"
    other = mover.check("companies", csv_file(HEADS, ["A1", "En anden virksomhed ApS", "", "Lemvig", 1, ""]))
    assert other.counts["clean"] == 1


def test_columns_and_words_are_remembered_for_next_time(mover: Mover) -> None:
    odd = [["Hvem", "Hvor"], ["Vejrup VVS ApS", "Trekanten"]]
    first = mover.check("companies", csv_file(*odd), c0="name", c1="municipality")
    assert first.report["unknown"] == {"municipality": {"Trekanten": 1}}
    actions.choose_words(by=mover.by, imported=first, words={"municipality": {"Trekanten": "0621"}})
    assert mover.work(first).counts["clean"] == 1
    second = mover.upload("companies", csv_file(*odd))
    assert second.mapping == {"0": "name", "1": "municipality"}
    assert second.words == {"municipality": {"Trekanten": "0621"}}


def test_a_column_that_was_left_out_stays_left_out(mover: Mover) -> None:
    imported = mover.upload("companies", csv_file(*CLEAN))
    actions.choose_columns(by=mover.by, imported=imported, mapping=imported.mapping | {"4": ""})
    assert "4" not in mover.upload("companies", csv_file(*CLEAN)).mapping


def test_a_needed_column_and_a_field_chosen_twice_are_told(mover: Mover) -> None:
    imported = mover.upload("companies", csv_file(*CLEAN))
    with pytest.raises(ValidationError) as caught:
        actions.choose_columns(by=mover.by, imported=imported, mapping={"0": "cvr_number", "2": "cvr_number"})
    assert caught.value.messages == [
        "»CVR-nummer« er valgt for to kolonner.",
        "Vælg den kolonne, der er »Navn«.",
    ]


def test_an_upload_that_is_no_table_leaves_nothing(mover: Mover) -> None:
    with pytest.raises(ValidationError, match="hverken regneark"):
        mover.upload("companies", b"%PDF-1.7")
    assert not Import.objects.exists()


def test_undo_removes_what_was_made_and_nothing_else(mover: Mover) -> None:
    smed = register_company(by=mover.by, name="Nordvest Smedeværk", cvr_number=SMED)
    imported = mover.load("companies", csv_file(*CLEAN))
    assert actions.undo(by=mover.by, imported=imported, why="forkert fil") == {"removed": 2, "kept": 0}
    assert list(Subject.objects.all()) == [smed]
    assert Event.objects.get(action="undo_import").why == "forkert fil"
    assert Event.objects.filter(action="undo_import_row").count() == 2
    assert mover.load("companies", csv_file(*CLEAN)).counts["clean"] == 3


def test_undo_keeps_what_was_changed_or_built_upon_since(mover: Mover) -> None:
    imported = mover.load("companies", csv_file(*CLEAN))
    smed, bager, _mette = Subject.objects.order_by("pk")
    smed.name = "Nordvest Smedeværk 2 A/S"
    smed.save()
    mover.load("contact_persons", csv_file(["Navn", "CVR"], ["Ida", BAGER]))
    assert actions.undo(by=mover.by, imported=imported) == {"removed": 1, "kept": 2}
    assert list(Subject.objects.order_by("pk")) == [smed, bager]
    again = mover.check("companies", csv_file(*CLEAN))
    assert (again.counts["already"], again.counts["clean"]) == (2, 1)


def test_states_follow_the_table_only(mover: Mover) -> None:
    imported = mover.load("companies", csv_file(*CLEAN))
    for wrong in (actions.cancel, actions.confirm):
        with pytest.raises(ValidationError, match="Indlæst"):
            wrong(by=mover.by, imported=imported)
    assert set(rules.TRANSITIONS) == set(State.values)
    assert {state for follow in rules.TRANSITIONS.values() for state in follow} <= set(State.values)


def test_a_cancelled_import_leaves_no_file_and_is_not_worked_on(mover: Mover) -> None:
    imported = mover.upload("companies", csv_file(*CLEAN))
    actions.choose_columns(by=mover.by, imported=imported, mapping=imported.mapping)
    actions.cancel(by=mover.by, imported=imported)
    assert working.run_waiting(on=TODAY) == 0
    assert Import.objects.get().state == State.CANCELLED


def test_cancelling_halfway_through_a_check_stops_it(mover: Mover, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = mover.upload("companies", csv_file(*CLEAN))
    actions.choose_columns(by=mover.by, imported=imported, mapping=imported.mapping)
    beat = working._beat

    def cancel_then_beat(ours: Import, **columns: object) -> None:
        if columns.get("rows_seen"):
            actions.cancel(by=mover.by, imported=Import.objects.get())
        beat(ours, **columns)

    monkeypatch.setattr(working, "_beat", cancel_then_beat)
    assert working.run(imported, on=TODAY) is False
    assert Import.objects.get().state == State.CANCELLED


def test_a_process_that_dies_while_writing_leaves_nothing_and_the_next_goes_on(
    mover: Mover, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = mover.check("companies", csv_file(*CLEAN))
    actions.confirm(by=mover.by, imported=imported)
    with monkeypatch.context() as dying:
        dying.setattr(working, "record", lambda **_told: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            working.run(imported, on=TODAY)
    assert not Subject.objects.exists()
    assert not ImportedRow.objects.exists()
    # Nobody may take it over while there are signs of life; later the tick does.
    assert working.run_waiting(on=TODAY) == 0
    long_ago = timezone.now() - dt.timedelta(seconds=rules.SILENT_SECONDS + 1)
    Import.objects.update(heartbeat=long_ago)
    assert working.run_waiting(on=TODAY) == 1
    assert Import.objects.get().state == State.DONE
    assert Subject.objects.count() == 3


def test_a_file_that_always_brings_the_work_down_is_given_up(mover: Mover) -> None:
    imported = mover.upload("companies", csv_file(*CLEAN))
    actions.choose_columns(by=mover.by, imported=imported, mapping=imported.mapping)
    Import.objects.update(attempts=rules.MOST_ATTEMPTS)
    imported = mover.work(imported)
    assert imported.state == State.FAILED
    assert "gå i stå" in imported.problem


def test_what_was_entered_by_hand_since_the_check_is_found_when_writing(mover: Mover) -> None:
    imported = mover.check("companies", csv_file(*CLEAN))
    smed = register_company(by=mover.by, name="Nordvest Smedeværk", cvr_number=SMED)
    actions.confirm(by=mover.by, imported=imported)
    imported = mover.work(imported)
    assert (imported.state, imported.counts["matched"]) == (State.DONE, 1)
    assert Subject.objects.filter(cvr_number=SMED).get() == smed


def test_a_clash_while_writing_sends_the_file_back_to_be_checked(
    mover: Mover, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = mover.check("companies", csv_file(*CLEAN))
    actions.confirm(by=mover.by, imported=imported)
    with monkeypatch.context() as clashing:
        clashing.setattr(working, "_write_rows", lambda *_told: (_ for _ in ()).throw(IntegrityError))
        imported = mover.work(imported)
    assert imported.state == State.CHECKED
    assert not Subject.objects.exists()


def test_files_go_after_a_month_and_the_record_stays(mover: Mover) -> None:
    imported = mover.load("companies", csv_file(*BAD))
    assert working.forget_old(now=timezone.now()) == 0
    assert working.forget_old(now=timezone.now() + dt.timedelta(days=31)) == 1
    assert refused(imported) == []
    assert Import.objects.exists()


def test_many_rows_are_checked_in_few_questions(
    mover: Mover, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    rows = [[f"N{number}", f"Virksomhed {number} ApS", "", "Lemvig", 1, ""] for number in range(2500)]
    imported = mover.check("companies", csv_file(HEADS, *rows))
    actions.confirm(by=mover.by, imported=imported)
    with django_assert_max_num_queries(130):
        mover.work(imported)
    assert Subject.objects.count() == 2500
