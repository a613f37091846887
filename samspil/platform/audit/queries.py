"""What has happened to a row: its history, and what another changed since it was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from samspil.platform.audit.models import Access, Event, label_of

if TYPE_CHECKING:
    from django.db.models import Model


def history_of(row: Model) -> QuerySet[Event]:
    """Return every change to a row, newest first; only for who may read the row's content."""
    return Event.objects.filter(kind=label_of(row), key=str(row.pk)).select_related("by")


def accesses_to(row: Model) -> QuerySet[Access]:
    """Return who has opened the row's content, newest first."""
    return Access.objects.filter(kind=label_of(row), key=str(row.pk)).select_related("by")


def changed_since(row: Model, version: int) -> dict[str, list[Any]]:
    """Return what others changed after that version: field -> [as it was then, as it is now].

    For whoever was editing meanwhile: see platform.versioning.StaleRowError.
    """
    changed: dict[str, list[Any]] = {}
    for event in history_of(row).filter(version__gt=version).order_by("version", "pk"):
        for name, (before, after) in event.changes.items():
            changed[name] = [changed[name][0] if name in changed else before, after]
    return changed
