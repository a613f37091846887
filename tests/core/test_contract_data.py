"""The 2022 contract as data: everything the text has, word for word, and every ambiguity decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from samspil.core.measures.contract import ResultContract
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.registry import MEASURES
from samspil.core.reference import municipalities
from samspil.core.standards import topics
from samspil.shipped import folder
from tools import quotes

HUBS = {
    f"erhvervshus-{area}"
    for area in ("nordjylland", "midtjylland", "sjaelland", "fyn", "sydjylland", "hovedstaden")
}


@pytest.fixture(scope="module")
def contract() -> ResultContract:
    return read_contract(folder("contracts") / "erhvervshus-midtjylland-2022")


def decided(contract: ResultContract) -> Iterator[str]:
    """Every requirement a switch, a decision or a duty of the contract answers."""
    for decision in contract.decisions:
        yield decision.requirement
    for area in contract.priority_areas:
        yield from (duty.requirement for duty in area.duties)
    for point in contract.points:
        yield from (decision.requirement for decision in point.decisions)
        for switch in point.switches:
            yield from switch.requirements


def test_every_quote_is_one_that_was_found_word_for_word_in_the_sources() -> None:
    found = {quotes.fingerprint(text): place for text, place in quotes.quotes().items()}
    assert {place for each, place in found.items() if each not in quotes.listed()} == set()
    assert quotes.listed() - set(found) == set(), "the list holds quotes that nothing uses; write it again"


def test_every_quote_stands_in_the_sources_where_they_are_at_hand() -> None:
    sources = quotes.ROOT.parent / "shared" / "sources"
    # Without the sources there is nothing to compare with; the fingerprints above hold in any case.
    assert not sources.is_dir() or quotes.unfounded(sources) == {}


def test_evening_out_a_quote_leaves_its_words_alone() -> None:
    assert quotes.even("<p>være  65pct.</p>\n og ² ") == "være 65pct. og ²"


@pytest.mark.requirement("B1", "B2", "B3", "B36")
def test_parties_grounds_and_state_are_there(contract: ResultContract) -> None:
    names = {party.name for party in contract.parties}
    assert names >= {
        "KKR Midtjylland", "Erhvervshus Midtjylland", "KL", "Erhvervsministeriet", "Erhvervsstyrelsen",
        "Danmarks Erhvervsfremmebestyrelse", "KD-Net",
    }  # fmt: skip
    adopted = [basis.adopted for basis in contract.legal_basis if basis.adopted]
    assert adopted == [date(2018, 10, 25), date(2021, 1, 27)]
    assert (contract.status, contract.in_force, contract.ends) == ("udkast", date(2022, 1, 1), None)


@pytest.mark.requirement("B6", "B7")
def test_four_tasks_and_the_ten_topics_of_the_standard_are_there(contract: ResultContract) -> None:
    assert len(contract.tasks) == 4
    known = [topic.code for topic in topics().named("resultatkontrakt-2022").topics]
    assert list(contract.topics) == known
    assert len(known) == 10


def test_six_priority_areas_have_duties_with_the_words_they_come_from(contract: ResultContract) -> None:
    assert [area.number for area in contract.priority_areas] == [1, 2, 3, 4, 5, 6]
    assert all(duty.quote and duty.requirement for area in contract.priority_areas for duty in area.duties)


@pytest.mark.requirement("B4", "B91")
def test_seven_national_goals_one_local_and_an_empty_slot_are_there(contract: ResultContract) -> None:
    assert [goal.number for goal in contract.goals if goal.national] == [1, 2, 3, 4, 5, 6, 7]
    assert [goal.number for goal in contract.goals if not goal.national] == [8, 9]
    assert [goal.number for goal in contract.goals if not goal.points] == [9]


@pytest.mark.requirement("B38", "B61", "B91")
def test_baselines_of_2020_are_there_for_all_six_hubs(contract: ResultContract) -> None:
    aware, green = contract.baselines
    assert (aware.goal, aware.national, set(aware.hubs)) == (1, 33, HUBS)
    assert (green.goal, green.national, set(green.hubs)) == (5, 61, HUBS)
    assert (aware.hubs[contract.hub], green.hubs[contract.hub]) == (36, 60)


@pytest.mark.requirement("B33", "B34", "B37")
def test_the_financing_table_stands_as_printed(contract: ResultContract) -> None:
    financing = contract.financing
    assert financing is not None
    assert (len(financing.rows), sum(row.amount for row in financing.rows)) == (19, 39_009)
    assert financing.printed_total == 39_010
    names = {row.municipality: row.name for row in financing.rows}
    assert names == {code: municipalities()[code].name for code in contract.municipalities}


@pytest.mark.requirement(
    "B38", "B46", "B50", "B54", "B61", "B65", "B66", "B67", "B68", "B73", "B79", "B80", "B82"
)
@pytest.mark.parametrize(
    ("point", "measure", "target"),
    [
        ("1.1", "awareness", 45), ("1.2", "awareness_change", 5), ("1.3", "new_share", 50),
        ("3.1", "very_satisfied", 80), ("3.2", "net_promoter_score", 70), ("4.1", "referral_use", 48),
        ("4.2", "presentations_offered", 19), ("5.2", "awareness_change", 5), ("5.3", "awareness", 65),
        ("5.4", "high_degree", 70), ("6.1", "high_degree", 70), ("6.2", "effect_against_controls", 10),
        ("6.3", "effect_against_controls", 5), ("6.4", "effect_against_controls", 0),
        ("7.1", "high_degree", 70), ("8.1", "geographic_spread", 19), ("8.3", "unique_users", 5000),
        ("8.4", "growth_courses", 600),
        ("8.5", "channel_balance", None), ("8.6", "referral_rate", 80),
    ],
)  # fmt: skip
def test_a_point_has_its_measure_and_the_target_of_2022(
    contract: ResultContract, point: str, measure: str, target: float | None
) -> None:
    found = contract.point(point)
    assert (found.measure, found.target(2022)) == (measure, target)


def test_every_measure_is_used_by_the_contract(contract: ResultContract) -> None:
    assert {point.measure for point in contract.points if point.measure} == set(MEASURES)


@pytest.mark.requirement("B45", "B78", "B83")
def test_points_without_a_figure_of_their_own_say_why(contract: ResultContract) -> None:
    unmeasured = {point.id for point in contract.points if not point.measure}
    assert unmeasured == {"2.1", "8.2", "8.7"}
    assert contract.point("2.1").same_as == "8.1"


@pytest.mark.requirement("B84", "B89")
def test_every_point_says_who_measures_and_who_reports_but_the_one_the_text_forgot(
    contract: ResultContract,
) -> None:
    assert all(point.measured_by for point in contract.points)
    assert [point.id for point in contract.points if not point.reporting] == ["5.4"]


@pytest.mark.requirement("B51")
@pytest.mark.parametrize("point", ["3.1", "3.2", "4.1", "5.4", "6.1", "7.1"])
def test_the_evaluation_counts_2021_by_the_words_and_2022_as_the_other_reading(
    contract: ResultContract, point: str
) -> None:
    year = next(switch for switch in contract.point(point).switches if switch.name == "year")
    assert (year.chosen.value, [option.value for option in year.others]) == (2021, [2022])


@pytest.mark.requirement(
    "B39", "B40", "B41", "B42", "B43", "B44", "B47", "B48", "B49", "B52", "B53", "B55", "B56"
)
@pytest.mark.requirement(
    "B57", "B58", "B59", "B60", "B62", "B63", "B64", "B69", "B70", "B71", "B72", "B74", "B75"
)
@pytest.mark.requirement("B76", "B77", "B81", "B85", "B86", "B87", "B88", "B90")
def test_every_ambiguity_from_b38_to_b91_is_decided_in_the_open(contract: ResultContract) -> None:
    answered = set(decided(contract))
    assert [f"B{number}" for number in range(38, 92) if f"B{number}" not in answered] == []


def test_every_switch_gives_its_reason_and_its_requirement(contract: ResultContract) -> None:
    bare = [
        f"{point.id}.{switch.name}"
        for point in contract.points
        for switch in point.switches
        if not (switch.reason and switch.requirements and switch.others)
    ]
    assert bare == []


def test_every_switch_names_values_the_measure_takes_and_years_are_numbers(contract: ResultContract) -> None:
    for point in contract.points:
        for reading in point.readings() if point.measure else ():
            assert point.arguments(reading)
        years = [switch for switch in point.switches if switch.name in {"wave", "against", "year", "cohort"}]
        assert all(isinstance(option.value, int) for switch in years for option in switch.others)


def test_every_goal_and_point_has_a_name_in_both_languages(contract: ResultContract) -> None:
    assert all(goal.title and goal.english for goal in contract.goals)
    assert all(point.title and point.english for point in contract.points)
