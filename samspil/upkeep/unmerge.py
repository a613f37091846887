"""Parts two that were merged: puts back what went over and what was added to it, and says what stayed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from samspil.companies.models import Subject
from samspil.platform.audit.actions import keep, record, record_all
from samspil.platform.documents.models import Document
from samspil.platform.reading import keys_in
from samspil.platform.versioning import Versioned
from samspil.upkeep import belonging
from samspil.upkeep.merge import DOCUMENTS, SUBJECT
from samspil.upkeep.models import Merge
from samspil.upkeep.relations import RELATIONS, Relation
from samspil.upkeep.rows import plain, row_of

if TYPE_CHECKING:
    from samspil.organisations.models import User


@dataclass
class Parted:
    """What came of it: how many rows went back, and in words what stayed with the survivor."""

    moved: int = 0
    stayed: list[str] = field(default_factory=list)


@transaction.atomic
def undo(*, by: User, done: Merge, why: str = "") -> Parted:
    """Part the two again.

    What was registered since goes back with the case it is on; the rest stays with the survivor.
    Raises ValidationError when it is undone already, or when the survivor was merged into a third
    meanwhile: that must be undone first.
    """
    done = Merge.objects.select_for_update().get(pk=done.pk)
    keys = sorted((done.survivor_id, done.duplicate_id))
    rows = {row.pk: row for row in Subject.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    survivor, duplicate = rows[done.survivor_id], rows[done.duplicate_id]
    if done.undone_at is not None:
        raise ValidationError(_("Sammenlægningen er allerede fortrudt."))
    if survivor.merged_into_id is not None or duplicate.merged_into_id != survivor.pk:
        raise ValidationError(_("Den er lagt sammen med en tredje siden. Fortryd det først."))
    parted = Parted()
    for relation in RELATIONS:
        _put_back(relation, done, by, parted)
    went, stayed = belonging.settle(done, by)
    parted.moved += went
    parted.stayed += stayed
    _put_documents_back(done, parted)
    _restore_columns(done, by, {survivor.pk: survivor, duplicate.pk: duplicate}, parted)
    for label, columns in done.set_aside:
        _bring_back(label, columns, by, parted)
    done.undone_at, done.undone_by = timezone.now(), by
    keep(done, by=by, action="undo_merge", why=why, moved=parted.moved, stayed=len(parted.stayed))
    return parted


def _put_back(relation: Relation, done: Merge, by: User, parted: Parted) -> None:
    keys = done.moved.get(relation.name, [])
    if not keys:
        return
    manager = relation.model._base_manager
    still = manager.filter(pk__in=keys_in(keys), **{f"{relation.column}_id": done.survivor_id})
    there = list(still.values_list("pk", flat=True))
    columns: dict[str, Any] = {f"{relation.column}_id": done.duplicate_id}
    if issubclass(relation.model, Versioned):
        columns["version"] = F("version") + 1
    try:
        with transaction.atomic():
            manager.filter(pk__in=keys_in(there)).update(**columns)
    except IntegrityError:
        there = []
    moved = manager.filter(pk__in=keys_in(there))
    record_all(by=by, action="merge_put_back", rows=moved.iterator(), into=done.duplicate_id)
    parted.moved += len(there)
    if len(there) < len(keys):
        # Never which or whose: they may be shielded.
        parted.stayed.append(str(relation.model._meta.verbose_name_plural))


def _put_documents_back(done: Merge, parted: Parted) -> None:
    keys = done.moved.get(DOCUMENTS, [])
    files = Document.objects.filter(pk__in=keys, owner_kind=SUBJECT, owner_key=done.survivor_id)
    parted.moved += files.update(owner_key=done.duplicate_id, version=F("version") + 1)


def _restore_columns(done: Merge, by: User, subjects: dict[int, Subject], parted: Parted) -> None:
    """Set columns back that still stand as the merge left them; a number goes back last."""
    duplicate = subjects[done.duplicate_id]
    for label, key, column, before, after in done.changed:
        row: Any = subjects.get(key) if label == SUBJECT else None
        if row is None:
            row = apps.get_model(label)._base_manager.filter(pk=key).first()
        if row is duplicate:
            continue
        if row is None or plain(getattr(row, column)) != after:
            parted.stayed.append(_word(label, column))
            continue
        setattr(row, column, row._meta.get_field(column).to_python(before))
        if label != SUBJECT:
            keep(row, by=by, action="undo_merge_changed")
    keep(subjects[done.survivor_id], by=by, action="undo_merge_absorbed", duplicate=duplicate.pk)
    duplicate.merged_into = None
    for label, key, column, before, _after in done.changed:
        free = not Subject.objects.filter(cvr_number=before).exists() if column == "cvr_number" else True
        if label == SUBJECT and key == duplicate.pk and free:
            setattr(duplicate, column, before)
    keep(duplicate, by=by, action="undo_merged_into", survivor=done.survivor_id)


def _word(label: str, column: str) -> str:
    model = apps.get_model(label)
    named = model._meta.get_field(column.removesuffix("_id"))
    return str(getattr(named, "verbose_name", column))


def _bring_back(label: str, columns: dict[str, Any], by: User, parted: Parted) -> None:
    """Store a row that was put away under its own key again."""
    model = apps.get_model(label)
    row = row_of(model, columns)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        parted.stayed.append(str(model._meta.verbose_name))
        return
    record(by=by, action="merge_brought_back", row=row)
    parted.moved += 1
