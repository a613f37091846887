"""Takes a backup: every table as it stood at one moment, then the files that its rows name."""

from __future__ import annotations

import base64
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

from samspil.platform.backup.archive import Manifest, write_file, write_manifest, write_table
from samspil.platform.reading import one_moment

# Log-ins of the day before would be of no use, and a stolen copy should not open any.
LEFT_OUT = frozenset({"sessions.Session"})
# What the data folder holds besides the database and what can be made again.
FOLDERS = ("documents", "runs")
# Signed links and second factors go on working after a restore.
KEY = "secret-key"
Tell = Callable[[str, int], None]


class _Encoder(DjangoJSONEncoder):
    """JSON with Django's days and numbers, to the microsecond, and bytes as base64."""

    def default(self, o: Any) -> Any:
        if isinstance(o, bytes | memoryview):
            return base64.b64encode(bytes(o)).decode()
        # Django's own cuts off what lies below a millisecond.
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def take(target: Path, tell: Tell) -> Manifest:
    """Write the backup to a file; it appears when it is whole, readable by its owner only.

    Raises FileExistsError when there is one already. `tell` hears of each table and its rows.
    """
    if target.exists():
        raise FileExistsError(f"{target} is there already; wanted a new file")
    draft = target.with_name(f".{target.name}.unfinished")
    with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
                manifest = _write(archive, tell)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            draft.unlink()
            raise
    draft.rename(target)
    return manifest


def _write(archive: zipfile.ZipFile, tell: Tell) -> Manifest:
    with one_moment():
        steps = MigrationRecorder(connection).applied_migrations()
        manifest = Manifest(
            version=version("samspil"),
            made_at=timezone.now().isoformat(),
            vendor=connection.vendor,
            migrations=sorted([app, name] for app, name in steps),
        )
        for model in _models():
            columns = [field.attname for field in model._meta.concrete_fields]
            table = write_table(archive, model._meta.label, columns, _lines(model, columns))
            manifest.tables[model._meta.label] = table
            tell(model._meta.label, table.rows)
    # After the tables: a file that a row names is never taken away again.
    for name, path in _files():
        manifest.files[name] = write_file(archive, path, name)
    write_manifest(archive, manifest)
    return manifest


def _models() -> list[type[Model]]:
    every = apps.get_models(include_auto_created=True)
    kept = (each for each in every if each._meta.managed and not each._meta.proxy)
    return sorted(
        (each for each in kept if each._meta.label not in LEFT_OUT), key=lambda model: model._meta.label
    )


def _lines(model: type[Model], columns: list[str]) -> Iterator[str]:
    rows = model._base_manager.order_by("pk").values_list(*columns)
    for row in rows.iterator(chunk_size=5000):
        yield json.dumps(row, cls=_Encoder, ensure_ascii=False, separators=(",", ":"))


def _files() -> Iterator[tuple[str, Path]]:
    data: Path = settings.DATA
    if (data / KEY).exists():
        yield KEY, data / KEY
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            inside = path.relative_to(data)
            # A dot in front marks what is still being written.
            if path.is_file() and not any(part.startswith(".") for part in inside.parts):
                yield inside.as_posix(), path
