"""Companies, founders and whom they became, written in bulk."""

from __future__ import annotations

import hashlib

from samspil.companies.models import RegisterOutcome, Subject, Succession
from samspil.demo.database.window import Window, number
from samspil.demo.world import records
from samspil.platform.danish import search_key, sort_key


def write_companies(window: Window) -> int:
    """Everybody who became known, and every succession that was noted."""
    world = window.world
    new = [each for each in world.subjects if window.new(each.registered)]
    written = window.write(Subject, (_subject(window, each) for each in new))
    ceased = (
        each
        for each in world.subjects
        if window.new(each.ceased) and not window.new(each.registered) and each.registered <= window.until
    )
    window.mend(Subject, (_subject(window, each) for each in ceased), ["ceased"])
    written += window.write(
        Succession,
        (_succession(each) for each in world.successions if window.new(each.registered)),
    )
    return written + window.write(
        RegisterOutcome, (_outcome(each) for each in world.outcomes if window.new(each.registered))
    )


def surrogate(seed: int, key: str) -> str:
    """A look-alike of the random keys, the same every time: runs of an earlier day still lead to names."""
    return "s" + hashlib.sha256(f"samspil/{seed}/{key}".encode()).hexdigest()[:16]


def _subject(window: Window, each: records.Subject) -> Subject:
    return Subject(
        pk=number(each.key),
        key=surrogate(window.world.seed, each.key),
        kind=each.kind,
        name=each.name,
        search_key=search_key(each.name),
        sort_key=sort_key(each.name),
        cvr_number=each.cvr or None,
        municipality_id=each.municipality,
        industry=each.industry or "",
        employees=each.employees,
        founded=each.founded,
        ceased=window.known(each.ceased, each.ceased),
        legal_form=each.legal_form,
        advertising_protected=each.protected,
    )


def _succession(each: records.Succession) -> Succession:
    return Succession(
        predecessor_id=number(each.predecessor.key), successor_id=number(each.successor.key), on=each.on
    )


def _outcome(each: records.Outcome) -> RegisterOutcome:
    return RegisterOutcome(
        subject_id=number(each.subject.key),
        year=each.year,
        revenue=each.revenue,
        employment=each.employment,
        fte=each.fte,
    )
