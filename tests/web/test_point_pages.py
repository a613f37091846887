"""The page of a measurement point: words, method, readings, groups, decisions, baselines."""

from __future__ import annotations

import pytest
from django.test import Client

from samspil.scorecards import queries
from samspil.web import words
from tests.web.reading import links, table, text
from tests.web.scored import Scored


def address(scored: Scored, point: str) -> str:
    return f"/maal/{scored.september.pk}/{point}/"


@pytest.mark.requirement("B39", "B40", "B45", "B47", "B55", "B63", "B76", "B78", "B82")
def test_every_point_shows_the_contract_s_words_its_decisions_and_who_reports(
    scored: Scored, director: Client
) -> None:
    contract = queries.contract(scored.september)
    for point in contract.points:
        shown = text(director.get(address(scored, point.id)))
        for clause in point.clauses:
            assert f"»{clause.text}«" in shown
            assert f"{contract.title}, {clause.place}" in shown
        for decision in point.decisions:
            assert f"{decision.text} {decision.requirement}" in shown
        for reporting in point.reporting:
            assert (
                f"{reporting.sender} {reporting.what} {', '.join(reporting.receivers)} {reporting.when}"
                in shown
            )


def test_every_reading_stands_with_what_it_changes_and_leads_to_its_rows(
    scored: Scored, director: Client
) -> None:
    contract, card = queries.contract(scored.september), queries.scorecard(scored.september)
    for point in contract.points:
        if not point.measure:
            continue
        page = director.get(address(scored, point.id))
        rows = table(page, "fortolkninger-tabel")
        readings = card.point(point.id).readings
        assert len(rows) == len(readings)
        for switch in point.switches:
            assert sum(switch.question in row[0] for row in rows) >= len(switch.others)
        for row, reading in zip(rows, readings, strict=True):
            assert row[3:5] == [str(reading.counted), str(reading.n)]
        assert f"Vis fortolkninger ({len(readings) - 1})" in text(page)


def test_a_reading_says_how_far_it_is_from_the_chosen_one(scored: Scored, director: Client) -> None:
    rows = table(director.get(address(scored, "8.3")), "fortolkninger-tabel")
    only_firms = next(row for row in rows if row[0].startswith("Nej, kun CVR-numre"))
    assert rows[0][1:3] == ["33", ""]
    assert only_firms[1:3] == ["30", "−3"]


@pytest.mark.requirement("B76", "B85")
def test_the_spread_shows_each_municipality_with_band_deviation_and_chance(
    scored: Scored, director: Client
) -> None:
    page = director.get(address(scored, "8.1"))
    rows = table(page, "grupper")
    assert rows[0][0] == "Favrskov"
    aarhus = rows[-1]
    assert aarhus[0] == "Aarhus"
    assert aarhus[1] == "7,9"
    assert aarhus[3] == "7,2–8,7"
    assert aarhus[5] == "Ikke opfyldt"
    assert aarhus[6].startswith(("sandsynligt (p", "næppe (p", "usandsynligt (p"))
    assert "s-chart-svg" in page.content.decode()
    assert "Klimadatastyrelsen" in text(page)


@pytest.mark.parametrize(
    ("chance", "says"),
    [
        (0.15, "sandsynligt (p\N{NO-BREAK SPACE}0,15)"),
        (0.05, "sandsynligt (p\N{NO-BREAK SPACE}0,05)"),
        (0.049, "næppe (p\N{NO-BREAK SPACE}0,05)"),
        (0.01, "næppe (p\N{NO-BREAK SPACE}0,01)"),
        (0.0099, "usandsynligt (p\N{NO-BREAK SPACE}0,010)"),
        (0.0, "usandsynligt (p\N{NO-BREAK SPACE}<0,001)"),
        (None, ""),
    ],
)
def test_chance_is_said_in_words(chance: float | None, says: str) -> None:
    assert words.chance(chance) == says


@pytest.mark.requirement("B46", "B52")
def test_satisfaction_stands_per_segment_and_the_unknown_segment_decides_nothing(
    scored: Scored, director: Client
) -> None:
    rows = table(director.get(address(scored, "3.1")), "grupper")
    assert [row[0] for row in rows] == ["vækstsegment", "driftssegment", "uoplyst segment afgør intet"]


@pytest.mark.requirement("B38", "B61")
@pytest.mark.parametrize(("point", "first", "last"), [("1.1", "Nordjylland", "Hovedstaden"), ("5.3", "", "")])
def test_the_baselines_of_all_six_hubs_stand_where_a_point_starts_from_one(
    scored: Scored, director: Client, point: str, first: str, last: str
) -> None:
    rows = table(director.get(address(scored, point)), "udgangspunkt")
    assert len(rows) == 7
    if first:
        assert rows[0] == [f"Erhvervshus {first}", "40"]
        assert rows[5] == [f"Erhvervshus {last}", "26"]
        assert rows[6] == ["Hele landet", "33"]


@pytest.mark.requirement("B54")
def test_targets_of_later_years_stand_with_this_year_s(scored: Scored, director: Client) -> None:
    shown = text(director.get(address(scored, "4.1")))
    assert "Mål 2022 48 pct." in shown
    assert "Mål 2023 50 pct." in shown


@pytest.mark.requirement("B45")
def test_a_point_decided_by_another_says_so_and_leads_there(scored: Scored, director: Client) -> None:
    page = director.get(address(scored, "2.1"))
    assert "Afgøres af 8.1" in text(page)
    assert address(scored, "8.1") in links(page)
    assert f"{address(scored, '8.1')}raekker/" in links(page)


@pytest.mark.requirement("B78", "B83")
def test_a_point_that_cannot_be_measured_says_why(scored: Scored, director: Client) -> None:
    for point in ("8.2", "8.7"):
        why = queries.contract(scored.september).point(point).not_measured
        page = director.get(address(scored, point))
        assert why in text(page)
        assert not [link for link in links(page) if "raekker" in link]


@pytest.mark.requirement("B70")
def test_an_effect_says_when_it_can_be_computed_at_the_earliest(scored: Scored, director: Client) -> None:
    assert "Kan tidligst opgøres 1. januar 2023." in text(director.get(address(scored, "6.2")))


def test_what_was_left_out_is_listed_by_reason_each_with_its_rows(scored: Scored, director: Client) -> None:
    page = director.get(address(scored, "8.1"))
    assert "5 udeladt: 3 mangler kommune" in text(page)
    assert "Uden for opgørelsen: 6 uden for perioden" in text(page), "they were never candidates"
    assert f"{address(scored, '8.1')}raekker/?rolle=excluded%3Aoutside_period" in links(page)


def test_an_unknown_point_is_not_found(scored: Scored, director: Client) -> None:
    assert director.get(address(scored, "8.9")).status_code == 404
    assert director.get(address(scored, "99.1")).status_code == 404


def test_in_english_the_danish_of_the_contract_is_marked_as_danish(scored: Scored, director: Client) -> None:
    director.post("/sprog/", {"language": "en", "next": "/"})
    page = director.get(address(scored, "8.1"))
    assert "How it was counted" in text(page)
    assert '<span lang="da">Hvilken aktivitet tæller?</span>' in page.content.decode()
