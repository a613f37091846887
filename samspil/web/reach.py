"""How far the reader of a page sees, asked for once per page however many parts of it need to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from samspil.companies import queries

if TYPE_CHECKING:
    from samspil.companies.queries import Reach


def reach_of(user: Any) -> Reach:
    """Return the reach of a request's user; kept with the user, who lives as long as the request."""
    known: Reach | None = getattr(user, "_reach", None)
    if known is None:
        known = queries.reach_of(user)
        user._reach = known
    return known


def reads(user: Any) -> bool:
    """Whether the reader sees companies at all."""
    return bool(reach_of(user).reads)


def works(user: Any) -> bool:
    """Whether the reader registers and changes."""
    return bool(reach_of(user).works)
