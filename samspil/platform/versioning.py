"""Optimistic locking: nobody overwrites what another has changed in the meantime."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction


class StaleRowError(Exception):
    """Somebody else saved the row after it was read."""

    def __init__(self, row: models.Model) -> None:
        self.row = row
        super().__init__(
            f"{row._meta.label} {row.pk} was changed by somebody else since it was read; read it again."
        )


class Versioned(models.Model):
    """A row that counts its own changes and refuses to be saved over a newer one."""

    version = models.PositiveIntegerField(default=1, editable=False)
    # What nobody edits: saved alone it is no change of the row, and the later of two wins.
    uncounted: ClassVar[frozenset[str]] = frozenset()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, or raise StaleRowError and leave the row as it stands in the database."""
        fields = kwargs.get("update_fields")
        if self._state.adding or (fields and self.uncounted.issuperset(fields)):
            super().save(*args, **kwargs)
            return
        seen = self.version
        try:
            with transaction.atomic(using=kwargs.get("using") or self._state.db):
                # The claim and the check are one statement, so two savers cannot both pass.
                rows = type(self)._base_manager.using(self._state.db).filter(pk=self.pk, version=seen)
                if not rows.update(version=seen + 1):
                    raise StaleRowError(self)
                self.version = seen + 1
                super().save(*args, **kwargs)
        except BaseException:
            self.version = seen
            raise
