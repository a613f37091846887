"""What the slow twins share: who is who, which cases and sessions fall in a year, which role wins."""

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from samspil.core.measures.roles import ROLES

Row = dict[str, Any]
Tables = dict[str, list[Row]]
ORDER = [role.code for role in ROLES]


class Member(NamedTuple):
    """One line of a measure: whom it is about, the record that decides, and what it is to the figure."""

    subject: str | None
    row: str | None
    group: str
    role: str
    weight: float = 1.0


class Person(NamedTuple):
    """Who a subject has become."""

    entity: str
    kind: str
    home: str | None


def nearest(roles: Iterable[str]) -> str:
    """Among several rows of one subject: the role that stands first."""
    return min(roles, key=ORDER.index)


def farthest(lacks: Iterable[str], otherwise: str = "counted") -> str:
    """One row lacks several things: it is as far from counting as the last of them."""
    return max(lacks, key=ORDER.index, default=otherwise)


def person(tables: Tables, subject: str, successions: str) -> Person:
    """The last successor, with that one's own kind and municipality."""
    if successions == "followed":
        successors = {row["predecessor"]: row["successor"] for row in tables["successions"]}
        while subject in successors:
            subject = successors[subject]
    for company in tables["companies"]:
        if company["subject"] == subject:
            return Person(subject, company["kind"], company.get("municipality"))
    raise KeyError(subject)


def in_year(day: date | None, year: int) -> bool:
    """Whether there is a day and it falls in the calendar year."""
    return day is not None and day.year == year


def falls_in(tables: Tables, case: Row, rule: str, year: int) -> bool:
    """Whether guidance on the case falls in the year, by the rule named case_year."""
    if rule == "open":
        ended = case.get("ended")
        return bool(case["started"].year <= year and (ended is None or ended.year >= year))
    if in_year(case["started"], year):
        return True
    if rule == "started":
        return False
    return any(
        # What another organisation did on the case is not guidance that the case's own gave.
        contact.get("case") == case["case"]
        and contact["organisation"] == case["organisation"]
        and in_year(contact["on"], year)
        for contact in tables["interactions"]
    )


def case_lacks(tables: Tables, hub: str, case: Row, rule: str, year: int) -> list[str]:
    """Why the case is not specialised guidance given by the hub in the year."""
    lacks = []
    if case["organisation"] != hub:
        lacks.append("excluded:other_organisation")
    if case["level"] != "specialised":
        lacks.append("excluded:basic_guidance")
    if not falls_in(tables, case, rule, year):
        lacks.append("excluded:outside_period")
    return lacks


def persons_of(participation: Row) -> int:
    """How many came: one when nothing is written."""
    persons = participation.get("persons")
    return 1 if persons is None else int(persons)


def participation_lacks(hub: str, participation: Row, year: int) -> list[str]:
    """Why nobody came, in the year, to an offer of the hub."""
    lacks = []
    if participation["organisation"] != hub:
        lacks.append("excluded:other_organisation")
    if not in_year(participation["on"], year):
        lacks.append("excluded:outside_period")
    if participation.get("attended") is False or persons_of(participation) == 0:
        lacks.append("excluded:no_show")
    return lacks


def codes(written: str | None) -> list[str]:
    """The codes of a column that may hold several."""
    return [] if written is None else [code.strip() for code in written.split(";")]
