"""Reading much at once: one moment for several questions, and long lists of keys as one parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models.expressions import RawSQL


@contextmanager
def one_moment() -> Iterator[None]:
    """Let all reads in the block see the database as it is at the first of them; keep no writer waiting.

    Inside a transaction that is already open, its own view holds.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): its IMMEDIATE takes the write lock, and a reader does not need it.
        with connection.cursor() as cursor:
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
