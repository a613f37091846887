"""Slow twins of the measures of the user evaluation, written from their definitions."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.reference.twins_shared import Member, Row, Tables, case_lacks, codes, farthest, person

Says = Callable[[Row], str]


def _segment(case: Row | None) -> str:
    if case is None or case.get("segment") is None:
        return "unknown"
    return str(case["segment"])


def _case(tables: Tables, answer: Row) -> Row | None:
    for case in tables["cases"]:
        if case["case"] == answer.get("case"):
            return case
    return None


def _answers(tables: Tables, hub: str, p: Any, says: Says) -> list[tuple[str, Row, str]]:
    """Every questionnaire with the company it is from and its role; `says` judges one of the cohort."""
    judged: list[tuple[str, Row, str]] = []
    for answer in tables["answers"]:
        lacks = []
        if answer["organisation"] != hub:
            lacks.append("excluded:other_organisation")
        if answer["guided_year"] != p.year:
            lacks.append("excluded:outside_period")
        role = farthest(lacks) if lacks else says(answer)
        judged.append((person(tables, answer["subject"], p.successions).entity, answer, role))
    if p.answers == "all":
        return judged
    last: dict[str, tuple[date, str]] = {}
    for entity, answer, role in judged:
        if role in ("counted", "base"):
            last[entity] = max((answer["on"], answer["answer"]), last.get(entity, (date.min, "")))
    return [
        (entity, answer, "excluded:earlier_answer" if _before(answer, last.get(entity), role) else role)
        for entity, answer, role in judged
    ]


def _before(answer: Row, last: tuple[date, str] | None, role: str) -> bool:
    """Whether the company has a later answer that can be used, as this one can."""
    return role in ("counted", "base") and (answer["on"], answer["answer"]) != last


def _satisfied(p: Any) -> Says:
    def says(answer: Row) -> str:
        said = answer.get("satisfaction")
        if said is None:
            return "excluded:not_answered"
        if said == "dont_know" and p.dont_know == "out":
            return "excluded:dont_know"
        return "counted" if said == "very_satisfied" else "base"

    return says


def very_satisfied(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies by segment of the case they answered about; counted when very satisfied."""
    judged = _answers(tables, hub, p, _satisfied(p))
    members = []
    for entity, answer, role in judged:
        group = _segment(_case(tables, answer)) if p.segments == "each" else ""
        members.append(Member(entity, answer["answer"], group, role))
    return members + _silent(tables, hub, p, judged, by_segment=p.segments == "each")


def _silent(
    tables: Tables, hub: str, p: Any, judged: list[tuple[str, Row, str]], by_segment: bool
) -> list[Member]:
    """Those of the cohort who were signed up, or guided, and gave no answer."""
    if p.denominator == "answered":
        return []
    of_the_cohort: dict[str, list[Row]] = {}
    for case in tables["cases"]:
        if case_lacks(tables, hub, case, p.case_year, p.year):
            continue
        if p.denominator == "signed_up" and not case.get("signed_up"):
            continue
        of_the_cohort.setdefault(person(tables, case["subject"], p.successions).entity, []).append(case)
    gave_one = {
        entity
        for entity, _, role in judged
        if role in ("counted", "base", "excluded:earlier_answer", "excluded:dont_know")
    }
    members = []
    for entity, cases in of_the_cohort.items():
        if entity not in gave_one:
            last = max(cases, key=lambda case: (case["started"], case["case"]))
            members.append(Member(entity, last["case"], _segment(last) if by_segment else "", "base"))
    return members


def net_promoter_score(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies as promoters (9-10), passives (7-8) and detractors (0-6); promoters are counted."""

    def says(answer: Row) -> str:
        if answer.get("recommend") is None:
            return "excluded:not_answered"
        return "counted" if answer["recommend"] >= 9 else "base"

    members = []
    for entity, answer, role in _answers(tables, hub, p, says):
        group = _promotes(answer["recommend"]) if role in ("counted", "base") else ""
        members.append(Member(entity, answer["answer"], group, role))
    return members


def _promotes(recommend: int) -> str:
    if recommend >= 9:
        return "promoter"
    return "passive" if recommend >= 7 else "detractor"


def referral_use(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies that say they were referred; counted when they used the referral, or expect to."""
    uses = ("used", "expects") if p.use == "used_or_expects" else ("used",)

    def says(answer: Row) -> str:
        if answer.get("referred") is None:
            return "excluded:not_answered"
        if answer["referred"] != "yes":
            return "excluded:not_referred"
        lacks = []
        if p.receivers == "private" and answer.get("referred_to") == "public":
            lacks.append("excluded:public_receiver")
        if p.receivers == "private" and answer.get("referred_to") is None:
            lacks.append("excluded:not_answered")
        if answer.get("used") is None:
            lacks.append("excluded:not_answered")
        if answer.get("used") == "dont_know" and p.dont_know == "out":
            lacks.append("excluded:dont_know")
        return farthest(lacks, otherwise="counted" if answer.get("used") in uses else "base")

    judged = _answers(tables, hub, p, says)
    return [Member(entity, answer["answer"], "", role) for entity, answer, role in judged]


def high_degree(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies that expect a positive effect in high degree, among all or those guided on a topic."""

    def says(answer: Row) -> str:
        lacks = []
        about: Row | None = answer if p.topic_source == "answer" else _case(tables, answer)
        if p.topic and (about is None or p.topic not in codes(about.get("topics"))):
            lacks.append("excluded:other_topic")
        if answer.get("effect") is None:
            lacks.append("excluded:not_answered")
        if answer.get("effect") == "dont_know" and p.dont_know == "out":
            lacks.append("excluded:dont_know")
        return farthest(lacks, otherwise="counted" if answer.get("effect") == "high" else "base")

    judged = _answers(tables, hub, p, says)
    members = [Member(entity, answer["answer"], "", role) for entity, answer, role in judged]
    # Nobody who is silent has said what the guidance was about.
    return members if p.topic else members + _silent(tables, hub, p, judged, by_segment=False)
