"""Writes the audit trail, inside each action's transaction, and the access log, after the reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from samspil.platform.audit.models import Access, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model


def record(*, by: AbstractBaseUser | None, action: str, row: Model, **details: Any) -> Event:
    """Write that `by` did `action` to `row`.

    The time is the real one, also when SAMSPIL_TODAY sets the day. Details are codes and keys, never
    personal data: the line is kept when the row is anonymised.
    """
    return Event.objects.create(
        at=timezone.now(),
        by_id=by.pk if by else None,
        action=action,
        kind=row._meta.label,
        key=row.pk,
        details=details,
    )


@transaction.atomic
def note_access(
    *, by: AbstractBaseUser, place: str, kind: type[Model], keys: Iterable[object], **details: Any
) -> int:
    """Write that `by` opened the content of these rows at a place; return how many.

    Called after the reads, so that no page holds the write lock while it is made.
    """
    now = timezone.now()
    lines = [
        Access(at=now, by_id=by.pk, place=place, kind=kind._meta.label, key=str(key), details=details)
        for key in keys
    ]
    return len(Access.objects.bulk_create(lines))
