"""The truth about individual guidance: who is new, growth courses, referrals, and the cohort of effects."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from samspil.demo.truth.station import Station
from samspil.demo.truth.tally import BASE, COUNTED, Figure, Tally, nearest
from samspil.demo.world.records import FIRST, Case, Subject

Switches = dict[str, Any]


def roles_by_subject(station: Station, p: Switches, year: int, collective: bool) -> dict[Subject, list[str]]:
    """Every role that each company or founder has by its cases, and by its seats if wanted."""
    roles: dict[Subject, list[str]] = defaultdict(list)
    for case, role in station.case_roles(year, p["case_year"]):
        roles[station.who(case.subject, p["successions"])].append(role)
    for seat, role in station.seat_roles(year) if collective else ():
        if seat.subject is not None:
            roles[station.who(seat.subject, p["successions"])].append(role)
    return roles


def new_share(station: Station, p: Switches) -> Figure:
    """New: guided in the year and not in the year before, or in no earlier year."""
    collective = p["guided"] == "individual_or_collective"
    first = p["year"] - 1 if p["lookback"] == "previous_year" else FIRST.year
    before = {
        who
        for year in range(first, p["year"])
        for who, roles in roles_by_subject(station, p, year, collective).items()
        if COUNTED in roles
    }
    unknown = (role for seat, role in station.seat_roles(p["year"]) if collective and seat.subject is None)
    tally = Tally.of(unknown)
    for who, roles in roles_by_subject(station, p, p["year"], collective).items():
        role = nearest(roles)
        if role == COUNTED:
            role = BASE if who in before else COUNTED
            if who.kind == "founder" and p["founders"] == "out":
                role = "founder"
        tally.add(role)
    return tally.share()


def growth_courses(station: Station, p: Switches) -> Figure:
    """Cases with a company in the growth segment, judged by somebody on some day; or such companies."""
    roles: dict[Subject, list[str]] = defaultdict(list)
    for case, role in station.case_roles(p["year"], p["case_year"]):
        who = station.who(case.subject, p["successions"])
        roles[who].append(_course(station, case, who) if role == COUNTED else role)
    if p["unit"] == "case":
        tally = Tally.of(role for each in roles.values() for role in each)
    else:
        tally = Tally.of(nearest(each) for each in roles.values())
    counted = tally.number(COUNTED)
    return Figure(float(counted), counted, counted, excluded=tally.excluded)


def _course(station: Station, case: Case, who: Subject) -> str:
    segment = station.segment(case)
    if who.kind == "founder":
        return "founder"
    if segment is None:
        return "no_segment"
    if segment != "growth":
        return "other_segment"
    return COUNTED if station.judged(case) else "no_segment_judgement"


def referral_rate(station: Station, p: Switches) -> Figure:
    """The individually guided whom the hub referred to somebody that counts."""
    barred = {kind for kind in ("virksomhedsguiden", "municipality", "own_programme") if p[kind] == "no"}
    sent = {
        station.who(each.subject, p["successions"])
        for each in station.referrals
        if each.on.year == p["year"] and each.receiver not in barred
    }
    tally = Tally()
    for who, roles in roles_by_subject(station, p, p["year"], collective=False).items():
        role = nearest(roles)
        tally.add(BASE if role == COUNTED and who not in sent else role)
    return tally.share()


def effect_against_controls(station: Station, p: Switches) -> Figure:
    """The cohort, and how many of it have the outcome for both years; there is no value yet."""
    known = _outcomes(station, p)
    roles: dict[Subject, list[str]] = defaultdict(list)
    for case in station.cases:
        who = station.who(case.subject, p["successions"])
        roles[who].append(_cohort(station, case, who, p, known))
    tally = Tally.of(nearest(each) for each in roles.values())
    return Figure(None, tally.number(COUNTED, BASE), tally.number(COUNTED), excluded=tally.excluded)


def _cohort(station: Station, case: Case, who: Subject, p: Switches, known: set[Subject]) -> str:
    if case.organisation != station.hub:
        return "other_organisation"
    if case.level != "specialised":
        return "basic_guidance"
    ended, segment = station.ended(case), station.segment(case)
    if ended is None:
        return "open_case"
    if ended.year != p["cohort"]:
        return "outside_period"
    if who.kind == "founder":
        return "founder"
    if segment is None:
        return "no_segment"
    if segment != p["segment"]:
        return "other_segment"
    return COUNTED if who in known else BASE


def _outcomes(station: Station, p: Switches) -> set[Subject]:
    """Who has the outcome for the cohort's year and for two years later."""
    years: dict[Subject, set[int]] = defaultdict(set)
    for each in station.world.outcomes:
        said = {
            "revenue": each.revenue is not None,
            "employment": each.employment is not None,
            "revenue_per_fte": each.revenue is not None and each.fte is not None and each.fte > 0,
        }
        if each.registered <= station.known_on and said[p["outcome"]]:
            years[station.who(each.subject, p["successions"])].add(each.year)
    return {who for who, have in years.items() if {p["cohort"], p["cohort"] + 2} <= have}
