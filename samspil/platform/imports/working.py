"""Does the work of imports in the background: checks, writes, survives being killed.

Checking writes nothing but its own progress. Writing is one transaction that checks again, so a killed
process leaves either everything or nothing, and the next sweep begins anew.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from samspil.platform.audit.actions import record, record_all
from samspil.platform.audit.models import label_of
from samspil.platform.danish import search_key
from samspil.platform.imports import files, kinds, rules
from samspil.platform.imports.cells import shortened
from samspil.platform.imports.checking import Checker, asked
from samspil.platform.imports.models import Import, ImportedRow, State
from samspil.platform.imports.reading import Line, UnreadableError, lines

if TYPE_CHECKING:
    from samspil.platform.imports.kinds import Kind, Made, Row

SHOWN_ROWS = 10
SHOWN_ERRORS = 200
SHOWN_WORDS = 200


class LostError(Exception):
    """The import was cancelled, or somebody else has taken it over."""


def start(imported: Import, *, on: dt.date) -> None:
    """Begin at once: here for a small file, in a process of its own for a large one.

    The process is only for speed: were it to die, the tick finds the import and goes on.
    """
    try:
        small = files.source_of(imported).stat().st_size <= rules.AT_ONCE
    except UnreadableError:
        small = True
    if small:
        run(imported, on=on)
    else:
        launch(imported)


def launch(imported: Import) -> None:
    """Start a process that works on one import."""
    settings_module = os.environ.get("DJANGO_SETTINGS_MODULE", "samspil.config.settings")
    subprocess.Popen(  # noqa: S603  our own program and a number
        [sys.executable, "-m", "samspil.platform.imports", str(imported.pk)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": settings_module},
        start_new_session=True,
    )


def run_waiting(*, on: dt.date) -> int:
    """Work on every import that waits and that nobody is working on; return how many. For the tick."""
    forget_old(now=timezone.now())
    waiting = Import.objects.filter(_unattended(), state__in=rules.WAITING).order_by("created_at")
    return sum(run(imported, on=on) for imported in waiting)


def _unattended() -> models.Q:
    silent = timezone.now() - dt.timedelta(seconds=rules.SILENT_SECONDS)
    return models.Q(heartbeat__isnull=True) | models.Q(heartbeat__lt=silent)


def run(imported: Import, *, on: dt.date) -> bool:
    """Check or write one import, unless somebody else does; return whether we did."""
    claim = timezone.now()
    mine = Import.objects.filter(_unattended(), pk=imported.pk, state__in=rules.WAITING)
    if not mine.update(heartbeat=claim, attempts=models.F("attempts") + 1):
        return False
    imported.refresh_from_db()
    if imported.attempts > rules.MOST_ATTEMPTS:
        _fail(imported, _("Filen fik arbejdet til at gå i stå flere gange. Del den i mindre, og prøv igen."))
        return True
    try:
        if imported.state == State.CHECKING:
            _check(imported, on)
        else:
            _write(imported, on)
    except UnreadableError as error:
        _fail(imported, str(error))
    except LostError:
        return False
    return True


def _fail(imported: Import, problem: str) -> None:
    Import.objects.filter(pk=imported.pk, state__in=rules.WAITING).update(
        state=State.FAILED, problem=problem, heartbeat=None, attempts=0
    )
    record(by=None, action="import_failed", row=imported)


def _body(imported: Import) -> Iterator[Line]:
    """The lines below the heads."""
    return (
        line for line in lines(files.source_of(imported), imported.sheet) if line[0] > imported.header_line
    )


def _check(imported: Import, on: dt.date) -> None:
    kind = kinds.get(imported.kind)
    total = sum(1 for _number, cells in _body(imported) if any(cell not in ("", None) for cell in cells))
    _beat(imported, rows_total=total, rows_seen=0)
    checker = Checker(kind, asked(imported, on), imported.headers, imported.mapping)
    tally = _Tally(kind, checker)
    with files.Refused(imported, imported.headers) as refused:
        for batch in checker.batches(_body(imported)):
            for row in batch:
                tally.add(row)
                if row.errors:
                    refused.add(row)
            _beat(imported, rows_seen=tally.rows)
    _beat(imported, state=State.CHECKED, counts=tally.counts(), report=tally.report(), problem="", attempts=0)
    Import.objects.filter(pk=imported.pk).update(heartbeat=None)


def _beat(imported: Import, **columns: Any) -> None:
    """Show a sign of life; LostError when the import is no longer ours."""
    now = timezone.now()
    ours = Import.objects.filter(pk=imported.pk, state=State.CHECKING, heartbeat=imported.heartbeat)
    if not ours.update(heartbeat=now, **columns):
        raise LostError
    imported.heartbeat = now


def _write(imported: Import, on: dt.date) -> None:
    try:
        with transaction.atomic():
            # Whoever comes second waits here, and then finds the work done.
            locked = Import.objects.select_for_update().get(pk=imported.pk)
            if locked.state != State.WRITING or locked.heartbeat != imported.heartbeat:
                raise LostError
            _write_rows(locked, on)
    except IntegrityError:
        # Somebody has entered one of the rows by hand since they were checked: check again.
        Import.objects.filter(pk=imported.pk, state=State.WRITING).update(
            state=State.CHECKING, heartbeat=None, attempts=0,
            problem=_("Der er kommet nye registreringer til imens; filen blev kontrolleret igen."),
        )  # fmt: skip
        run(imported, on=on)
        return
    (files.folder_of(imported) / "source").unlink(missing_ok=True)


def _write_rows(imported: Import, on: dt.date) -> None:
    """Write the clean rows, which row became what, and the counts."""
    kind, setup = kinds.get(imported.kind), asked(imported, on)
    checker = Checker(kind, setup, imported.headers, imported.mapping)
    tally = _Tally(kind, checker)
    with files.Refused(imported, imported.headers) as refused:
        for batch in checker.batches(_body(imported)):
            for row in batch:
                tally.add(row)
                if row.errors:
                    refused.add(row)
            clean = [row for row in batch if not row.errors and not row.already]
            _keep(imported, kind.write(clean, setup), setup.space(kind.code), tally)
    imported.state, imported.heartbeat, imported.attempts = State.DONE, None, 0
    imported.rows_seen, imported.finished_at, imported.file = tally.rows, timezone.now(), ""
    imported.counts, imported.report = tally.counts(), tally.report()
    imported.save()
    record(by=imported.by, action="import", row=imported, kind=imported.kind, **imported.counts)


def _keep(imported: Import, made: list[Made], space: str, tally: _Tally) -> None:
    """Note which row became which record, and the line of each in the audit trail."""
    ImportedRow.objects.bulk_create(
        [
            ImportedRow(
                imported=imported,
                space=space,
                external_id=each.row.external_id if each.row else "",
                label=label_of(each.record),
                key=each.record.pk,
                made=each.made,
            )
            for each in made
        ],
        batch_size=1000,
    )
    new = [each.record for each in made if each.made]
    tally.tables.update(label_of(record_) for record_ in new)
    record_all(by=imported.by, action="import_row", rows=new, imported=imported.pk)


class _Tally:
    """Counts rows and keeps the first of everything to show."""

    def __init__(self, kind: Kind, checker: Checker) -> None:
        self.kind, self.checker = kind, checker
        self.rows = self.clean = self.already = self.matched = self.refused = 0
        self.tables: Counter[str] = Counter()
        self.reasons: Counter[tuple[str, str]] = Counter()
        self.errors: list[dict[str, Any]] = []
        self.preview: list[dict[str, Any]] = []
        self.unknown: dict[str, Counter[str]] = {}
        self.written: dict[tuple[str, str], str] = {}

    def add(self, row: Row) -> None:
        """Count one row."""
        self.rows += 1
        if row.errors:
            self.refused += 1
            self._tell(row)
        elif row.already:
            self.already += 1
        else:
            self.clean += 1
            self.matched += row.match is not None
        if len(self.preview) < SHOWN_ROWS:
            shown = {column.key: self._shown(row, number) for number, column in self.checker.fields.items()}
            self.preview.append(
                {"line": row.line, "cells": shown, "errors": [str(each) for each in row.errors]}
            )

    def _shown(self, row: Row, number: int) -> str:
        if number >= len(row.cells):
            return ""
        return shortened(files.without_cpr(row.cells[number]))

    def _tell(self, row: Row) -> None:
        for error in row.errors:
            self.reasons[error.column, error.wanted] += 1
            if len(self.errors) < SHOWN_ERRORS:
                self.errors.append(
                    {"line": row.line, "column": error.column, "found": error.found, "wanted": error.wanted}
                )
        for key, word in row.unknown:
            words = self.unknown.setdefault(key, Counter())
            written = self.written.setdefault((key, search_key(word)), word)
            if written in words or len(words) < SHOWN_WORDS:
                words[written] += 1

    def counts(self) -> dict[str, Any]:
        """Return how many rows are what."""
        return {
            "rows": self.rows,
            "clean": self.clean,
            "matched": self.matched,
            "already": self.already,
            "refused": self.refused,
            "made": dict(self.tables),
        }

    def report(self) -> dict[str, Any]:
        """Return the first rows and errors, why rows were refused, and the words nobody knows."""
        return {
            "preview": self.preview,
            "errors": self.errors,
            "reasons": [[*reason, count] for reason, count in self.reasons.most_common(50)],
            "unknown": {key: dict(words.most_common()) for key, words in self.unknown.items()},
        }


def forget_old(*, now: dt.datetime) -> int:
    """Remove the files of imports that have been finished, or left alone, for a month."""
    old = Import.objects.filter(created_at__lt=now - dt.timedelta(days=rules.KEPT_DAYS)).exclude(
        state__in=rules.WAITING
    )
    gone = [imported for imported in old if files.folder_of(imported).is_dir()]
    for imported in gone:
        files.remove(imported)
    return len(gone)
