"""What is stored of merging: which two became one, what moved, and which pairs may be the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Subject
from samspil.organisations.models import Organisation
from samspil.platform.versioning import Versioned


class Merge(Versioned):
    """Two rows for the same company or founder became one; enough is kept to part them again."""

    survivor = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    why = models.CharField(_("hvorfor"), max_length=500, blank=True)
    # Relation -> keys of the rows that went over.
    moved = models.JSONField(default=dict)
    # Rows of which the survivor had its own, as they stood: [[table, columns], …].
    set_aside = models.JSONField(default=list)
    # What was changed in rows that stayed: [[table, key, column, before, after], …].
    changed = models.JSONField(default=list)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("sammenlægning")
        verbose_name_plural = _("sammenlægninger")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["duplicate"], condition=models.Q(undone_at__isnull=True), name="merge_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.duplicate_id} -> {self.survivor_id}"


class Likeness(models.Model):
    """Two subjects that may be the same; somebody who says that they are not is remembered."""

    # The one with the lower key.
    first = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="+")
    # 0 to 100.
    score = models.PositiveSmallIntegerField()
    # [[code, organisation or null], …]: what rests on one organisation's content is told to it alone.
    reasons = models.JSONField(default=list)
    # ;0; for everybody who knows both, else the organisations whose content tells it: ;3;7;
    seen_by = models.CharField(max_length=200)
    found_on = models.DateField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("mulig dublet")
        verbose_name_plural = _("mulige dubletter")
        ordering = ["-score", "pk"]
        indexes = [models.Index(fields=["second"], name="likeness_second")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="likeness_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="likeness_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
