"""The truth about awareness, presentations and milestones."""

from __future__ import annotations

from fractions import Fraction

from samspil.demo.truth.guidance import Switches
from samspil.demo.truth.station import Station
from samspil.demo.truth.tally import BASE, COUNTED, Figure, Tally
from samspil.demo.world.records import Respondent


def awareness(station: Station, p: Switches) -> Figure:
    """Who has heard of the hub in a wave, or thinks it offers green guidance, by weight."""
    tally = _wave(station, p, p["wave"])
    value = _weighted(tally)
    if value is None:
        return Figure(None, 0, 0, excluded=tally.excluded)
    n, counted = tally.number(COUNTED, BASE), tally.number(COUNTED)
    return Figure(float(100 * value), n, counted, excluded=tally.excluded)


def awareness_change(station: Station, p: Switches) -> Figure:
    """The wave against an earlier one, or against the printed figure where that wave never came."""
    now, before = _wave(station, p, p["wave"]), _wave(station, p, p["against"])
    left = dict(now.excluded)
    for reason, number in before.excluded.items():
        left[reason] = left.get(reason, 0) + number
    value, earlier = _weighted(now), _weighted(before)
    if value is None:
        return Figure(None, 0, 0, excluded=left)
    n, counted = now.number(COUNTED, BASE), now.number(COUNTED)
    groups = {str(p["wave"]): (n, counted)}
    if earlier is not None:
        groups[str(p["against"])] = (before.number(COUNTED, BASE), before.number(COUNTED))
    else:
        printed = p["baselines"].get(str(p["against"]))
        if printed is None:
            return Figure(None, n, counted, groups, left)
        earlier = Fraction(str(printed)) / 100
        groups[str(p["against"])] = (0, 0)
    return Figure(float(100 * (value - earlier)), n, counted, groups, left)


def _weighted(tally: Tally) -> Fraction | None:
    whole = tally.weight(COUNTED, BASE)
    return tally.weight(COUNTED) / whole if whole else None


def _wave(station: Station, p: Switches, wave: int) -> Tally:
    tally = Tally()
    for each in station.respondents:
        if each.wave == wave:
            equal = p["weights"] == "equal" or each.weight is None
            weight = Fraction(1) if equal else Fraction(each.weight or 0.0)
            tally.add(_respondent(station, p, each), weight=weight)
    return tally


def _respondent(station: Station, p: Switches, each: Respondent) -> str:
    if each.organisation != station.hub:
        return "other_organisation"
    # Where nobody wrote the municipality down, the hub's own sample is believed.
    if each.municipality is not None and each.municipality not in station.area:
        return "outside_area"
    said: str | None = each.heard
    if p["question"] == "green":
        if each.heard != "yes":
            return "not_heard"
        said = each.green
    if p["dont_know"] == "out" and said == "dont_know":
        return "dont_know"
    if p["dont_know"] == "out" and said in (None, "no_answer"):
        return "not_answered"
    return COUNTED if said == "yes" else BASE


def presentations_offered(station: Station, p: Switches) -> Figure:
    """The municipalities that were offered a presentation in the year, or had one held."""
    made = set()
    for each in station.world.presentations:
        on = each.offered if p["stage"] == "offered" else each.held
        if (
            each.organisation == station.hub
            and on is not None
            and on.year == p["year"]
            and station.seen(on, on)
        ):
            made.add(each.municipality)
    reached = {code: (1, int(code in made)) for code in station.area}
    counted = sum(number for _, number in reached.values())
    return Figure(float(counted), len(station.area), counted, reached)


def milestone(station: Station, p: Switches) -> Figure:
    """Decided done, decided otherwise, or not decided; the region knows no day it was reached."""
    found = [
        each
        for each in station.world.milestones
        if each.organisation == station.hub and each.code == p["milestone"] and station.seen(each.on, each.on)
    ]
    done = sum(each.done for each in found)
    return Figure(float(bool(done)) if found else None, len(found), done)
