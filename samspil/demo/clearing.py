"""Throws a demo away, and nothing but a demo."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.db import OperationalError, ProgrammingError, connection

from samspil.demo.load import loaded
from samspil.organisations.queries import is_empty
from samspil.scorecards.archive import runs_folder
from samspil.scorecards.models import Run


class NotADemoError(ValueError):
    """The database that was to be emptied holds something else than a demo."""


def clear() -> None:
    """Remove the demo's tables and runs; leave alone a database that holds nothing of ours.

    Raises NotADemoError when the installation is in use and no demo.
    """
    try:
        found = loaded()
        if found is None and not is_empty():
            raise NotADemoError("This installation is in use and no demo; it is not thrown away.")
    except (OperationalError, ProgrammingError):
        # No tables of ours: whatever else lies here is not ours to remove.
        return
    if found is None:
        return
    # Only the runs of this database: the folder may hold those of another.
    for name in Run.objects.values_list("folder", flat=True):
        shutil.rmtree(runs_folder() / name, ignore_errors=True)
    if connection.vendor == "sqlite":
        _remove_file(str(connection.settings_dict["NAME"]))
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")


def _remove_file(name: str) -> None:
    """The database and what SQLite keeps beside it."""
    connection.close()
    for end in ("", "-wal", "-shm"):
        Path(name + end).unlink(missing_ok=True)
