"""The invented region: the rates of the published figures, every kind of mess, and nothing anybody owns."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from samspil.companies.rules import is_cvr_number
from samspil.core.measures.contract import ResultContract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.scorecard import Scorecard
from samspil.demo.world.mess import census
from samspil.demo.world.places import HUB, area
from samspil.demo.world.records import World
from samspil.demo.world.region import make
from samspil.demo.world.tables import snapshot

AUTUMN, YEAR_END = date(2022, 9, 30), date(2022, 12, 31)


@pytest.fixture(scope="module")
def autumn(region: World, contract: ResultContract) -> Scorecard:
    return evaluate(contract, snapshot(region, AUTUMN), keep_members=False).scorecard


@pytest.fixture(scope="module")
def year_end(region: World, contract: ResultContract) -> Scorecard:
    return evaluate(contract, snapshot(region, YEAR_END), keep_members=False).scorecard


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_kind_of_messy_row_is_there_in_the_smallest_region(seed: int) -> None:
    assert [kind for kind, number in census(make(seed, 200)).items() if number == 0] == []


def test_every_kind_of_messy_row_is_there_in_the_full_region(region: World) -> None:
    assert [kind for kind, number in census(region).items() if number == 0] == []


def test_companies_live_where_people_live(region: World) -> None:
    companies = Counter(each.municipality for each in region.subjects if each.kind == "company")
    people = {place.code: place.inhabitants[2021] for place in area(HUB)}
    for code, persons in people.items():
        assert companies[code] == pytest.approx(30_000 * persons / sum(people.values()), rel=0.15, abs=15)


def test_the_published_rates_hold(region: World, autumn: Scorecard, year_end: Scorecard) -> None:
    value = {point.id: point.chosen.value for point in autumn.points}
    assert value["1.1"] == pytest.approx(41.2, abs=1)
    assert value["1.3"] == pytest.approx(76, abs=2.5)
    assert autumn.point("1.3").chosen.n == pytest.approx(1600, abs=40)
    assert value["3.1"] == pytest.approx(78.3, abs=1.5)
    assert value["3.2"] == pytest.approx(70, abs=3)
    assert value["4.2"] == 18
    assert value["8.3"] == pytest.approx(3900, abs=60)
    last = {point.id: point.chosen.value for point in year_end.points}
    assert last["8.3"] == pytest.approx(4930, abs=60)
    assert last["8.4"] == pytest.approx(630, abs=40)
    assert last["8.6"] == pytest.approx(80, abs=2)
    guided = [case for case in region.cases if case.organisation == HUB and case.started.year == 2022]
    operation = sum(case.segment == "operation" for case in guided)
    assert 100 * operation / len(guided) == pytest.approx(46, abs=3)


@pytest.mark.requirement("B76")
def test_most_municipalities_lie_in_the_band_and_lemvig_struer_and_samso_below_it(autumn: Scorecard) -> None:
    spread = autumn.point("8.1").chosen
    outside = {group.group: group.counted for group in spread.groups if group.verdict != "met"}
    below = {group.group for group in spread.groups if group.low is not None and group.counted < group.low}
    assert spread.value == 19 - len(outside) >= 13
    assert {"0665", "0671", "0741"} <= below


def test_the_awareness_of_2020_is_the_one_in_the_contract(autumn: Scorecard) -> None:
    change = autumn.point("1.2")
    waves = {group.group: group.value for group in change.reading("against=2020").groups}
    assert waves["2020"] == pytest.approx(36, abs=0.6)


def test_nothing_is_written_down_before_it_happened_or_about_somebody_unknown(hamlet: World) -> None:
    for case in hamlet.cases:
        assert case.subject.registered <= case.started <= case.registered
        assert all(
            case.started <= contact.on and case.registered <= contact.registered for contact in case.contacts
        )
        assert all(each.on in {contact.on for contact in case.contacts} for each in case.referrals)
        if case.ended and case.ended_registered:
            assert case.contacts[-1].on <= case.ended <= case.ended_registered
            assert case.registered <= case.ended_registered
    for contact in hamlet.contacts:
        assert contact.subject.registered <= contact.on <= contact.registered
    for seat in hamlet.participations:
        assert seat.session.on <= seat.registered
        assert seat.subject is None or seat.subject.registered <= seat.session.on
    for answer in hamlet.answers:
        assert answer.case is None or answer.case.registered <= answer.registered
    for each in hamlet.successions:
        assert each.predecessor.registered < each.on <= each.registered


def test_keys_are_used_once_and_nobody_signs_up_twice_for_a_session(region: World) -> None:
    for rows in (region.subjects, region.cases, region.contacts, region.referrals, region.participations):
        keys = [row.key for row in rows]
        assert len(keys) == len(set(keys))
    seats = Counter((each.session.key, each.subject.key) for each in region.participations if each.subject)
    assert max(seats.values()) == 1


def test_nobody_in_the_region_can_be_taken_for_somebody_real(region: World) -> None:
    names = [each.name for each in region.subjects] + [each.name for each in region.advisers]
    assert all(name.startswith("Demo ") for name in names)
    assert all(each.email.endswith("@samspil.example") for each in region.advisers)
    numbers = [each.cvr for each in region.subjects if each.kind == "company"]
    assert all(is_cvr_number(number) and number > "90000000" for number in numbers)
    assert len(numbers) == len(set(numbers))
    assert all(each.cvr == "" for each in region.subjects if each.kind == "founder")


def test_companies_are_seen_at_both_levels_and_local_services_work_in_every_operator_model(
    region: World,
) -> None:
    footings = Counter(served.footing for each in region.organisations for served in each.serves)
    assert set(footings) == {"own_department", "shared", "grant", "contract", "bought"}
    assert footings.total() == 19
    assert census(region)["company_at_both_levels"] > 500


def test_a_snapshot_in_csv_is_read_back_to_the_same_hash(hamlet: World, tmp_path: Path) -> None:
    made = snapshot(hamlet, AUTUMN)
    made.write(tmp_path, "csv")
    assert read_snapshot(tmp_path).hash == made.hash


def test_a_region_too_small_to_have_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="found 10; wanted at least 200"):
        make(1, 10)
