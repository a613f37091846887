"""The contract's page, its folder to take away, and the financing table."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.test import Client

from samspil.core.measures.check import findings
from samspil.governance.queries import contract_of
from tests.web.reading import links, table, text
from tests.web.scored import Scored, contract_folder


@pytest.mark.requirement("B1", "B2", "B3", "B14", "B22", "B32")
def test_the_contract_page_has_parties_basis_duties_and_goals(scored: Scored, director: Client) -> None:
    page = director.get(f"/kontrakt/{scored.version.pk}/")
    shown, contract = text(page), contract_of(scored.version)
    assert f"Status {contract.status}" in shown
    for party in contract.parties:
        assert f"{party.name} , {party.role}" in shown
    for basis in contract.legal_basis:
        assert basis.title in shown
    for area in contract.priority_areas:
        for duty in area.duties:
            assert f"»{duty.quote}«" in shown
    assert f"/maal/{scored.september.pk}/9/" in links(page)


def test_every_finding_of_the_check_stands_with_what_is_done_about_it(
    scored: Scored, director: Client
) -> None:
    shown = text(director.get(f"/kontrakt/{scored.version.pk}/"))
    found = findings(contract_of(scored.version))
    assert found
    for each in found:
        assert " ".join(each.message.split()) in shown
        assert " ".join(each.handling.split()) in shown


def test_the_newest_contract_is_found_without_its_number(scored: Scored, director: Client) -> None:
    assert director.get("/kontrakt/").headers["Location"] == f"/kontrakt/{scored.version.pk}/"


def test_the_folder_comes_as_it_was_imported_byte_for_byte(scored: Scored, director: Client) -> None:
    answer = director.get(f"/kontrakt/{scored.version.pk}/hent/")
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        sent = {name: archive.read(name) for name in archive.namelist()}
    root = contract_folder()
    kept = {
        f"{root.name}/{path.relative_to(root)}": path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert sent == kept
    assert director.get(f"/kontrakt/{scored.version.pk}/hent/").content == answer.content


@pytest.mark.requirement("B33", "B34", "B37")
def test_printed_amounts_stand_beside_recomputed_ones_and_the_difference_is_explained(
    scored: Scored, director: Client
) -> None:
    page = director.get(f"/kontrakt/{scored.version.pk}/finansiering/")
    rows = table(page, "bidrag")
    assert len(rows) == 20
    assert [row[0] for row in rows[:2]] == ["Favrskov", "Hedensted"]
    assert rows[18] == ["Aarhus", "10.331", "10.331", "10.331", "0", "10.330,57", "352.751"]
    assert rows[19] == ["Rækkerne i alt", "39.009", "39.009", "39.010", "+1", "39.010,00", "1.332.048"]
    assert all(row[1] == row[2] for row in rows)
    shown = text(page)
    assert "Rækkerne giver 39.009, men der er trykt 39.010" in shown
    assert "intet er rettet" in shown
    assert "Giver 19 af 19 trykte beløb og i alt 39.009." in shown
    assert "Giver 18 af 19 trykte beløb og i alt 39.010." in shown


def test_an_unknown_version_is_not_found(scored: Scored, director: Client) -> None:
    for tail in ("", "hent/", "finansiering/"):
        assert director.get(f"/kontrakt/{scored.version.pk + 1}/{tail}").status_code == 404


def test_before_a_contract_is_there_the_page_says_how_it_comes(director: Client) -> None:
    assert "Her kommer husets resultatkontrakt" in text(director.get("/kontrakt/"))
