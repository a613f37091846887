"""The files of a run: the members behind its figures and the snapshot it was scored from."""

from __future__ import annotations

import hashlib
import logging
import secrets
import shutil
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from django.conf import settings

from samspil.core.measures.contract import CHOSEN

if TYPE_CHECKING:
    from pathlib import Path

    from samspil.core.measures.snapshot import Snapshot
    from samspil.scorecards.models import Run

logger = logging.getLogger(__name__)
MEMBERS, SNAPSHOT = "members.parquet", "snapshot"
# Small enough that one reading is found without reading the others, large enough to pack well.
ROW_GROUP = 50_000
# No run takes nearly so long to write; what is older was left by a process that was killed.
LEFT_BEHIND = 24 * 3600


class MissingFilesError(LookupError):
    """The files of a run are not where they were written, or cannot be read."""


@dataclass(frozen=True)
class Stored:
    """Where the files lie below SAMSPIL_DATA/runs, and the members' SHA-256."""

    folder: str
    members_sha256: str


def runs_folder() -> Path:
    """Return the folder of all runs; its copy belongs to every backup."""
    folder: Path = settings.DATA / "runs"
    return folder


def write(snapshot: Snapshot, members: pl.DataFrame) -> Stored:
    """Write the files of a run beside each other and let them appear at once, or not at all."""
    name = f"{snapshot.as_of}-{secrets.token_hex(8)}"
    sweep()
    # A killed process leaves only a folder with a dot in front, which nothing reads and the next run sweeps.
    unfinished = runs_folder() / f".{name}"
    unfinished.mkdir(parents=True)
    try:
        target = unfinished / MEMBERS
        members.write_parquet(target, compression="zstd", statistics=True, row_group_size=ROW_GROUP)
        snapshot.write(unfinished / SNAPSHOT)
        with target.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        unfinished.rename(runs_folder() / name)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Stored(name, digest)


def sweep() -> None:
    """Remove the unfinished folders of processes that were killed; those of today may still be written."""
    for folder in runs_folder().glob(".*"):
        with suppress(FileNotFoundError):
            if folder.is_dir() and time.time() - folder.stat().st_mtime > LEFT_BEHIND:
                shutil.rmtree(folder, ignore_errors=True)


def remove(stored: Stored) -> None:
    """Take the files away again, when the row that would have told of them was not written."""
    shutil.rmtree(runs_folder() / stored.folder, ignore_errors=True)


@contextmanager
def _reading(run: Run) -> Iterator[None]:
    try:
        yield
    except (OSError, pl.exceptions.PolarsError) as error:
        # Copied back without SAMSPIL_DATA/runs, most often; the log says which file.
        logger.warning("run %s: %s", run.pk, error)
        raise MissingFilesError(run.folder) from error


def members_of(run: Run, point: str, reading: str) -> pl.DataFrame:
    """Return subject, row, group, role, weight, kind and municipality of a point under a reading.

    Kind and municipality are those of the snapshot, so that they agree with what was counted. Like the
    functions below, raises MissingFilesError when the run's files are gone.
    """
    folder = runs_folder() / run.folder
    here = pl.col("point") == point, pl.col("reading") == reading
    with _reading(run):
        rows = pl.scan_parquet(folder / MEMBERS).filter(*here).drop("point", "reading")
        companies = pl.scan_parquet(folder / SNAPSHOT / "companies.parquet")
        known = companies.select("subject", "kind", "municipality")
        return rows.join(known, on="subject", how="left", maintain_order="left").collect()


def rows_of(run: Run, subject: str) -> pl.DataFrame:
    """Return point, row and role of one subject at all points, under the chosen readings."""
    with _reading(run):
        rows = pl.scan_parquet(runs_folder() / run.folder / MEMBERS)
        mine = rows.filter(pl.col("reading") == CHOSEN, pl.col("subject") == subject)
        return mine.select("point", "row", "role").collect()


def consented_answers(run: Run) -> pl.Series:
    """Return the keys of the answers whose respondents agreed to be seen, by the snapshot."""
    folder = runs_folder() / run.folder / SNAPSHOT
    if not (folder / "datapackage.json").exists():
        raise MissingFilesError(run.folder)
    answers = folder / "answers.parquet"
    if not answers.exists():
        return pl.Series("answer", [], dtype=pl.String)
    with _reading(run):
        return pl.scan_parquet(answers).filter(pl.col("consented")).select("answer").collect()["answer"]


def rows_in_roles(run: Run, roles: Collection[str]) -> pl.DataFrame:
    """Return point, subject, row and role of all rows with one of the roles, under the chosen readings."""
    with _reading(run):
        rows = pl.scan_parquet(runs_folder() / run.folder / MEMBERS)
        wanted = rows.filter(pl.col("reading") == CHOSEN, pl.col("role").is_in([*roles]))
        return wanted.select("point", "subject", "row", "role").unique(maintain_order=True).collect()
