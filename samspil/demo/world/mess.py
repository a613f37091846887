"""Every kind of messy row, by name, counted in a world: what the definitions have to survive."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from samspil.demo.world.places import HUB, area
from samspil.demo.world.records import Case, EvaluationAnswer, Participation, Succession, World

AREA = {place.code for place in area(HUB)}


def census(world: World) -> dict[str, int]:
    """How many there are of every kind, in the order of KINDS."""
    return {name: sum(1 for _ in find(world)) for name, find in KINDS.items()}


def _cases(test: Callable[[Case], Any]) -> Callable[[World], Iterable[Case]]:
    return lambda world: (each for each in world.cases if each.organisation == HUB and test(each))


def _seats(test: Callable[[Participation], Any]) -> Callable[[World], Iterable[Participation]]:
    return lambda world: (
        each for each in world.participations if HUB in each.session.organisers and test(each)
    )


def _answers(test: Callable[[EvaluationAnswer], Any]) -> Callable[[World], Iterable[EvaluationAnswer]]:
    return lambda world: (each for each in world.answers if each.organisation == HUB and test(each))


def _successions(test: Callable[[Succession], Any]) -> Callable[[World], Iterable[Succession]]:
    return lambda world: (each for each in world.successions if test(each))


def _years(case: Case) -> set[int]:
    return {contact.on.year for contact in case.contacts}


def _quiet_new_year(case: Case) -> bool:
    """Open in a year in which nobody was in contact."""
    return case.ended is not None and case.ended.year > max(_years(case))


def _several_answers(world: World, same_day: bool) -> list[Any]:
    said: Counter[tuple[str, int, date | None]] = Counter(
        (each.subject.key, each.guided_year, each.on if same_day else None) for each in world.answers
    )
    return [each for each, number in said.items() if number > 1]


def _both_levels(world: World) -> set[str]:
    local = {each.subject.key for each in world.cases if each.level == "basic"}
    return local & {each.subject.key for each in world.cases if each.organisation == HUB}


def _both_hubs(world: World) -> set[str]:
    other = {each.subject.key for each in world.cases if each.level != "basic" and each.organisation != HUB}
    return other & {each.subject.key for each in world.cases if each.organisation == HUB}


def _both_channels(world: World) -> set[str]:
    came = {
        each.subject.key for each in world.participations if each.subject and HUB in each.session.organisers
    }
    return came & {each.subject.key for each in world.cases if each.organisation == HUB}


def _only_own_programme(case: Case) -> bool:
    return bool(case.referrals) and all(each.receiver == "own_programme" for each in case.referrals)


KINDS: dict[str, Callable[[World], Iterable[Any]]] = {
    "case_over_new_year": _cases(lambda case: len(_years(case)) > 1),
    "case_open_over_new_year_without_contact": _cases(_quiet_new_year),
    "case_never_closed": _cases(lambda case: case.ended is None),
    "case_closed_in_arrears": _cases(lambda case: case.ended and case.ended_registered != case.ended),
    "case_registered_late": _cases(lambda case: case.registered > case.started),
    "case_without_segment": _cases(lambda case: case.subject.kind == "company" and case.segment is None),
    "segment_without_judge": _cases(lambda case: case.segment and case.segment_by is None),
    "segment_without_day": _cases(lambda case: case.segment and case.segment_on is None),
    "case_outside_area": _cases(
        lambda case: case.subject.municipality and case.subject.municipality not in AREA
    ),
    "case_without_meeting_place": _cases(lambda case: case.met is None),
    "shielded_case": _cases(lambda case: case.shielded),
    "founder_guided": _cases(lambda case: case.subject.kind == "founder"),
    "subject_without_municipality": _cases(lambda case: case.subject.municipality is None),
    "referred_to_own_programme_only": _cases(_only_own_programme),
    "other_hubs_case": lambda world: (
        each for each in world.cases if each.level == "specialised" and each.organisation != HUB
    ),
    "company_at_both_levels": _both_levels,
    "company_at_both_hubs": _both_hubs,
    "user_in_both_channels": _both_channels,
    "succession": _successions(lambda each: each.kind == "renumbered"),
    "succession_in_a_chain": _successions(lambda each: each.successor.became is not None),
    "succession_registered_late": _successions(lambda each: each.registered > each.on),
    "founder_became_company": _successions(lambda each: each.kind == "incorporated"),
    "merger": _successions(lambda each: each.kind == "merged"),
    "no_show": _seats(lambda each: each.attended is False),
    "list_not_ticked_off": _seats(lambda each: each.attended is None),
    "participant_without_subject": _seats(lambda each: each.subject is None),
    "participation_of_nobody": _seats(lambda each: each.persons == 0),
    "participation_of_several": _seats(lambda each: (each.persons or 1) > 1),
    "persons_not_written": _seats(lambda each: each.persons is None),
    "participation_registered_late": _seats(lambda each: each.registered > each.session.on),
    "session_with_two_organisers": _seats(lambda each: len(each.session.organisers) > 1),
    "contact_without_case": lambda world: (each for each in world.contacts if each.case is None),
    "several_answers_from_a_company": lambda world: _several_answers(world, same_day=False),
    "several_answers_on_one_day": lambda world: _several_answers(world, same_day=True),
    "answer_without_case": _answers(lambda each: each.case is None),
    "answer_without_segment": _answers(lambda each: each.case and each.case.segment is None),
    "answer_dont_know": _answers(lambda each: "dont_know" in (each.satisfaction, each.used, each.effect)),
    "answer_with_empty_item": _answers(lambda each: None in (each.satisfaction, each.recommend, each.effect)),
    "answer_about_other_topics_than_the_case": _answers(
        lambda each: each.case and set(each.topics) != set(each.case.topics)
    ),
    "respondent_unsure": lambda world: (
        each for each in world.respondents if each.heard in {"dont_know", "no_answer"}
    ),
    "respondent_without_weight": lambda world: (each for each in world.respondents if each.weight is None),
    "respondent_outside_area": lambda world: (
        each for each in world.respondents if each.organisation == HUB and each.municipality not in AREA
    ),
    "presentation_outside_area": lambda world: (
        each for each in world.presentations if each.organisation == HUB and each.municipality not in AREA
    ),
}
