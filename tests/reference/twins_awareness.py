"""Slow twins of awareness, conduct and effects, written from their definitions."""

from datetime import date
from typing import Any

from tests.reference.twins_shared import Member, Row, Tables, case_lacks, farthest, in_year, nearest, person


def awareness(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Respondents of the wave; counted when they have heard of the hub, or name its green guidance."""
    return _wave(tables, hub, area, p, p.wave, "")


def awareness_change(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Respondents of both waves, each in the group of its wave."""
    waves = (p.wave, p.against)
    return [member for wave in waves for member in _wave(tables, hub, area, p, wave, str(wave))]


def _wave(tables: Tables, hub: str, area: tuple[str, ...], p: Any, wave: int, group: str) -> list[Member]:
    members = []
    for answer in tables["awareness"]:
        if answer["wave"] != wave:
            continue
        weight = answer.get("weight")
        if weight is None or p.weights == "equal":
            weight = 1.0
        home = answer.get("municipality")
        if answer["organisation"] != hub:
            role = "excluded:other_organisation"
        elif home is not None and home not in area:
            role = "excluded:outside_area"
        else:
            role = _heard(answer, p)
        members.append(Member(None, answer["respondent"], group, role, weight))
    return members


def _heard(answer: Row, p: Any) -> str:
    if p.question == "green" and answer["heard"] != "yes":
        return "excluded:not_heard"
    said = answer["heard"] if p.question == "heard" else answer.get("green")
    if said in (None, "no_answer") and p.dont_know == "out":
        return "excluded:not_answered"
    if said == "dont_know" and p.dont_know == "out":
        return "excluded:dont_know"
    return "counted" if said == "yes" else "base"


def presentations_offered(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Each municipality of the contract once; counted when an offer was made, or held, in the year."""
    members = []
    for municipality in area:
        role = "base"
        for offer in tables["offers"]:
            day = offer["offered"] if p.stage == "offered" else offer.get("held")
            if (
                offer["organisation"] == hub
                and offer["municipality"] == municipality
                and in_year(day, p.year)
            ):
                role = "counted"
        members.append(Member(None, municipality, municipality, role))
    return members


def milestone(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """The milestone's record for the hub: counted when decided done, unless it was reached too late."""
    members = []
    for record in tables["milestones"]:
        if record["milestone"] == p.milestone and record["organisation"] == hub:
            reached = record.get("reached")
            in_time = record["done"] and (reached is None or reached <= date.fromisoformat(p.deadline))
            members.append(Member(None, record["milestone"], "", "counted" if in_time else "base"))
    return members


def effect_against_controls(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies whose guidance ended in the cohort's year; counted when both years' outcomes are there."""
    found: dict[str, list[str]] = {}
    for case in tables["cases"]:
        who = person(tables, case["subject"], p.successions)
        lacks = [
            lack for lack in case_lacks(tables, hub, case, "started", 0) if lack != "excluded:outside_period"
        ]
        if case.get("ended") is None:
            lacks.append("excluded:open_case")
        elif not in_year(case["ended"], p.cohort):
            lacks.append("excluded:outside_period")
        if who.kind == "founder":
            lacks.append("excluded:founder")
        if case.get("segment") is None:
            lacks.append("excluded:no_segment")
        elif case["segment"] != p.segment:
            lacks.append("excluded:other_segment")
        found.setdefault(who.entity, []).append(farthest(lacks))
    members = []
    for entity, roles in found.items():
        role = nearest(roles)
        if role == "counted" and not all(
            _has_outcome(tables, entity, year, p) for year in (p.cohort, p.cohort + 2)
        ):
            role = "base"
        members.append(Member(entity, None, "", role))
    return members


def _has_outcome(tables: Tables, entity: str, year: int, p: Any) -> bool:
    for row in tables["outcomes"]:
        if row["year"] != year or person(tables, row["subject"], p.successions).entity != entity:
            continue
        if p.outcome != "revenue_per_fte":
            there = row.get(p.outcome) is not None
        else:
            there = row.get("revenue") is not None and row.get("fte") is not None and row["fte"] > 0
        if there:
            return True
    return False
