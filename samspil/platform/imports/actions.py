"""Every change that a user makes to an import: upload, map, confirm, cancel, undo."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CASCADE
from django.utils import timezone
from django.utils.translation import gettext as _

from samspil.platform.audit.actions import keep, record_all
from samspil.platform.audit.models import label_of
from samspil.platform.danish import search_key
from samspil.platform.documents.models import Document
from samspil.platform.imports import files, kinds, reading, rules, working
from samspil.platform.imports.models import Import, ImportedRow, Remembered, State
from samspil.platform.messages.models import Message
from samspil.platform.reading import keys_in

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model

AT_ONCE = 2000


def upload(
    *, by: AbstractBaseUser, organisation: int, kind: str, source: str, name: str, pieces: Iterable[bytes]
) -> Import:
    """Take a file in, piece by piece; columns are guessed from its heads and from last time.

    Raises ValidationError, and keeps nothing, when it cannot be read as a table.
    """
    imported = Import(
        organisation_id=organisation, by_id=by.pk, kind=kind, source=source.strip(), name=name[-200:]
    )
    with transaction.atomic():
        keep(imported, by=by, action="upload_import", kind=kind)
    try:
        files.store(imported, pieces)
        path = files.source_of(imported)
        reading.refuse_unreadable(path)
        imported.sheet = next(iter(reading.sheets(path)), "")
        _read_heads(imported)
    except reading.UnreadableError as error:
        files.remove(imported)
        imported.delete()
        raise ValidationError(str(error)) from None
    imported.save()
    return imported


def choose_sheet(*, by: AbstractBaseUser, imported: Import, sheet: str) -> Import:
    """Read another sheet of the workbook, with its own heads."""
    _must_become(imported, State.CHECKING)
    path = files.source_of(imported)
    if sheet not in reading.sheets(path):
        raise ValidationError(_("Arket findes ikke i regnearket."))
    imported.sheet = sheet
    _read_heads(imported)
    keep(imported, by=by, action="choose_sheet")
    return imported


def _read_heads(imported: Import) -> None:
    kind = kinds.get(imported.kind)
    imported.header_line, imported.headers = reading.heads(
        files.source_of(imported), imported.sheet, kind.known_heads()
    )
    remembered = _remembered(imported)
    imported.words = remembered.words
    taken: set[str] = set()
    mapping: dict[str, str] = {}
    for number, head in enumerate(imported.headers):
        field = remembered.heads.get(search_key(head), kind.guess(head))
        if field and field not in taken and any(field == column.key for column in kind.columns):
            mapping[str(number)] = field
            taken.add(field)
    imported.mapping = mapping


def _remembered(imported: Import) -> Remembered:
    found = Remembered.objects.filter(organisation_id=imported.organisation_id, kind=imported.kind).first()
    return found or Remembered(organisation_id=imported.organisation_id, kind=imported.kind)


@transaction.atomic
def choose_columns(*, by: AbstractBaseUser, imported: Import, mapping: Mapping[str, str]) -> Import:
    """Say which column is what, remember it, and let the rows be checked.

    Raises ValidationError when a field is chosen twice or a needed one is missing.
    """
    _must_become(imported, State.CHECKING)
    kind = kinds.get(imported.kind)
    chosen = {number: field for number, field in mapping.items() if field}
    every = list(chosen.values())
    errors = [
        _("»%(field)s« er valgt for to kolonner.") % {"field": column.label}
        for column in kind.columns
        if every.count(column.key) > 1
    ]
    errors += [
        _("Vælg den kolonne, der er »%(field)s«.") % {"field": column.label}
        for column in kind.columns
        if column.required and column.key not in every
    ]
    if errors:
        raise ValidationError(errors)
    imported.mapping = chosen
    remembered = _remembered(imported)
    remembered.heads |= {
        search_key(head): chosen.get(str(number), "") for number, head in enumerate(imported.headers) if head
    }
    remembered.save()
    return _checking(imported, by, "choose_columns")


@transaction.atomic
def choose_words(*, by: AbstractBaseUser, imported: Import, words: Mapping[str, Mapping[str, str]]) -> Import:
    """Say what words in the file stand for, remember it, and check again."""
    _must_become(imported, State.CHECKING)
    remembered = _remembered(imported)
    for field, each in words.items():
        chosen = {word: code for word, code in each.items() if code}
        imported.words = {**imported.words, field: {**imported.words.get(field, {}), **chosen}}
    remembered.words = imported.words
    remembered.save()
    return _checking(imported, by, "choose_words")


def _checking(imported: Import, by: AbstractBaseUser, action: str) -> Import:
    imported.state, imported.problem, imported.heartbeat = State.CHECKING, "", None
    imported.rows_seen, imported.rows_total, imported.attempts = 0, None, 0
    keep(imported, by=by, action=action)
    return imported


@transaction.atomic
def confirm(*, by: AbstractBaseUser, imported: Import) -> Import:
    """Let the clean rows be written."""
    _must_become(imported, State.WRITING)
    if not imported.counts.get("clean"):
        raise ValidationError(_("Der er ingen rækker, som kan indlæses."))
    imported.state, imported.heartbeat, imported.attempts = State.WRITING, None, 0
    keep(imported, by=by, action="confirm_import")
    return imported


@transaction.atomic
def cancel(*, by: AbstractBaseUser, imported: Import) -> Import:
    """Give an import up before anything is written."""
    _must_become(imported, State.CANCELLED)
    imported.state, imported.heartbeat, imported.file = State.CANCELLED, None, ""
    imported.finished_at = timezone.now()
    keep(imported, by=by, action="cancel_import")
    transaction.on_commit(lambda: files.remove(imported))
    return imported


def _must_become(imported: Import, state: State) -> None:
    if not rules.may_become(imported.state, state):
        raise ValidationError(
            _("Det kan ikke gøres nu: %(state)s.") % {"state": imported.get_state_display()}
        )


@transaction.atomic
def undo(*, by: AbstractBaseUser, imported: Import, why: str = "") -> dict[str, int]:
    """Remove what the import made, except what has been changed or built upon since.

    Returns how many records were removed and kept. What was kept stays known as loaded.
    """
    _must_become(imported, State.UNDONE)
    removed = kept = 0
    for table in kinds.get(imported.kind).tables:
        rows = ImportedRow.objects.filter(imported=imported, label=table._meta.label, made=True)
        keys = set(rows.values_list("key", flat=True))
        held = keys & _built_upon(table, keys)
        removed += _remove(table, sorted(keys - held), by, imported)
        kept += len(held)
        ImportedRow.objects.filter(
            imported=imported, label=table._meta.label, key__in=keys_in(keys - held)
        ).delete()
    ImportedRow.objects.filter(imported=imported, made=False).delete()
    imported.state = State.UNDONE
    imported.counts = {**imported.counts, "removed": removed, "kept": kept}
    keep(imported, by=by, action="undo_import", why=why, removed=removed, kept=kept)
    transaction.on_commit(lambda: files.remove(imported))
    return {"removed": removed, "kept": kept}


def _built_upon(table: type[Model], keys: set[int]) -> set[int]:
    """Return those that somebody has changed, or that another record, a document or a letter speaks of.

    What a sweep derives goes with its row (on_delete=CASCADE) and holds nothing back.
    """
    manager = table._base_manager
    names = {field.name for field in table._meta.concrete_fields}
    held: set[int] = set()
    if "version" in names:
        held |= set(manager.filter(pk__in=keys_in(keys), version__gt=1).values_list("pk", flat=True))
    for relation in table._meta.related_objects:
        if relation.on_delete is not CASCADE and not relation.many_to_many:
            column = relation.field.attname
            others = relation.related_model._base_manager.filter(**{f"{column}__in": keys_in(keys)})
            held |= set(others.values_list(column, flat=True))
    return held | keys & _spoken_of(label_of(table))


def _spoken_of(label: str) -> set[int]:
    """Return which of a table's rows have documents, removed ones too, or letters: named by key only."""
    files = Document.objects.filter(owner_kind=label).order_by().values_list("owner_key", flat=True)
    letters = Message.objects.filter(about_kind=label).order_by().values_list("about_key", flat=True)
    return set(files.distinct()) | {int(key) for key in letters.distinct() if key.isdecimal()}


def _remove(table: type[Model], keys: list[int], by: AbstractBaseUser, imported: Import) -> int:
    for start in range(0, len(keys), AT_ONCE):
        gone = table._base_manager.filter(pk__in=keys_in(keys[start : start + AT_ONCE]))
        record_all(by=by, action="undo_import_row", rows=gone, imported=imported.pk)
        gone.delete()
    return len(keys)


@transaction.atomic
def compare_with(*, by: AbstractBaseUser, imported: Import, totals: Mapping[str, Any]) -> Import:
    """Keep what was reported, to stand beside what was loaded."""
    imported.totals = {**imported.totals, **totals}
    imported.totals = {name: number for name, number in imported.totals.items() if number is not None}
    keep(imported, by=by, action="compare_import")
    return imported


def begin(imported: Import, *, on: dt.date) -> None:
    """Start the background work that the import waits for."""
    working.start(imported, on=on)
