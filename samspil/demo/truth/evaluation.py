"""The truth about the user evaluation: what the companies said, and who said nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from samspil.demo.truth.guidance import Switches
from samspil.demo.truth.station import Station
from samspil.demo.truth.tally import BASE, COUNTED, Figure, Tally
from samspil.demo.world.records import Case, EvaluationAnswer, Subject

SEGMENTS = ("growth", "operation")
# An answer's role if the company had given no other.
Judge = Callable[[EvaluationAnswer], str]


def _questionnaires(station: Station, p: Switches, judge: Judge) -> list[tuple[EvaluationAnswer, str]]:
    """Every questionnaire with its role; of a company's usable ones only the last counts, or all do."""
    judged = [(each, _role(station, p, each, judge)) for each in station.answers]
    if p["answers"] == "all":
        return judged
    last: dict[Subject, EvaluationAnswer] = {}
    for each, role in judged:
        if role in (COUNTED, BASE):
            who = station.who(each.subject, p["successions"])
            if who not in last or (each.on, each.key) > (last[who].on, last[who].key):
                last[who] = each
    kept = {each.key for each in last.values()}
    return [
        (each, "earlier_answer" if role in (COUNTED, BASE) and each.key not in kept else role)
        for each, role in judged
    ]


def _role(station: Station, p: Switches, answer: EvaluationAnswer, judge: Judge) -> str:
    if answer.organisation != station.hub:
        return "other_organisation"
    return judge(answer) if answer.guided_year == p["year"] else "outside_period"


def _silent(station: Station, p: Switches, heard: set[Subject]) -> list[Case]:
    """The latest case of everybody guided (or signed up) who gave no answer."""
    if p["denominator"] == "answered":
        return []
    cases: dict[Subject, list[Case]] = defaultdict(list)
    for case, role in station.case_roles(p["year"], p["case_year"]):
        if role == COUNTED:
            who = station.who(case.subject, p["successions"])
            if who not in heard and (p["denominator"] == "guided" or case.signed_up is True):
                cases[who].append(case)
    return [max(several, key=lambda case: (case.started, case.key)) for several in cases.values()]


def _heard(station: Station, p: Switches, rows: list[tuple[EvaluationAnswer, str]]) -> set[Subject]:
    """Who has answered the question; a don't-know is an answer too."""
    said = (COUNTED, BASE, "dont_know")
    return {station.who(each.subject, p["successions"]) for each, role in rows if role in said}


def _segment(station: Station, case: Case | None) -> str:
    return (station.segment(case) if case is not None else None) or "unknown"


def _unsure(p: Switches, said: str | None) -> bool:
    return said == "dont_know" and p["dont_know"] == "out"


def very_satisfied(station: Station, p: Switches) -> Figure:
    """Very satisfied with the professional competence, by segment."""

    def judge(answer: EvaluationAnswer) -> str:
        if answer.satisfaction is None:
            return "not_answered"
        if _unsure(p, answer.satisfaction):
            return "dont_know"
        return COUNTED if answer.satisfaction == "very_satisfied" else BASE

    each = p["segments"] == "each"
    rows = _questionnaires(station, p, judge)
    tally = Tally()
    for answer, role in rows:
        tally.add(role, _segment(station, answer.case) if each else "")
    for case in _silent(station, p, _heard(station, p, rows)):
        tally.add(BASE, _segment(station, case) if each else "")
    figure = tally.share()
    figure.groups = tally.groups(*SEGMENTS) if each and figure.n else {}
    return figure


def net_promoter_score(station: Station, p: Switches) -> Figure:
    """Promoters minus detractors, in hundredths of those who answered."""

    def judge(answer: EvaluationAnswer) -> str:
        if answer.recommend is None:
            return "not_answered"
        return COUNTED if answer.recommend >= 9 else BASE

    tally, against = Tally(), 0
    groups = dict.fromkeys(("promoter", "passive", "detractor"), 0)
    for answer, role in _questionnaires(station, p, judge):
        tally.add(role)
        if role in (COUNTED, BASE) and answer.recommend is not None:
            low = answer.recommend <= 6
            against += low
            groups["promoter" if role == COUNTED else "detractor" if low else "passive"] += 1
    n, counted = tally.number(COUNTED, BASE), tally.number(COUNTED)
    if not n:
        return Figure(None, 0, 0, excluded=tally.excluded)
    parts = {name: (n, number) for name, number in groups.items()}
    return Figure(100 * (counted - against) / n, n, counted, parts, tally.excluded)


def referral_use(station: Station, p: Switches) -> Figure:
    """Those who say they were referred, and have used it, or expect to."""
    uses = {"used", "expects"} if p["use"] == "used_or_expects" else {"used"}

    def judge(answer: EvaluationAnswer) -> str:
        if answer.referred is None:
            return "not_answered"
        if answer.referred != "yes":
            return "not_referred"
        if p["receivers"] == "private" and answer.referred_to == "public":
            return "public_receiver"
        if answer.used is None or (p["receivers"] == "private" and answer.referred_to is None):
            return "not_answered"
        if _unsure(p, answer.used):
            return "dont_know"
        return COUNTED if answer.used in uses else BASE

    return Tally.of(role for _, role in _questionnaires(station, p, judge)).share()


def high_degree(station: Station, p: Switches) -> Figure:
    """Those who expect a positive effect in high degree, of all or of those guided on a topic."""
    topic = p["topic"]

    def judge(answer: EvaluationAnswer) -> str:
        by_case = answer.case.topics if answer.case is not None else ()
        if topic and topic not in (answer.topics if p["topic_source"] == "answer" else by_case):
            return "other_topic"
        if answer.effect is None:
            return "not_answered"
        if _unsure(p, answer.effect):
            return "dont_know"
        return COUNTED if answer.effect == "high" else BASE

    rows = _questionnaires(station, p, judge)
    tally = Tally.of(role for _, role in rows)
    for _ in () if topic else _silent(station, p, _heard(station, p, rows)):
        tally.add(BASE)
    return tally.share()
