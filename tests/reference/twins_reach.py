"""Slow twins of the measures of reach, written from their definitions."""

from typing import Any, NamedTuple

from tests.reference.twins_shared import (
    Member,
    Tables,
    case_lacks,
    farthest,
    nearest,
    participation_lacks,
    person,
    persons_of,
)


class Use(NamedTuple):
    """One case or one participation: by whom, in which channel, where, and what it lacks."""

    entity: str | None
    kind: str
    row: str
    channel: str
    home: str | None
    met: str | None
    lacks: list[str]
    persons: int


def _uses(tables: Tables, hub: str, p: Any, channel: str) -> list[Use]:
    uses = []
    if channel in ("both", "individual"):
        for case in tables["cases"]:
            who = person(tables, case["subject"], p.successions)
            lacks = case_lacks(tables, hub, case, p.case_year, p.year)
            met = case.get("meeting_municipality") or who.home
            uses.append(Use(who.entity, who.kind, case["case"], "individual", who.home, met, lacks, 1))
    if channel in ("both", "collective"):
        for participation in tables["participations"]:
            lacks = participation_lacks(hub, participation, p.year)
            entity, kind, home = None, "", None
            if participation.get("subject") is not None:
                entity, kind, home = person(tables, participation["subject"], p.successions)
            row, persons = participation["participation"], persons_of(participation)
            uses.append(Use(entity, kind, row, "collective", home, home, lacks, persons))
    return uses


def unique_users(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Each company and founder once across both channels, or every case and every person at a session."""
    uses = _uses(tables, hub, p, p.channel)
    for use in uses:
        if use.kind == "founder" and p.founders == "out":
            use.lacks.append("excluded:founder")
    if p.unit == "registration":
        return [
            Member(use.entity, use.row, use.channel, farthest(use.lacks), float(use.persons)) for use in uses
        ]
    members = _unknown(uses)
    for entity, own in _by_entity(uses).items():
        channels = {use.channel for use in own if not use.lacks}
        group = "both" if len(channels) == 2 else "".join(channels)
        members.append(Member(entity, None, group, nearest(farthest(use.lacks) for use in own)))
    return members


def _by_entity(uses: list[Use]) -> dict[str, list[Use]]:
    found: dict[str, list[Use]] = {}
    for use in uses:
        if use.entity is not None:
            found.setdefault(use.entity, []).append(use)
    return found


def _unknown(uses: list[Use]) -> list[Member]:
    """Participants who are no known subject: each row stands alone and is excluded."""
    return [
        Member(None, use.row, "", farthest([*use.lacks, "excluded:no_subject"]))
        for use in uses
        if use.entity is None
    ]


def channel_balance(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Each company and founder once in each channel it used; who used none is excluded once."""
    uses = _uses(tables, hub, p, "both")
    members = _unknown(uses)
    for entity, own in _by_entity(uses).items():
        channels = {use.channel for use in own if not use.lacks}
        if len(channels) == 2 and p.in_both == "left_out":
            members.append(Member(entity, None, "", "excluded:both_channels"))
        elif channels:
            members.extend(Member(entity, None, channel, "counted") for channel in channels)
        else:
            members.append(Member(entity, None, "", nearest(farthest(use.lacks) for use in own)))
    return members


def geographic_spread(tables: Tables, hub: str, area: tuple[str, ...], p: Any) -> list[Member]:
    """Each company and founder once per municipality, or every case and every session attended."""
    uses = _uses(tables, hub, p, p.channel)
    places = {}
    for use in uses:
        places[use.row] = use.met if p.place == "met" else use.home
        if use.entity is not None and places[use.row] is None:
            use.lacks.append("excluded:no_municipality")
        elif use.entity is not None and places[use.row] not in area:
            use.lacks.append("excluded:outside_area")
    members = _unknown(uses)
    for entity, own in _by_entity(uses).items():
        if p.unit == "activity":
            for use in own:
                place = "" if use.lacks else str(places[use.row])
                members.append(Member(entity, use.row, place, farthest(use.lacks)))
            continue
        counts = {str(places[use.row]) for use in own if not use.lacks}
        members.extend(Member(entity, None, place, "counted") for place in counts)
        if not counts:
            members.append(Member(entity, None, "", nearest(farthest(use.lacks) for use in own)))
    return members
