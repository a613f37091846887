"""What the tests of imports share: files of each sort, and an import from upload to done."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from samspil.organisations.models import Organisation, User
from samspil.platform.imports import actions, working
from samspil.platform.imports.models import Import

TODAY = dt.date(2022, 9, 30)
SMED, BAGER, TOMRER = "40084606", "20000007", "20000015"


def csv_file(*rows: Sequence[Any], separator: str = ";", encoding: str = "utf-8") -> bytes:
    """Return rows as CSV."""
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows(rows)
    return written.getvalue().encode(encoding)


def excel_file(*rows: Sequence[Any], sheets: Iterable[str] = ("Ark1",)) -> bytes:
    """Return rows as an Excel file, on the last of the sheets."""
    file = io.BytesIO()
    options = {"default_date_format": "dd-mm-yyyy", "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        for name in sheets:
            sheet = book.add_worksheet(name)
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return file.getvalue()


@dataclass
class Mover:
    """Somebody who moves a system's tables in."""

    by: User
    organisation: Organisation
    source: str = "Gammelt CRM"
    today: dt.date = TODAY

    def upload(self, kind: str, body: bytes, name: str = "fil.csv") -> Import:
        """Upload a file; columns are guessed."""
        return actions.upload(
            by=self.by,
            organisation=self.organisation.pk,
            kind=kind,
            source=self.source,
            name=name,
            pieces=[body],
        )

    def check(self, kind: str, body: bytes, **mapping: str) -> Import:
        """Upload a file and check it, with the guessed columns and those given by number: c0="name"."""
        imported = self.upload(kind, body)
        chosen = imported.mapping | {number[1:]: field for number, field in mapping.items()}
        actions.choose_columns(by=self.by, imported=imported, mapping=chosen)
        return self.work(imported)

    def work(self, imported: Import) -> Import:
        """Do what waits."""
        working.run(imported, on=self.today)
        imported.refresh_from_db()
        return imported

    def load(self, kind: str, body: bytes, **mapping: str) -> Import:
        """Upload, check and write a file."""
        imported = self.check(kind, body, **mapping)
        actions.confirm(by=self.by, imported=imported)
        return self.work(imported)
