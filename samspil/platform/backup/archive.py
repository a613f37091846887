"""The file of a backup: a zip of tables as lines of JSON, of files as they are, and a manifest."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

FORMAT = "samspil-backup/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class BackupError(ValueError):
    """The file is no backup, is damaged, or does not fit this installation; says which and what to do."""


@dataclass(frozen=True)
class Table:
    """A table: the columns of its lines, how many there are, and their SHA-256."""

    columns: list[str]
    rows: int
    sha256: str


@dataclass
class Manifest:
    """What a backup holds, and of which version of the tables."""

    version: str
    made_at: str
    vendor: str
    # Every step of every room that the tables had been through: [room, step].
    migrations: list[list[str]]
    tables: dict[str, Table] = field(default_factory=dict)
    # Below the data folder, with the SHA-256 of each.
    files: dict[str, str] = field(default_factory=dict)
    format: str = FORMAT


def table_member(label: str) -> str:
    """Where a table lies in the archive."""
    return f"tables/{label}.jsonl"


def write_table(archive: zipfile.ZipFile, label: str, columns: list[str], lines: Iterable[str]) -> Table:
    """Write a table's lines as they come; nothing is held in memory."""
    digest, rows = hashlib.sha256(), 0
    with archive.open(table_member(label), "w", force_zip64=True) as member:
        for line in lines:
            data = line.encode() + b"\n"
            member.write(data)
            digest.update(data)
            rows += 1
    return Table(columns, rows, digest.hexdigest())


def write_file(archive: zipfile.ZipFile, path: Path, name: str) -> str:
    """Write a file and return its SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as source, archive.open(f"files/{name}", "w", force_zip64=True) as member:
        _pour(source, digest.update, member.write)
    return digest.hexdigest()


def write_manifest(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the manifest last: an archive without one was never finished."""
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Read the manifest; BackupError when this is no finished backup of ours."""
    try:
        raw: dict[str, Any] = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError):
        raise BackupError("The file is no finished backup: it has no manifest. Take another.") from None
    if raw.get("format") != FORMAT:
        raise BackupError(f"The file is {raw.get('format')!r}; wanted {FORMAT}.")
    raw["tables"] = {label: Table(**table) for label, table in raw["tables"].items()}
    return Manifest(**raw)


def verify(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Read everything once and compare; BackupError naming the first member that is not as written."""
    wanted = {table_member(label): table.sha256 for label, table in manifest.tables.items()}
    wanted |= {f"files/{name}": digest for name, digest in manifest.files.items()}
    for name, digest in wanted.items():
        found = hashlib.sha256()
        try:
            with archive.open(name) as member:
                _pour(member, found.update)
        except (KeyError, zipfile.BadZipFile) as error:
            raise BackupError(f"{name} is missing or damaged ({error}). Take another backup.") from None
        if found.hexdigest() != digest:
            raise BackupError(f"{name} is not as it was written. Take another backup.")


def lines_of(archive: zipfile.ZipFile, label: str) -> Iterator[list[Any]]:
    """Give the rows of a table one by one."""
    with archive.open(table_member(label)) as member:
        for line in member:
            yield json.loads(line)


def extract(archive: zipfile.ZipFile, names: Iterable[str], folder: Path) -> None:
    """Put the files below a folder; BackupError for a name that would lead out of it."""
    for name in names:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts:
            raise BackupError(f"{name} leads out of the data folder; this is no backup of ours.")
        target = folder / parts
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(f"files/{name}") as member, target.open("wb") as file:
            _pour(member, file.write)


def _pour(source: IO[bytes], *sinks: Callable[[bytes], object]) -> None:
    while chunk := source.read(CHUNK):
        for sink in sinks:
            sink(chunk)
