"""What is decided about guidance: which contacts partners may know of, and how topics are written."""

from __future__ import annotations

from collections.abc import Iterable

# How a contact appears to partners; a mail is neither visit, meeting nor call and stays unknown (B21).
SHOWN_AS = {"visit": "visit", "meeting": "meeting", "call": "call", "event": "meeting"}

# Who in an organisation opens a shielded case besides its own adviser.
LEADERS = frozenset({"unit_leader", "director"})
# Who in an organisation reads its cases.
READERS = frozenset({"adviser", "student_helper", "evaluator"}) | LEADERS


def shown_as(*, kind: str, shielded: bool) -> str | None:
    """Return the form in which partners see a contact, or None when they see nothing."""
    return None if shielded else SHOWN_AS.get(kind)


def topic_codes(topics: Iterable[str]) -> str:
    """Write topic codes as they are stored and exported: each once, in order, semicolons between."""
    return ";".join(sorted(set(topics)))
