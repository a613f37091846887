"""What is decided about runs: how rows are called in a snapshot, who sees a run and who sees names."""

from __future__ import annotations

# A row's key in a snapshot: a letter for its table and its number, padded so that text sorts as numbers
# do, since the measures let the greatest key win on the same day.
CASE, INTERACTION, PARTICIPATION, REFERRAL, ANSWER, RESPONDENT, OFFER = "c", "i", "p", "r", "a", "w", "o"
SESSION_OFFER, ADVISER = "g", "u"
DIGITS = 9

ROW_KINDS = {
    CASE: "case",
    PARTICIPATION: "participation",
    ANSWER: "answer",
    RESPONDENT: "respondent",
}


def row_key(letter: str, number: int) -> str:
    """What a snapshot calls a row of ours: row_key("c", 12) -> c000000012."""
    return f"{letter}{number:0{DIGITS}}"


def row_number(key: str | None) -> tuple[str, int] | None:
    """The kind and number of a row of ours: ("case", 12); None for a row that has no page."""
    if not key or key[0] not in ROW_KINDS or not key[1:].isdigit():
        return None
    return ROW_KINDS[key[0]], int(key[1:])


# Whoever works at the hub on what is measured sees its runs. A student helper does not: a run is
# unsuppressed, and helping with registrations does not need it. Secretariats and evaluators may sit
# in an organisation of their own under the hub.
SEES_RUNS = frozenset({"adviser", "unit_leader", "director", "secretariat", "evaluator", "administrator"})
SEES_RUNS_FROM_BELOW = frozenset({"secretariat", "evaluator"})
# Secretariats get counts; an administrator keeps the installation and needs no names for that.
SEES_NAMES = frozenset({"adviser", "unit_leader", "director", "evaluator"})
# Behind survey answers, all others see only those who consented.
SEES_ANSWERS = frozenset({"evaluator"})
