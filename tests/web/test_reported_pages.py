"""Entering what others measured: who may, what is refused, and how it stands beside our own figure."""

from __future__ import annotations

import pytest
from django.test import Client

from samspil.governance.models import ReportedResult
from samspil.organisations.kinds import Role
from tests.web.conftest import Enter
from tests.web.reading import table, text
from tests.web.scored import Scored

GIVEN = {
    "year": "2021",
    "period": "",
    "group": "",
    "value": "77,4",
    "low": "73,1",
    "high": "81,2",
    "n": "412",
    "source": "Erhvervsstyrelsen, resultatopgørelse 2021",
    "reported_on": "12-05-2022",
}


@pytest.fixture(autouse=True)
def at_the_demo_s_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")


def address(scored: Scored) -> str:
    return f"/maal/{scored.september.pk}/3.1/"


@pytest.mark.requirement("B44", "B89")
def test_a_result_is_entered_and_stands_beside_ours_with_source_and_day(
    scored: Scored, director: Client
) -> None:
    assert director.post(address(scored), GIVEN).headers["Location"] == address(scored)
    page = director.get(address(scored))
    assert "Resultatet er gemt." in text(page)
    assert table(page, "andres") == [
        ["2021", "alle", "77,4 pct. ±4,1", "−2,6", "412", GIVEN["source"], "12. maj 2022"]
    ]
    assert ReportedResult.objects.get().entered_by is not None


def test_a_correction_supersedes_and_the_old_row_stays(scored: Scored, director: Client) -> None:
    director.post(address(scored), GIVEN)
    director.post(address(scored), {**GIVEN, "value": "78,0", "source": "Erhvervsstyrelsen, rettet"})
    rows = table(director.get(address(scored)), "andres")
    assert [row[0] for row in rows] == ["2021", "2021 rettet siden"]
    assert [row[2] for row in rows] == ["78,0 pct. 73,1–81,2", "77,4 pct. ±4,1"]


def test_a_result_for_one_segment_is_held_against_that_segment(scored: Scored, director: Client) -> None:
    director.post(address(scored), {**GIVEN, "group": "growth"})
    [row] = table(director.get(address(scored)), "andres")
    assert row[1] == "vækstsegment"
    assert row[3] != "−2,6"


@pytest.mark.parametrize(
    ("field", "written", "says"),
    [
        ("value", "mange", "Skriv et tal, f.eks. 1.250,50"),
        ("value", "774", "774 kan ikke være rigtigt; tallet skal ligge mellem 0 og 100."),
        ("value", "60", "60 ligger ikke i intervallet 73.1 til 81.2."),
        ("low", "", "Intervallet har kun den ene grænse; skriv begge eller ingen."),
        ("reported_on", "31-02-2022", "Skriv en dag, f.eks. 30-09-2022"),
        ("reported_on", "01-10-2022", "Datoen 2022-10-01 ligger i fremtiden."),
        ("year", "i fjor", "Skriv et årstal, fx 2022."),
        ("n", "nogle", "Skriv et helt tal."),
        ("source", "", "Dette felt er påkrævet."),
    ],
)
def test_what_cannot_be_right_is_said_in_danish_and_nothing_is_stored(
    scored: Scored, director: Client, field: str, written: str, says: str
) -> None:
    answer = director.post(address(scored), {**GIVEN, field: written})
    assert answer.status_code == 422
    assert says in text(answer)
    assert not ReportedResult.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_only_those_who_answer_for_the_contract_or_keep_it_may_enter(
    scored: Scored, enter_as: Enter, role: Role
) -> None:
    client = enter_as(role)
    may = role in {Role.DIRECTOR, Role.UNIT_LEADER, Role.SECRETARIAT, Role.ADMINISTRATOR}
    page = client.get(address(scored))
    assert ("Indtast et resultat" in page.content.decode()) is may
    expected = 302 if may else 404 if role == Role.STUDENT_HELPER else 403
    assert client.post(address(scored), GIVEN).status_code == expected
    assert ReportedResult.objects.exists() is may
