"""What is decided about cooperation: advice on who does what, and who may move a joint visit on.

The rules of the division of labour advise and never block (B18): advice is something to read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samspil.core.boundaries import BoundaryRule, Service, boundaries

# Which level an organisation of a kind works at (B16).
LEVEL_OF = {"hub": "specialised", "local_service": "basic"}

# What may follow what, and whose word it takes.
PROPOSED, ACCEPTED, DECLINED, HELD, WITHDRAWN = "proposed", "accepted", "declined", "held", "withdrawn"
VISIT_TRANSITIONS: dict[tuple[str, str], str] = {
    (PROPOSED, ACCEPTED): "invited",
    (PROPOSED, DECLINED): "invited",
    (PROPOSED, WITHDRAWN): "proposer",
    (ACCEPTED, HELD): "either",
    (ACCEPTED, WITHDRAWN): "either",
}

# The same for a request for access: the asker takes it back, the owner answers and ends it.
WAITING, GRANTED, REFUSED, CANCELLED, ENDED = "waiting", "granted", "refused", "cancelled", "ended"
ACCESS_TRANSITIONS: dict[tuple[str, str], str] = {
    (WAITING, GRANTED): "owner",
    (WAITING, REFUSED): "owner",
    (WAITING, CANCELLED): "asker",
    (GRANTED, ENDED): "either",
}


@dataclass(frozen=True)
class Clause:
    """Words of a source, in our own sentence and verbatim, and where they stand."""

    danish: str
    english: str
    quote: str
    source: str


@dataclass(frozen=True)
class Advice:
    """That another level usually does this; `exceptions` are the clauses on when it may be otherwise."""

    level: str
    clauses: tuple[Clause, ...]
    exceptions: tuple[Clause, ...]
    force: Clause | None
    service: str = ""


def services(on: dt.date) -> list[Service]:
    """The kinds of service of a day, in the order of the source."""
    return list(boundaries().services(on).values())


def advice(service: str = "", level: str = "", *, organisation_kind: str = "", on: dt.date) -> Advice | None:
    """What the division of labour says against this, or None when it says nothing.

    A service has its level (A13) and an organisation works at one (B16); a case's `level` ought to be
    both. A service that is not in the list is judged by the level alone, since the list is open.
    """
    known = boundaries().services(on).get(service)
    own = LEVEL_OF.get(organisation_kind, "")
    usual = known.level if known else level
    if all(each in ("", usual) for each in (own, level)):
        return None
    return Advice(
        level=usual,
        clauses=tuple(each for each in (_service_clause(known, on), clause("level", on)) if each),
        exceptions=_exceptions(on) if own == "basic" else (),
        force=clause("force", on),
        service=known.code if known else "",
    )


def clause(kind: str, on: dt.date) -> Clause | None:
    """The clause of a kind that is in force."""
    found = boundaries().clause(kind, on)
    return None if found is None else _clause(found[0], found[1].source)


def _clause(rule: BoundaryRule, source: str) -> Clause:
    return Clause(rule.danish, rule.english, rule.quote, source)


def _service_clause(service: Service | None, on: dt.date) -> Clause | None:
    """The rule for the list, with the number that the service has in it."""
    found = boundaries().clause("service", on)
    if service is None or found is None:
        return None
    rule, version = found
    return Clause(rule.danish, rule.english, rule.quote, f"{version.source}, nr. {service.number}")


def _exceptions(on: dt.date) -> tuple[Clause, ...]:
    """When the local service may do it all the same (A14, A19)."""
    return tuple(
        _clause(rule, version.source)
        for version in boundaries().in_force(on)
        for rule in version.rules
        if rule.kind == "exception"
    )
