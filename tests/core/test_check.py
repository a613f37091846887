"""What does not hold together in the real contract is found, by rules that hold for any contract."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from samspil.core.measures.check import Finding, findings
from samspil.core.measures.contract import Goal, Point, ResultContract
from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.contract_parts import Option, Quote
from samspil.shipped import folder

INVENTED = Path(__file__).parent / "contracts" / "erhvervshus-nordjylland-2024"
Change = Callable[..., set[str]]


@pytest.fixture(scope="module")
def real() -> dict[str, Finding]:
    contract = read_contract(folder("contracts") / "erhvervshus-midtjylland-2022")
    return {each.id: each for each in findings(contract)}


@pytest.fixture(scope="module")
def sound() -> ResultContract:
    return read_contract(INVENTED)


def ids(contract: ResultContract) -> set[str]:
    return {each.id for each in findings(contract)}


@pytest.fixture
def with_point(sound: ResultContract) -> Change:
    """The ids found that were not there, when fields of one point of the sound contract change."""

    def change(point_id: str, **fields: Any) -> set[str]:
        def point(each: Point) -> Point:
            return each.model_copy(update=fields) if each.id == point_id else each

        def goal(each: Goal) -> Goal:
            return each.model_copy(update={"points": tuple(map(point, each.points))})

        return ids(sound.model_copy(update={"goals": tuple(map(goal, sound.goals))})) - ids(sound)

    return change


@pytest.fixture
def with_head(sound: ResultContract) -> Change:
    """The ids found that were not there, when fields of the sound contract change."""

    def change(**fields: Any) -> set[str]:
        return ids(sound.model_copy(update=fields)) - ids(sound)

    return change


# The real contract


@pytest.mark.requirement("B34")
def test_rows_that_sum_to_39009_under_a_printed_39010_are_an_error(real: dict[str, Finding]) -> None:
    found = real["financing-sum"]
    assert found.severity == "error"
    assert "39.009" in found.message
    assert "39.010" in found.message
    assert "intet rettes" in found.handling


@pytest.mark.requirement("B39")
def test_45_against_36_and_a_rise_of_5_is_found(real: dict[str, Finding]) -> None:
    found = real["level-and-rise:1.1-1.2"]
    assert "forudsætter 40 i 2021" in found.message
    assert "36 + 5 er 41" in found.message


@pytest.mark.requirement("B62")
def test_65_is_60_and_a_rise_of_5_so_nothing_is_found(real: dict[str, Finding]) -> None:
    assert "level-and-rise:5.3-5.2" not in real


@pytest.mark.requirement("B62")
def test_the_words_of_65_pct_contradict_their_method(real: dict[str, Finding]) -> None:
    assert "65pct" in real["two-readings:5.3.question"].quote


@pytest.mark.requirement("B40")
def test_awareness_measured_the_year_after_its_target_is_found(real: dict[str, Finding]) -> None:
    assert {"measured-late:1.1", "measured-late:1.2", "two-readings:1.1.wave"} <= set(real)


@pytest.mark.requirement("B63")
def test_green_awareness_reported_in_other_years_is_found(real: dict[str, Finding]) -> None:
    assert {"reported-other-year:5.2", "reported-other-year:5.3", "two-readings:5.2.wave"} <= set(real)


@pytest.mark.requirement("B48")
def test_one_agreement_with_two_spans_is_found_where_the_rarer_stands(real: dict[str, Finding]) -> None:
    found = real["spans:aftale-om-rammerne-for-erhvervshuse-2021-2023"]
    assert "2020-2023 og 2021-2023" in found.message
    assert "for 2020-2023" in found.quote
    assert found.place == "Mål 3, indledning"


@pytest.mark.requirement("B4")
def test_the_empty_slot_and_one_local_goal_named_of_two_are_found(real: dict[str, Finding]) -> None:
    assert {"empty-goal:9", "stated:local_goals"} <= set(real)


@pytest.mark.requirement("B65")
def test_the_point_without_method_reporting_and_denominator_is_found(real: dict[str, Finding]) -> None:
    assert {"no-method:5.4", "no-reporting:5.4", "no-denominator:5.4"} <= set(real)


@pytest.mark.requirement("B50", "B69")
def test_nps_and_effects_without_a_method_are_found(real: dict[str, Finding]) -> None:
    assert {"no-method:3.2", "no-denominator:3.2", "no-method:6.2", "no-method:6.3"} <= set(real)


@pytest.mark.requirement("B51", "B60", "B70")
def test_guidance_of_years_before_the_contract_is_found(real: dict[str, Finding]) -> None:
    points = {each.partition(":")[2] for each in real if each.startswith("activity-earlier:")}
    assert points == {"3.1", "3.2", "4.1", "5.1", "5.4", "6.1", "6.2", "6.3", "6.4", "7.1"}


@pytest.mark.requirement("B47", "B55", "B57", "B79", "B80")
def test_words_that_pull_two_ways_are_found(real: dict[str, Finding]) -> None:
    switches = {each.partition(":")[2] for each in real if each.startswith("two-readings:")}
    assert switches >= {"3.1.denominator", "4.1.use", "4.1.receivers", "8.3.unit", "8.4.unit"}


@pytest.mark.requirement("B81", "B86")
def test_an_even_split_without_tolerance_and_goals_without_a_rule_are_found(real: dict[str, Finding]) -> None:
    assert {"no-target:8.5", "several-points:1", "several-points:8"} <= set(real)


@pytest.mark.requirement("B1", "B10", "B12", "B36", "B42", "B45", "B68", "B78", "B83")
def test_what_the_text_leaves_unsaid_is_noted(real: dict[str, Finding]) -> None:
    expected = {
        "not-signed", "no-date:1", "no-date:4", "no-end", "other-name", "no-precision", "same-as:2.1",
        "any-difference:6.4", "not-measured:8.2", "not-measured:8.7",
    }  # fmt: skip
    assert {each for each in expected if real[each].severity == "note"} == expected


def test_every_finding_says_in_both_languages_what_is_done_about_it(real: dict[str, Finding]) -> None:
    for each in real.values():
        assert each.place
        assert all((each.danish.message, each.danish.handling, each.english.message, each.english.handling))


def test_ids_are_unique_and_errors_come_first() -> None:
    found = findings(read_contract(folder("contracts") / "erhvervshus-midtjylland-2022"))
    assert len({each.id for each in found}) == len(found)
    severities = [each.severity for each in found]
    assert severities == sorted(severities, key=["error", "warning", "note"].index)


# The rules, on a contract that holds together


def test_a_contract_that_holds_together_has_nothing_but_a_note_on_samples(sound: ResultContract) -> None:
    assert ids(sound) == {"no-precision"}


def test_a_total_that_is_not_the_sum_is_found(sound: ResultContract, with_head: Change) -> None:
    assert sound.financing is not None
    other = sound.financing.model_copy(update={"printed_total": 999})
    assert with_head(financing=other) == {"financing-sum"}


def test_a_municipality_without_a_row_and_a_row_twice_are_found(
    sound: ResultContract, with_head: Change
) -> None:
    assert with_head(municipalities=("0825", "0851")) == {"financing-municipalities"}
    assert sound.financing is not None
    rows = (*sound.financing.rows, sound.financing.rows[0].model_copy(update={"amount": 0}))
    twice = sound.financing.model_copy(update={"rows": rows})
    assert with_head(financing=twice) == {"financing-municipalities"}


def test_a_contract_without_financing_has_nothing_to_sum(with_head: Change) -> None:
    assert with_head(financing=None) == set()


def test_a_level_that_is_not_baseline_and_rise_is_found(with_point: Change) -> None:
    assert with_point("1.1", targets={"2024": 51}) == {"level-and-rise:1.1-1.2"}


def test_a_level_against_a_year_without_a_baseline_is_found(with_point: Change) -> None:
    found = with_point("1.2", parameters={"wave": 2024, "against": 2023}, baselines={"2022": 44})
    assert found == {"level-and-rise:1.1-1.2"}


def test_a_baseline_that_is_not_the_hubs_own_is_found(with_point: Change) -> None:
    assert with_point("1.1", baselines={"2023": 41}) == {"baseline:1.1"}


@pytest.mark.parametrize("number", [0, 2])
def test_a_stated_number_that_is_not_there_is_found(
    sound: ResultContract, with_head: Change, number: int
) -> None:
    stated = (sound.stated[0].model_copy(update={"number": number}),)
    assert with_head(stated=stated) == {"stated:local_goals"}


def test_goals_that_skip_a_number_are_found(sound: ResultContract, with_head: Change) -> None:
    goals = (sound.goals[0], sound.goals[1].model_copy(update={"number": 3}))
    assert "goal-numbers" in with_head(goals=goals)


def test_a_point_measured_the_year_after_is_found(with_point: Change) -> None:
    assert with_point("1.1", measuring_year=2025) == {"measured-late:1.1"}


def test_a_point_that_counts_the_year_before_is_found(with_point: Change) -> None:
    assert with_point("2.1", activity_year=2023) == {"activity-earlier:2.1"}


def test_a_survey_reported_another_year_is_found_and_a_year_end_count_is_not(
    sound: ResultContract, with_point: Change
) -> None:
    late = sound.point("1.1").reporting[0].model_copy(update={"when": "efteråret 2025"})
    assert with_point("1.1", reporting=(late,)) == {"reported-other-year:1.1"}
    assert "reported-other-year:2.1" not in ids(sound)


def test_an_agreement_with_two_spans_in_two_dashes_is_found(with_point: Change) -> None:
    clauses = (Quote(place="Mål 1", text="i rammeaftalen med ministeriet 2023 – 2026"),)
    assert with_point("1.1", clauses=clauses) == {"spans:aftale-om-rammerne-for-erhvervshuse-2024-2026"}


def test_a_span_in_another_sentence_is_another_matter(with_point: Change) -> None:
    clauses = (Quote(place="Mål 1", text="Det står i rammeaftalen. Perioden 2010-2011 er forbi."),)
    assert with_point("1.1", clauses=clauses) == set()


def test_reporting_without_a_date_and_a_contract_without_an_end_are_noted(
    sound: ResultContract, with_head: Change
) -> None:
    undated = (sound.reporting[0].model_copy(update={"when": "hvert år"}),)
    assert with_head(reporting=undated, ends=None) == {"no-date:1", "no-end"}


def test_a_question_the_words_answer_twice_is_found(sound: ResultContract, with_point: Change) -> None:
    switch = sound.point("2.1").switches[0]
    others = (Option(value="in", label="Ja", quote="iværksættere og virksomheder"),)
    twice = switch.model_copy(update={"others": others})
    assert with_point("2.1", switches=(twice,)) == {"two-readings:2.1.founders"}


def test_a_choice_without_a_reason_is_found(sound: ResultContract, with_point: Change) -> None:
    switch = sound.point("2.1").switches[0].model_copy(update={"reason": " "})
    assert with_point("2.1", switches=(switch,)) == {"no-reason:2.1.founders"}


def test_two_readings_that_are_one_are_found(sound: ResultContract, with_point: Change) -> None:
    switch = sound.point("2.1").switches[0]
    same = switch.model_copy(update={"others": (switch.chosen, *switch.others)})
    assert with_point("2.1", switches=(same,)) == {"same-reading:2.1.founders=out"}


def test_another_name_in_the_clause_on_entry_into_force_is_noted(with_head: Change) -> None:
    assert with_head(in_force_quote="Aftalen træder i kraft.") == {"other-name"}


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("clauses", (), "no-clause:1.1"),
        ("method", "", "no-method:1.1"),
        ("denominator", "", "no-denominator:1.1"),
        ("reporting", (), "no-reporting:1.1"),
        ("targets", {}, "no-target:1.1"),
        ("direction", "above", "any-difference:1.1"),
    ],
)
def test_what_a_point_lacks_is_found(with_point: Change, field: str, value: object, found: str) -> None:
    assert with_point("1.1", **{field: value}) >= {found}


def test_a_count_needs_no_denominator(sound: ResultContract) -> None:
    assert sound.point("2.1").denominator == ""
    assert "no-denominator:2.1" not in ids(sound)


def test_a_point_without_an_indicator_and_one_that_refers_are_noted(with_point: Change) -> None:
    assert with_point("2.1", measure="", not_measured="Ingen.") == {"not-measured:2.1"}
    assert with_point("2.1", measure="", same_as="1.1") == {"same-as:2.1"}


def test_several_points_without_a_rule_are_noted(sound: ResultContract, with_head: Change) -> None:
    goals = (sound.goals[0].model_copy(update={"pass_rule": ""}), sound.goals[1])
    assert with_head(goals=goals) == {"several-points:1"}


def test_an_empty_slot_is_found(sound: ResultContract, with_head: Change) -> None:
    empty = Goal(number=3, title="Tom", english="Empty", national=True)
    assert with_head(goals=(*sound.goals, empty)) == {"empty-goal:3"}


def test_a_draft_is_noted(with_head: Change) -> None:
    assert with_head(status="udkast") == {"not-signed"}
