"""The truth about reach: unique users, the balance of channels, and the spread over municipalities."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from samspil.demo.truth.guidance import Switches
from samspil.demo.truth.station import Station
from samspil.demo.truth.tally import COUNTED, Figure, Tally, nearest
from samspil.demo.world.records import Subject

INDIVIDUAL, COLLECTIVE = "individual", "collective"


@dataclass(frozen=True)
class Use:
    """One case or one seat: by whom, in which role, where, and how many persons it stands for."""

    who: Subject | None
    channel: str
    role: str
    met: str | None
    persons: int


def uses(station: Station, p: Switches, channel: str) -> Iterator[Use]:
    """Every case and every seat; a seat at a shared session once for each organiser."""
    if channel != COLLECTIVE:
        for case, role in station.case_roles(p["year"], p["case_year"]):
            yield Use(station.who(case.subject, p["successions"]), INDIVIDUAL, role, case.met, 1)
    if channel == INDIVIDUAL:
        return
    for seat, role in station.seat_roles(p["year"]):
        who = station.who(seat.subject, p["successions"]) if seat.subject else None
        yield Use(who, COLLECTIVE, role, None, 1 if seat.persons is None else seat.persons)


def _by_subject(found: list[Use]) -> dict[Subject, list[Use]]:
    grouped: dict[Subject, list[Use]] = defaultdict(list)
    for use in found:
        if use.who is not None:
            grouped[use.who].append(use)
    return grouped


def unique_users(station: Station, p: Switches) -> Figure:
    """Everybody once across both channels; or every case and every person at a session."""
    found = [_without_founders(use, p) for use in uses(station, p, p["channel"])]
    if p["unit"] == "registration":
        return _registrations(found)
    tally = Tally.of(use.role for use in found if use.who is None)
    for rows in _by_subject(found).values():
        ways = {use.channel for use in rows if use.role == COUNTED}
        way = "both" if len(ways) == 2 else "".join(ways)
        tally.add(nearest(use.role for use in rows), way)
    counted = tally.number(COUNTED)
    return Figure(float(counted), counted, counted, _numbers(tally), tally.excluded)


def _without_founders(use: Use, p: Switches) -> Use:
    founder = use.who is not None and use.who.kind == "founder"
    if founder and p["founders"] == "out" and use.role == COUNTED:
        return Use(use.who, use.channel, "founder", use.met, use.persons)
    return use


def _registrations(found: list[Use]) -> Figure:
    """Cases plus persons; somebody nobody wrote down is a participant all the same."""
    tally = Tally()
    for use in found:
        role = COUNTED if use.role == "no_subject" else use.role
        tally.add(role, use.channel, use.persons)
    total = int(tally.weight(COUNTED))
    ways = {name: int(tally.weight(COUNTED, group=name)) for name in tally.groups()}
    groups = {name: (total, number) for name, number in ways.items()}
    return Figure(float(total), total, total, groups, tally.excluded)


def _numbers(tally: Tally) -> dict[str, tuple[int, int]]:
    """Each group's number out of the total."""
    total = max(tally.number(COUNTED), 1)
    return {name: (total, counted) for name, (_, counted) in tally.groups().items()}


def channel_balance(station: Station, p: Switches) -> Figure:
    """Individually guided against participants; who used both counts in each, or in neither."""
    found = list(uses(station, p, "both"))
    tally = Tally.of(use.role for use in found if use.who is None)
    for rows in _by_subject(found).values():
        ways = {use.channel for use in rows if use.role == COUNTED}
        if len(ways) == 2 and p["in_both"] == "left_out":
            tally.add("both_channels")
        elif ways:
            for way in sorted(ways):
                tally.add(COUNTED, way)
        else:
            tally.add(nearest(use.role for use in rows))
    one, many = (tally.number(COUNTED, group=way) for way in (INDIVIDUAL, COLLECTIVE))
    total = one + many
    groups = {INDIVIDUAL: (total, one), COLLECTIVE: (total, many)} if total else {}
    return Figure(100 * one / total if total else None, total, one, groups, tally.excluded)


def geographic_spread(station: Station, p: Switches) -> Figure:
    """How many municipalities have a part of the activity near their part of the population."""
    tally = Tally()
    by_subject: dict[Subject, list[tuple[str, str]]] = defaultdict(list)
    for use in uses(station, p, p["channel"]):
        if use.who is None:
            tally.add(use.role)
            continue
        role, place = _place(station, use, p["place"])
        if p["unit"] == "activity":
            tally.add(role, place)
        else:
            by_subject[use.who].append((role, place))
    for rows in by_subject.values():
        places = {place for role, place in rows if role == COUNTED}
        for place in places:
            tally.add(COUNTED, place)
        if not places:
            tally.add(nearest(role for role, _ in rows))
    return _inside(station, p, tally)


def _place(station: Station, use: Use, rule: str) -> tuple[str, str]:
    """The role, and the municipality when it counts."""
    if use.role != COUNTED or use.who is None:
        return use.role, ""
    where = use.met if rule == "met" and use.met is not None else use.who.municipality
    if where is None:
        return "no_municipality", ""
    return (COUNTED, where) if where in station.area else ("outside_area", "")


def _inside(station: Station, p: Switches, tally: Tally) -> Figure:
    total = tally.number(COUNTED)
    people = {
        place.code: place.inhabitants.get(p["population_year"], 0)
        for place in station.world.places
        if place.code in station.area
    }
    if not all(people.values()):
        return Figure(None, total, 0, excluded=tally.excluded)
    if not total:
        return Figure(None, 0, 0, excluded=tally.excluded)
    actual = {code: tally.number(COUNTED, group=code) for code in people}
    band = Fraction(p["band"]) / 100
    inside = 0
    for code, number in actual.items():
        share = Fraction(people[code], sum(people.values()))
        off = abs(Fraction(number, total) - share)
        inside += off <= (share * band if p["band_kind"] == "relative" else band)
    groups = {code: (total, number) for code, number in actual.items()}
    return Figure(float(inside), total, inside, groups, tally.excluded)
