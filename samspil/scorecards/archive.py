"""The files of a run: the members behind its figures and the snapshot it was scored from."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from django.conf import settings

from samspil.core.measures.contract import CHOSEN

if TYPE_CHECKING:
    from pathlib import Path

    from samspil.core.measures.snapshot import Snapshot
    from samspil.scorecards.models import Run

MEMBERS, SNAPSHOT = "members.parquet", "snapshot"
# Small enough that one reading is found without reading the others, large enough to pack well.
ROW_GROUP = 50_000


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
    # A killed process leaves only a folder with a dot in front, which nothing reads.
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


def remove(stored: Stored) -> None:
    """Take the files away again, when the row that would have told of them was not written."""
    shutil.rmtree(runs_folder() / stored.folder, ignore_errors=True)


def members_of(run: Run, point: str, reading: str) -> pl.DataFrame:
    """Return subject, row, group, role, weight, kind and municipality of a point under a reading.

    Kind and municipality are those of the snapshot, so that they agree with what was counted.
    """
    folder = runs_folder() / run.folder
    rows = pl.scan_parquet(folder / MEMBERS).filter(pl.col("point") == point, pl.col("reading") == reading)
    companies = pl.scan_parquet(folder / SNAPSHOT / "companies.parquet")
    known = companies.select("subject", "kind", "municipality")
    found = rows.drop("point", "reading").join(known, on="subject", how="left", maintain_order="left")
    return found.collect()


def rows_of(run: Run, subject: str) -> pl.DataFrame:
    """Return point, row and role of one subject at all points, under the chosen readings."""
    rows = pl.scan_parquet(runs_folder() / run.folder / MEMBERS)
    mine = rows.filter(pl.col("reading") == CHOSEN, pl.col("subject") == subject)
    return mine.select("point", "row", "role").collect()


def consented_answers(run: Run) -> pl.Series:
    """Return the keys of the answers whose respondents agreed to be seen, by the snapshot."""
    answers = runs_folder() / run.folder / SNAPSHOT / "answers.parquet"
    if not answers.exists():
        return pl.Series("answer", [], dtype=pl.String)
    return pl.scan_parquet(answers).filter(pl.col("consented")).select("answer").collect()["answer"]
