"""Writes the audit trail; called by every action, inside its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from samspil.platform.audit.models import Event

if TYPE_CHECKING:
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
