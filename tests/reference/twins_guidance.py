"""Slow twins of the measures of individual guidance, written from their definitions."""

from typing import Any

from tests.reference.twins_shared import (
    Member,
    Tables,
    case_lacks,
    farthest,
    in_year,
    nearest,
    participation_lacks,
    person,
)

ALWAYS_OTHER_ACTORS = {
    "private_adviser", "state_scheme", "knowledge_institution", "fund", "cluster", "gts",
    "job_centre", "business_hub", "other",
}  # fmt: skip


def new_share(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies guided in the year; counted when they were not guided before."""
    now = _guided_roles(tables, hub, p, p.year)
    earlier_years = [p.year - 1] if p.lookback == "previous_year" else range(1990, p.year)
    before = [_guided_roles(tables, hub, p, year) for year in earlier_years]
    members = []
    for (entity, row), role in now.items():
        if role == "counted" and any(roles.get((entity, row)) == "counted" for roles in before):
            role = "base"
        members.append(Member(entity, row, "", role))
    return members


def _guided_roles(tables: Tables, hub: str, p: Any, year: int) -> dict[tuple[str | None, str | None], str]:
    """The role of each company in the year; a participant who is nobody known stands alone."""
    found: dict[tuple[str | None, str | None], list[str]] = {}
    for case in tables["cases"]:
        who = person(tables, case["subject"], p.successions)
        lacks = case_lacks(tables, hub, case, p.case_year, year)
        if who.kind == "founder" and p.founders == "out":
            lacks.append("excluded:founder")
        found.setdefault((who.entity, None), []).append(farthest(lacks))
    if p.guided == "individual_or_collective":
        for participation in tables["participations"]:
            lacks = participation_lacks(hub, participation, year)
            if participation.get("subject") is None:
                lacks.append("excluded:no_subject")
                found[None, participation["participation"]] = [farthest(lacks)]
                continue
            who = person(tables, participation["subject"], p.successions)
            if who.kind == "founder" and p.founders == "out":
                lacks.append("excluded:founder")
            found.setdefault((who.entity, None), []).append(farthest(lacks))
    return {key: nearest(roles) for key, roles in found.items()}


def growth_courses(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Cases of the year with a company judged, by somebody on some day, to be in the growth segment."""
    members = []
    by_company: dict[str, list[str]] = {}
    for case in tables["cases"]:
        who = person(tables, case["subject"], p.successions)
        lacks = case_lacks(tables, hub, case, p.case_year, p.year)
        if who.kind == "founder":
            lacks.append("excluded:founder")
        if case.get("segment") is None:
            lacks.append("excluded:no_segment")
        elif case["segment"] != "growth":
            lacks.append("excluded:other_segment")
        elif case.get("segment_by") is None or case.get("segment_on") is None:
            lacks.append("excluded:no_segment_judgement")
        members.append(Member(who.entity, case["case"], "", farthest(lacks)))
        by_company.setdefault(who.entity, []).append(farthest(lacks))
    if p.unit == "company":
        return [Member(entity, None, "", nearest(roles)) for entity, roles in by_company.items()]
    return members


def referral_rate(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Companies and founders guided in the year; counted when the hub referred them on in the year."""
    receivers = set(ALWAYS_OTHER_ACTORS)
    for switch in ("virksomhedsguiden", "municipality", "own_programme"):
        if getattr(p, switch) == "yes":
            receivers.add(switch)
    guided: dict[str, list[str]] = {}
    for case in tables["cases"]:
        entity = person(tables, case["subject"], p.successions).entity
        guided.setdefault(entity, []).append(farthest(case_lacks(tables, hub, case, p.case_year, p.year)))
    members = []
    for entity, roles in guided.items():
        role = nearest(roles)
        if role == "counted":
            role = "base"
            for referral in tables["referrals"]:
                if (
                    person(tables, referral["subject"], p.successions).entity == entity
                    and referral["organisation"] == hub
                    and in_year(referral["on"], p.year)
                    and referral["receiver"] in receivers
                ):
                    role = "counted"
        members.append(Member(entity, None, "", role))
    return members
