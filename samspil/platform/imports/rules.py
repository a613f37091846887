"""What is decided about an import: which state may follow which, and what a file may weigh."""

from __future__ import annotations

# state -> what it may become. Checking and writing are done in the background and survive a kill:
# nothing is written while checking, and what was half written has gone with its transaction.
TRANSITIONS: dict[str, frozenset[str]] = {
    "uploaded": frozenset({"checking", "cancelled"}),
    "checking": frozenset({"checked", "failed", "cancelled"}),
    "checked": frozenset({"checking", "writing", "cancelled"}),
    "writing": frozenset({"done", "failed"}),
    "failed": frozenset({"checking", "cancelled"}),
    "done": frozenset({"undone"}),
    "cancelled": frozenset(),
    "undone": frozenset(),
}
WAITING = frozenset({"checking", "writing"})

MEGABYTE = 1024 * 1024
# Text is read line by line; a workbook has to be unpacked in memory, so it may weigh less.
MOST_TEXT = 100 * MEGABYTE
MOST_WORKBOOK = 30 * MEGABYTE
MOST_UNPACKED = 400 * MEGABYTE
# Up to here the page itself checks and writes at once; more is done by a process of its own.
AT_ONCE = MEGABYTE // 2

# Without a sign of life for so long, whoever was checking or writing is taken to be gone.
SILENT_SECONDS = 120
MOST_ATTEMPTS = 3
# Kept for those who come back to correct; then the files go, and the record of the import stays.
KEPT_DAYS = 30


def may_become(now: str, then: str) -> bool:
    """Return whether an import in one state may come into another."""
    return then in TRANSITIONS[now]
