"""What is decided about guidance: which contacts partners may know of, and how topics are written."""

from __future__ import annotations

from collections.abc import Iterable

# How a contact appears to partners; a mail is neither visit, meeting nor call and stays unknown (B21).
SHOWN_AS = {"visit": "visit", "meeting": "meeting", "call": "call", "event": "meeting"}

# What partners see coming of a task: an appointment, not a call or a reminder (B26).
PLANNED_AS = {"visit": "visit", "meeting": "meeting", "joint_visit": "visit"}

# Who in an organisation opens a shielded case besides its own adviser.
LEADERS = frozenset({"unit_leader", "director"})
# Who in an organisation reads its cases.
READERS = frozenset({"adviser", "student_helper", "evaluator"}) | LEADERS
# Who works with companies: registers contacts, opens cases, makes appointments, refers.
WORKERS = frozenset({"adviser", "student_helper"}) | LEADERS
# Who also decides: shields, judges a segment, accepts, gives access to others.
DECIDERS = frozenset({"adviser"}) | LEADERS


def shown_as(*, kind: str, shielded: bool) -> str | None:
    """Return the form in which partners see a contact, or None when they see nothing."""
    return None if shielded else SHOWN_AS.get(kind)


def reads_own(roles: frozenset[str], *, shielded: bool, adviser: bool) -> bool:
    """Whether somebody with these roles in the owning organisation reads what is on a case.

    A shielded case is for its own adviser, while the person works there, and for the leaders.
    """
    return bool(roles & READERS) and (not shielded or adviser or bool(roles & LEADERS))


def planned_as(*, kind: str, shielded: bool) -> str | None:
    """Return the form in which partners see a task coming, or None when they see nothing."""
    return None if shielded else PLANNED_AS.get(kind)


def topic_codes(topics: Iterable[str]) -> str:
    """Write topic codes as they are stored and exported: each once, in order, semicolons between."""
    return ";".join(sorted(set(topics)))


def is_growth_course(*, kind: str, segment: str) -> bool:
    """Return whether a case is a growth course (vækstforløb): with a company in the growth segment (B80)."""
    return kind == "company" and segment == "growth"
