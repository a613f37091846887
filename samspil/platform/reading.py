"""Reading much at once: one moment for several questions, and long lists of keys as one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def one_moment(database: BaseDatabaseWrapper | None = None) -> Iterator[None]:
    """Let all reads in the block see the database as it is at the first of them; keep no writer waiting.

    Inside a transaction that is already open, its own view holds.
    """
    database = database or connections[DEFAULT_DB_ALIAS]
    if database.in_atomic_block:
        yield
    elif database.vendor == "postgresql":
        with transaction.atomic(using=database.alias), database.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): its IMMEDIATE takes the write lock, and a reader does not need it.
        with database.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("COMMIT")


def keys_in(keys: Iterable[int]) -> RawSQL:
    """Return what goes after `__in=` for any number of integer keys: one JSON parameter."""
    parameter = json.dumps(list(keys))
    if connection.vendor == "postgresql":
        return RawSQL("SELECT value::bigint FROM jsonb_array_elements_text(%s::jsonb)", [parameter])
    return RawSQL("SELECT value FROM json_each(%s)", [parameter])
