"""Monday's page and the page of a goal: what they show, for whom, and that they compute nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from samspil.governance.actions import import_contract, report_result
from samspil.guidance.models import GuidanceCase
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.scorecards import queries
from samspil.web.staff.scorecards import season
from tests.web.conftest import Enter
from tests.web.reading import links, table, text
from tests.web.scored import CODE, Scored, contract_folder


def test_the_front_page_leads_those_who_work_with_companies_to_their_day_and_others_to_the_scorecard(
    scored: Scored, director: Client, enter_as: Enter
) -> None:
    newest = reverse("scorecard", args=[scored.september.pk])
    assert director.get("/").headers["Location"] == reverse("my-day")
    assert enter_as(Role.SECRETARIAT).get("/").headers["Location"] == newest


def test_the_room_of_scorecards_leads_to_the_newest(scored: Scored, director: Client) -> None:
    assert director.get("/maal/").headers["Location"] == reverse("scorecard", args=[scored.september.pk])


def test_somebody_without_a_role_is_told_who_can_give_one(
    client: Client, make_user: Callable[..., User]
) -> None:
    client.force_login(make_user("bo@example.dk"))
    assert "Du har endnu ingen rolle i et erhvervshus. En administrator kan give dig en" in text(
        client.get("/")
    )


@pytest.mark.django_db
def test_before_the_first_run_the_page_says_what_comes_and_offers_the_next_step(
    hub: Organisation, director: Client
) -> None:
    assert "Første skridt er at indlæse husets resultatkontrakt og et dataudtræk" in text(
        director.get("/maal/")
    )
    version = import_contract(by=None, folder=contract_folder())
    page = director.get("/maal/")
    assert "Næste skridt er et dataudtræk" in text(page)
    assert reverse("contract", args=[version.pk]) in links(page)


@pytest.mark.requirement("B11", "B38", "B46", "B79", "B86")
def test_every_point_of_the_contract_has_its_line_under_its_goal(scored: Scored, director: Client) -> None:
    contract = queries.contract(scored.september)
    rows = table(director.get(f"/maal/{scored.september.pk}/"), "maalepunkter")
    expected = [
        heading
        for goal in contract.goals
        for heading in (f"{goal.number} {goal.title}", *(point.title for point in goal.points))
    ]
    found = [row[0].removesuffix(" nationalt mål").removesuffix(" lokalt mål") for row in rows]
    assert found == expected


def test_a_line_shows_figure_target_verdict_and_ground(scored: Scored, director: Client) -> None:
    rows = {row[0]: row for row in table(director.get(f"/maal/{scored.september.pk}/"), "maalepunkter")}
    assert rows["Individuelt vejledte, der henvises videre"][1:6] == [
        "33,3 pct.",
        "80 pct.",
        "33,3 pct., mål 80 pct.",
        "Ikke opfyldt foreløbig",
        "fuld optælling, 10 af 30",
    ]
    assert rows["Oplæg tilbudt kommunerne"][4] == "Afventer data"
    assert rows["Synlig og opsøgende"][5] == "Kontrakten angiver ingen metode, der kan regnes på."
    assert rows["9 Tom plads lokalt mål"][1] == "Tom plads, tæller ikke med"


def test_every_figure_opens_its_rows_and_what_was_left_out_opens_what_can_be_mended(
    scored: Scored, director: Client
) -> None:
    base = f"/maal/{scored.september.pk}"
    found = links(director.get(f"{base}/"))
    card = queries.scorecard(scored.september)
    for point in card.points:
        if point.chosen.value is not None:
            assert f"{base}/{point.same_as or point.id}/raekker/" in found
    assert f"{base}/8.1/raekker/?rolle=excluded%3Ano_municipality" in found


def test_the_head_sums_up_and_counts_the_weeks(scored: Scored, director: Client) -> None:
    words = text(director.get(f"/maal/{scored.september.pk}/"))
    tally = queries.scorecard(scored.september).tally
    assert f"{tally['met']} opfyldt {tally['not_met']} ikke opfyldt" in words
    assert "uge 39 af 52" in words


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (dt.date(2022, 1, 3), "uge 1 af 52"),
        (dt.date(2022, 12, 31), "uge 52 af 52"),
        # The first of January 2022 lies in the last week of 2021.
        (dt.date(2022, 1, 1), ""),
        (dt.date(2023, 6, 30), ""),
    ],
)
def test_weeks_are_counted_as_calendars_count_them(day: dt.date, says: str) -> None:
    assert season(day, 2022) == says


def test_an_earlier_day_can_be_chosen_and_shows_what_was_known_then(scored: Scored, director: Client) -> None:
    page = director.get(f"/maal/{scored.june.pk}/")
    assert "pr. 30. juni 2022" in text(page)
    assert f"/maal/{scored.september.pk}/" in links(page)


@pytest.mark.requirement("B89", "B44")
def test_the_authority_s_figure_stands_beside_ours(scored: Scored, director: Client) -> None:
    report_result(
        by=None, contract=CODE, point="3.1", year=2021, value=77.4, source="Erhvervsstyrelsen",
        reported_on=dt.date(2022, 5, 12), today=dt.date(2022, 9, 30),
    )  # fmt: skip
    rows = {row[0]: row for row in table(director.get(f"/maal/{scored.september.pk}/"), "maalepunkter")}
    assert rows["Meget tilfredse med de faglige kompetencer"][5].endswith("Erhvervsstyrelsen: 77,4 pct.")


def test_the_page_reads_the_stored_run_and_computes_nothing(scored: Scored, director: Client) -> None:
    before = text(director.get(f"/maal/{scored.september.pk}/"))
    GuidanceCase.objects.update(level="basic")
    assert text(director.get(f"/maal/{scored.september.pk}/")) == before


def test_in_english_the_contract_has_english_titles_and_the_words_are_english(
    scored: Scored, director: Client
) -> None:
    director.post("/sprog/", {"language": "en", "next": "/"})
    words = text(director.get(f"/maal/{scored.september.pk}/"))
    assert "Entrepreneurs and firms using the hub" in words
    assert "Awaiting data" in words
    assert "week 39 of 52" in words


def test_the_page_of_a_goal_has_its_points_and_its_words(scored: Scored, director: Client) -> None:
    contract = queries.contract(scored.september)
    for goal in contract.goals:
        words = text(director.get(f"/maal/{scored.september.pk}/{goal.number}/"))
        for point in goal.points:
            assert point.title in words
            assert all(clause.text in words for clause in point.clauses)
    assert director.get(f"/maal/{scored.september.pk}/10/").status_code == 404


def test_another_hub_s_people_do_not_learn_that_there_is_a_run(
    scored: Scored, client: Client, make_user: Callable[..., User]
) -> None:
    from samspil.organisations.actions import create_organisation

    other = create_organisation(by=None, code="erhvervshus-fyn", name="Fyn", kind=OrganisationKind.HUB)
    client.force_login(make_user("fyn@example.dk", other, Role.DIRECTOR))
    assert client.get(f"/maal/{scored.september.pk}/").status_code == 404
    assert client.get("/maal/").status_code == 200
