"""Lets the database look at what it holds: without that it plans as if every table were empty."""

from __future__ import annotations

import datetime as dt

from django.db import connection


def take_stock(*, on: dt.date) -> int:
    """Renew the database's own figures; once a day is enough, and after much has been written at once.

    PostgreSQL does it by itself in time; SQLite never does. Returns how often it was done: once.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return 1
