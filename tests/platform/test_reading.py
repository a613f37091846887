"""Reading much at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from samspil.companies.models import Company, Subject
from samspil.config.environment import sqlite
from samspil.platform.reading import keys_in, one_moment


@pytest.mark.django_db
def test_a_hundred_thousand_keys_are_one_parameter() -> None:
    company = Company.objects.create(name="Den ene")
    keys = [company.pk, *range(company.pk + 1, company.pk + 100_000)]
    assert list(Subject.objects.filter(pk__in=keys_in(keys))) == [company]


def two_connections(folder: Path) -> tuple[BaseDatabaseWrapper, BaseDatabaseWrapper]:
    """A reader and a writer; on SQLite to a file, since the tests' own database lies in memory."""
    if connection.vendor != "sqlite":
        return connections[DEFAULT_DB_ALIAS], connection.copy()
    given = {**connection.settings_dict, **sqlite(folder / "own.sqlite3")}
    kind = type(connections[DEFAULT_DB_ALIAS])
    return kind(given, "reader"), kind(given, "writer")


@pytest.mark.django_db(transaction=True)
def test_reads_of_one_moment_do_not_see_what_is_written_meanwhile(tmp_path: Path) -> None:
    reader, writer = two_connections(tmp_path)

    def count() -> int:
        with reader.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM moment")
            found: int = cursor.fetchone()[0]
            return found

    with writer.cursor() as cursor:
        cursor.execute("CREATE TABLE moment (n integer)")
    with one_moment(reader):
        assert count() == 0
        with writer.cursor() as cursor:
            cursor.execute("INSERT INTO moment VALUES (1)")
        assert count() == 0
    assert count() == 1
    with writer.cursor() as cursor:
        cursor.execute("DROP TABLE moment")
    writer.close()
    if reader is not connections[DEFAULT_DB_ALIAS]:
        reader.close()
