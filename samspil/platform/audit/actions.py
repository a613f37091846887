"""Writes the audit trail, inside each action's transaction, and the access log, after the reads."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from samspil.platform.audit.models import Access, Event, label_of
from samspil.platform.versioning import Versioned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model

# Columns that follow from others or say nothing to a reader; a password is nobody's to see.
SILENT = frozenset({"id", "version", "search_key", "sort_key", "password"})


def keep(row: Model, *, by: AbstractBaseUser | None, action: str, why: str = "", **details: Any) -> Event:
    """Save a row and write who changed what, and why: every action stores through here.

    A changed row is read once more inside the transaction, so that the trail says what really was
    there; a new one costs no extra question.
    """
    before = {} if row._state.adding else _stored(row)
    row.save()
    after = _values(row)
    changes = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    if not before:
        changes = {name: pair for name, pair in changes.items() if pair[1] not in ("", None, False)}
    return record(by=by, action=action, row=row, why=why, changes=changes, **details)


def _stored(row: Model) -> dict[str, Any]:
    return _values(type(row)._base_manager.get(pk=row.pk))


def _values(row: Model) -> dict[str, Any]:
    """The row's columns as JSON can hold them."""
    columns = (field for field in row._meta.concrete_fields if field.attname not in SILENT)
    return {field.attname: _plain(getattr(row, field.attname)) for field in columns}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def record(
    *,
    by: AbstractBaseUser | None,
    action: str,
    row: Model,
    why: str = "",
    changes: Mapping[str, Any] | None = None,
    **details: Any,
) -> Event:
    """Write that `by` did `action` to `row`.

    The time is the real one, also when SAMSPIL_TODAY sets the day. Details are codes and keys, never
    personal data: they are kept when the row is anonymised, `why` and `changes` are not.
    """
    return Event.objects.create(
        at=timezone.now(),
        by_id=by.pk if by else None,
        action=action,
        kind=label_of(row),
        key=row.pk,
        version=row.version if isinstance(row, Versioned) else None,
        why=why,
        changes=changes or {},
        details=details,
    )


def record_all(
    *, by: AbstractBaseUser | None, action: str, rows: Iterable[Model], why: str = "", **details: Any
) -> int:
    """Write the same line for many rows at once, for loads and merges; return how many."""
    now = timezone.now()
    lines = [
        Event(
            at=now,
            by_id=by.pk if by else None,
            action=action,
            kind=label_of(row),
            key=row.pk,
            version=row.version if isinstance(row, Versioned) else None,
            why=why,
            changes={},
            details=details,
        )
        for row in rows
    ]
    return len(Event.objects.bulk_create(lines, batch_size=1000))


@transaction.atomic
def note_access(
    *, by: AbstractBaseUser, place: str, kind: type[Model], keys: Iterable[object], **details: Any
) -> int:
    """Write that `by` opened the content of these rows at a place; return how many.

    Called after the reads, so that no page holds the write lock while it is made.
    """
    now = timezone.now()
    label = label_of(kind)
    lines = [
        Access(at=now, by_id=by.pk, place=place, kind=label, key=str(key), details=details) for key in keys
    ]
    return len(Access.objects.bulk_create(lines))
