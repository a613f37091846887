"""Puts a backup into an empty installation, on either database, also one made by an older version."""

from __future__ import annotations

import base64
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import BinaryField, Field, Model

from samspil.platform.backup.archive import BackupError, Manifest, extract, lines_of, read_manifest, verify
from samspil.platform.backup.taking import FOLDERS, KEY, LEFT_OUT

BATCH = 2000
Tell = Callable[[str, int], None]


def restore(source: Path, tell: Tell) -> Manifest:
    """Check the file, make the tables as they were, and fill them; all or nothing.

    The installation must be empty, which the caller has made sure of. Tables of an older version are
    left as that version had them: bring them up to date afterwards. Raises BackupError.
    """
    if not zipfile.is_zipfile(source):
        raise BackupError(f"{source} is no backup; wanted a file made by `samspil backup`.")
    with zipfile.ZipFile(source) as archive:
        manifest = read_manifest(archive)
        _refuse_files_in_the_way(manifest)
        verify(archive, manifest)
        tables = _tables_of(manifest)
        data: Path = settings.DATA
        data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=data, prefix=".restore-") as folder:
            extract(archive, manifest.files, Path(folder))
            with transaction.atomic():
                _fill(archive, manifest, tables, tell)
                # Last, so that a database that refuses leaves no files behind.
                _move_in(Path(folder), data)
    return manifest


def _refuse_files_in_the_way(manifest: Manifest) -> None:
    data: Path = settings.DATA
    filled = [name for name in FOLDERS if (data / name).is_dir() and any((data / name).iterdir())]
    if filled:
        raise BackupError(f"{data} has {' and '.join(filled)} already; set SAMSPIL_DATA to a new folder.")


def _tables_of(manifest: Manifest) -> StateApps:
    """Make the tables exactly as they were when the backup was taken, and return their models."""
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    then = {(app, name) for app, name in manifest.migrations}
    unknown = sorted(then - known)
    if unknown:
        raise BackupError(
            f"The backup is of a newer version ({manifest.version}): {unknown[0][0]} {unknown[0][1]} is "
            "unknown here. Install that version first."
        )
    rooms = {app for app, _ in then}
    targets = [leaf for app in sorted(rooms) for leaf in _last_steps(executor, app, then)]
    executor.migrate(targets)
    executor.loader.build_graph()
    return executor.loader.project_state(targets).apps


def _last_steps(executor: MigrationExecutor, app: str, then: set[tuple[str, str]]) -> list[tuple[str, str]]:
    """The steps of a room that no other step of the same room came after."""
    mine = {step for step in then if step[0] == app}
    followed = {
        parent.key
        for step in mine
        for parent in executor.loader.graph.node_map[step].parents
        if parent.key in mine
    }
    return sorted(mine - followed)


def _fill(archive: zipfile.ZipFile, manifest: Manifest, apps: StateApps, tell: Tell) -> None:
    models = {
        model._meta.label: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    }
    strange = sorted(set(manifest.tables) - set(models))
    if strange:
        raise BackupError(f"The backup has tables that its own version does not know: {', '.join(strange)}.")
    # Making the tables leaves rows of the framework's own, which the backup has too.
    with connection.cursor() as cursor:
        for model in models.values():
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608  a table's name
    for label, table in manifest.tables.items():
        written = _load(models[label], table.columns, lines_of(archive, label))
        if written != table.rows:
            raise BackupError(f"{label}: {written} rows instead of {table.rows}. Take another backup.")
        tell(label, written)
    _renumber(list(models.values()))


def _load(model: type[Model], columns: list[str], rows: Iterator[list[Any]]) -> int:
    fields = {field.attname: field for field in model._meta.concrete_fields}
    for field in fields.values():
        # The moment something was registered is the one in the backup, not that of the restore.
        for stamp in ("auto_now", "auto_now_add"):
            if hasattr(field, stamp):
                setattr(field, stamp, False)
    read = [_reader(fields[name]) for name in columns]
    written = 0
    while batch := list(islice(rows, BATCH)):
        model._base_manager.bulk_create(
            model(**{name: to(value) for name, to, value in zip(columns, read, row, strict=True)})
            for row in batch
        )
        written += len(batch)
    return written


def _reader(field: Field[Any, Any]) -> Callable[[Any], Any]:
    if isinstance(field, BinaryField):
        return lambda value: None if value is None else base64.b64decode(value)
    if field.is_relation:
        return lambda value: value
    return field.to_python


def _renumber(models: list[type[Model]]) -> None:
    """Let new rows be numbered after those that came: PostgreSQL does not look at given numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


def _move_in(folder: Path, data: Path) -> None:
    for name in FOLDERS:
        if (folder / name).exists():
            shutil.rmtree(data / name, ignore_errors=True)
            (folder / name).rename(data / name)
    if (folder / KEY).exists():
        (folder / KEY).replace(data / KEY)
        (data / KEY).chmod(0o600)
