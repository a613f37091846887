"""The pages that move a former system in: for advisers and leaders, each their own files."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from samspil.companies.models import Subject
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.imports import rules, working
from samspil.platform.imports.models import Import
from tests.platform.imports_of import SMED, TODAY, Mover, csv_file
from tests.web.conftest import Enter
from tests.web.reading import text

ROWS = (
    ["Id", "Navn", "CVR", "Kommune"],
    ["1", "Nordvest Smedeværk A/S", SMED, "Lemvig"],
    ["2", "Vejrup VVS ApS", "", "Atlantis"],
    ["3", "=HYPERLINK(1) ApS", "12345678", "Struer"],
)


@pytest.fixture
def adviser(enter_as: Enter, municipalities: dict[str, Municipality]) -> Client:
    return enter_as(Role.ADVISER)


def status(answer: Any) -> int:
    """Return the status; a file is read to its end, which closes it."""
    if answer.streaming:
        list(answer.streaming_content)
    code: int = answer.status_code
    return code


def upload(client: Client, body: bytes = csv_file(*ROWS), **more: object) -> Import:
    file = SimpleUploadedFile("virksomheder.csv", body)
    answer = client.post(
        reverse("imports"), {"kind": "companies", "source": "Gammelt CRM", "file": file, **more}
    )
    imported = Import.objects.order_by("-pk").first()
    assert imported is not None
    assert answer.headers["Location"] == reverse("import-columns", args=[imported.pk])
    return imported


def choose(client: Client, imported: Import) -> None:
    mapping = {f"column-{number}": field for number, field in imported.mapping.items()}
    answer = client.post(reverse("import-columns", args=[imported.pk]), mapping, follow=True)
    assert answer.status_code == 200


def do(client: Client, imported: Import, step: str, **more: str) -> str:
    return text(client.post(reverse("import", args=[imported.pk]), {"do": step, **more}, follow=True))


@pytest.mark.requirement("A55")
def test_a_file_goes_from_upload_to_written_and_back(adviser: Client) -> None:
    imported = upload(adviser)
    assert "Nordvest Smedeværk A/S" in text(adviser.get(reverse("import-columns", args=[imported.pk])))
    choose(adviser, imported)
    page = text(adviser.get(reverse("import", args=[imported.pk])))
    assert "et CVR-nummer med otte cifre og rigtig kontrol" in page
    assert "»Atlantis«" in page
    page = do(adviser, imported, "words", **{"municipality:0": "0621"})
    assert "Ord, Samspil ikke kender" not in page
    assert "Indlæs 2 rækker" in page
    assert "Rækkerne er indlæst" in do(adviser, imported, "confirm")
    assert Subject.objects.count() == 2
    assert "2 registreringer er fjernet" in do(adviser, imported, "undo", why="prøve")
    assert not Subject.objects.exists()


def test_what_was_pasted_from_excel_is_read(adviser: Client) -> None:
    pasted = "\n".join("\t".join(row) for row in ROWS)
    adviser.post(reverse("imports"), {"kind": "companies", "source": "Excel", "pasted": pasted})
    imported = Import.objects.get()
    assert (imported.name, imported.headers) == ("Indsat fra Excel", ["Id", "Navn", "CVR", "Kommune"])


def test_what_is_missing_in_the_form_is_told_and_what_was_typed_is_kept(adviser: Client) -> None:
    answer = adviser.post(reverse("imports"), {"kind": "", "source": "Gammelt CRM", "pasted": ""})
    assert answer.status_code == 422
    assert "Vælg, hvad filen indeholder." in text(answer)
    assert 'value="Gammelt CRM"' in answer.content.decode()
    broken = SimpleUploadedFile("x.pdf", b"%PDF-1.7")
    answer = adviser.post(reverse("imports"), {"kind": "companies", "source": "x", "file": broken})
    assert "hverken regneark eller CSV" in text(answer)


def test_refused_rows_come_as_excel_with_errors_and_without_formulas(adviser: Client) -> None:
    imported = upload(adviser)
    choose(adviser, imported)
    answer = adviser.get(reverse("import-refused", args=[imported.pk]) + "?hent=xlsx")
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert head == ["Fejl i Samspil", "Id", "Navn", "CVR", "Kommune"]
    assert [row[2] for row in rows] == ["Vejrup VVS ApS", "=HYPERLINK(1) ApS"]


def test_what_is_loaded_is_compared_with_what_was_reported(adviser: Client) -> None:
    imported = upload(adviser)
    choose(adviser, imported)
    do(adviser, imported, "confirm")
    address = reverse("import-compare", args=[imported.pk])
    answer = adviser.post(address, {"way": "Type", "total-0": "3"}, follow=True)
    assert "−2" in text(answer)
    assert "Skriv et tal" in text(adviser.post(address, {"way": "Type", "total-0": "mange"}))


def test_a_large_file_is_left_to_a_process_of_its_own_and_the_page_follows_it(
    adviser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    launched: list[int] = []
    monkeypatch.setattr(rules, "AT_ONCE", 10)
    monkeypatch.setattr(working, "launch", lambda imported: launched.append(imported.pk))
    imported = upload(adviser)
    choose(adviser, imported)
    page = adviser.get(reverse("import", args=[imported.pk])).content.decode()
    assert launched == [imported.pk]
    assert 'hx-trigger="every 2s"' in page
    assert working.run_waiting(on=TODAY) == 1
    page = adviser.get(reverse("import", args=[imported.pk])).content.decode()
    assert "every 2s" not in page


@pytest.mark.parametrize("role", list(Role))
def test_advisers_and_leaders_move_in_and_nobody_else(
    enter_as: Enter, municipalities: dict[str, Municipality], role: Role
) -> None:
    client = enter_as(role)
    may = role in {Role.ADVISER, Role.UNIT_LEADER, Role.DIRECTOR}
    assert client.get(reverse("imports")).status_code == (200 if may else 404)
    assert status(client.get(reverse("import-template", args=["cases"]))) == (200 if may else 404)
    assert client.post(reverse("imports"), {"kind": "companies"}).status_code == (422 if may else 404)


@pytest.mark.requirement("B21")
def test_a_file_is_seen_by_who_sent_it_and_by_the_leaders(
    adviser: Client, hub: Organisation, make_user: Callable[..., User]
) -> None:
    elsewhere = create_organisation(by=None, code="andre", name="Andre", kind=OrganisationKind.HUB)
    imported = upload(adviser)
    people = {
        make_user("leder@example.dk", hub, Role.UNIT_LEADER): 200,
        make_user("kollega@example.dk", hub, Role.ADVISER): 404,
        make_user("evaluator@example.dk", hub, Role.EVALUATOR): 404,
        make_user("fremmed@example.dk", elsewhere, Role.DIRECTOR): 404,
    }
    for person, expected in people.items():
        client = Client()
        client.force_login(person)
        for route in ("import", "import-columns", "import-refused", "import-compare"):
            answer = client.get(reverse(route, args=[imported.pk]))
            assert status(answer) in ({200, 302} if expected == 200 else {404}), (person, route)
        assert client.post(reverse("import", args=[imported.pk]), {"do": "cancel"}).status_code in (
            {302} if expected == 200 else {404}
        )


def test_a_step_that_does_not_fit_is_told_and_does_nothing(adviser: Client) -> None:
    imported = upload(adviser)
    assert "Det kan ikke gøres nu" in do(adviser, imported, "undo")
    assert adviser.post(reverse("import", args=[imported.pk]), {"do": "delete"}).status_code == 404


def test_the_empty_file_has_the_heads_that_are_known(adviser: Client, hub: Organisation) -> None:
    answer = adviser.get(reverse("import-template", args=["companies"]))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a file
    person = User.objects.get(email="adviser@example.dk")
    imported = Mover(person, hub).upload("companies", body)
    assert "name" in imported.mapping.values()
    assert len(imported.mapping) == len(imported.headers)


@pytest.mark.parametrize(
    ("role", "shown"), [(Role.ADVISER, True), (Role.STUDENT_HELPER, False), (Role.EVALUATOR, False)]
)
def test_the_menu_leads_only_those_in_who_may(enter_as: Enter, role: Role, shown: bool) -> None:
    page = enter_as(role).get(reverse("views")).content.decode()
    assert (f'href="{reverse("imports")}"' in page) is shown
    assert (f'href="{reverse("merges")}"' in page) is shown
    assert f'href="{reverse("views")}"' in page
