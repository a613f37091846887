"""Many writers at once, on a database file of its own."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from django.db.backends.sqlite3.base import DatabaseWrapper
from pytest_django import DjangoDbBlocker

from samspil.config.environment import sqlite


def test_eight_writers_who_read_first_wait_for_each_other(
    tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    settings = {
        **sqlite(tmp_path / "a.sqlite3"),
        "TIME_ZONE": None,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": False,
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
    }
    with sqlite3.connect(tmp_path / "a.sqlite3") as plain:
        plain.execute("CREATE TABLE counter (n INTEGER)")
        plain.execute("INSERT INTO counter VALUES (0)")
    plain.close()
    failures: list[Exception] = []

    def count() -> None:
        database = DatabaseWrapper(settings, "own")
        try:
            for _ in range(20):
                with database.cursor() as cursor:
                    # What atomic() does: BEGIN with the mode of the settings.
                    database._start_transaction_under_autocommit()  # type: ignore[attr-defined]
                    cursor.execute("SELECT n FROM counter")
                    cursor.execute("UPDATE counter SET n = %s", [cursor.fetchone()[0] + 1])
                    cursor.execute("COMMIT")
        except Exception as error:
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=count) for _ in range(8)]
    with django_db_blocker.unblock():
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    with sqlite3.connect(tmp_path / "a.sqlite3") as plain:
        counted = plain.execute("SELECT n FROM counter").fetchone()[0]
    plain.close()
    assert (failures, counted) == ([], 160)
