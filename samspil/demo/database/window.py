"""The days between two looks at the region: what became known in them, and where it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from django.db.models import Model

from samspil.demo.database.people import People
from samspil.demo.world.records import Adviser, World

M = TypeVar("M", bound=Model)
T = TypeVar("T")
BATCH = 2000


def number(key: str) -> int:
    """The number of a row: the same in every database of the same world, in the order of its keys."""
    return int(key[1:])


@dataclass(frozen=True)
class Window:
    """What was registered after one day and until another."""

    world: World
    people: People
    after: dt.date
    until: dt.date

    def new(self, day: dt.date | None) -> bool:
        """Whether something registered on the day is to be written now."""
        return day is not None and self.after < day <= self.until

    def known(self, value: T | None, day: dt.date | None) -> T | None:
        """The value, if it was registered by now."""
        return value if day is not None and day <= self.until else None

    def organisation(self, code: str) -> int:
        """The organisation's number."""
        return self.people.organisations[code].pk

    def adviser(self, adviser: Adviser | None) -> int | None:
        """The adviser's number."""
        return self.people.advisers[adviser.key] if adviser else None

    def write(self, model: type[M], rows: Iterable[M]) -> int:
        """Insert in batches, so that a large region needs no more memory than a small one."""
        left, written = iter(rows), 0
        while batch := list(islice(left, BATCH)):
            model._default_manager.bulk_create(batch)
            written += len(batch)
        return written

    def mend(self, model: type[M], rows: Iterable[M], fields: Sequence[str]) -> int:
        """Write fields that became known of rows that were there."""
        changed = list(rows)
        model._default_manager.bulk_update(changed, fields, batch_size=500)
        return len(changed)
