"""What is stored: one line per change that an action made, and one per row whose content was opened."""

from __future__ import annotations

from django.conf import settings
from django.db import models


def label_of(row: models.Model | type[models.Model]) -> str:
    """The name of the row's table: a company and a subject are one row, so the proxy does not count."""
    table = row._meta.concrete_model
    # Only an abstract class has no table, and those have no rows.
    assert table is not None
    return table._meta.label


class Event(models.Model):
    """One change: who did what to which row, and why. Never deleted with its row.

    Anonymising a row empties the `changes` and `why` of its lines and leaves the rest.
    """

    at = models.DateTimeField(db_index=True)
    # Empty when the system itself acted, such as the daily sweep or an installation's first step.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    action = models.CharField(max_length=100)
    # The kind and key of the row, as text, so that the line outlives it.
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    # The row's own count of its changes after this one, where it counts them.
    version = models.PositiveIntegerField(null=True, blank=True)
    # What the user gave as the reason, where the action asks for one.
    why = models.CharField(max_length=500, blank=True)
    # Field by field [before, after]; content, so shown only to who may read the row.
    changes = models.JSONField(default=dict)
    # Codes and keys only, never personal data.
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="audit_event_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.kind} {self.key}"


class Access(models.Model):
    """One opening: who saw whose content, where and when; a company can ask who has looked."""

    at = models.DateTimeField(db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Where it was seen, such as scorecards.members.
    place = models.CharField(max_length=100)
    kind = models.CharField(max_length=100)
    key = models.CharField(max_length=64)
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="audit_access_row")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.place} {self.kind} {self.key}"
