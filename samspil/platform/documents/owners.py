"""Which rows can have documents, and who reads and changes them: each room registers its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from samspil.platform.audit.models import label_of


@dataclass(frozen=True)
class Owner:
    """A kind of row: which of its rows a user may read, and whether one may be written on."""

    model: type[Model]
    # Takes a user of whichever kind the rooms know; the platform knows none.
    readable: Callable[[Any], QuerySet[Any]]
    may_change: Callable[[Any, Any], bool]


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Let the rows of a table have documents; called once, when the room is ready."""
    _owners[label_of(owner.model)] = owner


def owner_of(kind: str) -> Owner:
    """Return what was registered under a table's name; KeyError for a table without documents."""
    return _owners[kind]


def owners() -> list[Owner]:
    """Return every kind of row that can have documents."""
    return list(_owners.values())
