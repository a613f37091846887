"""What is stored of an import: where it stands, what was told, and which row became which record."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.platform.columns import KeyField, one_of
from samspil.platform.versioning import Versioned


class State(models.TextChoices):
    """Where an import stands; which may follow which is in rules.TRANSITIONS."""

    UPLOADED = "uploaded", _("Venter på, at kolonnerne vælges")
    CHECKING = "checking", _("Bliver kontrolleret")
    CHECKED = "checked", _("Klar til at blive indlæst")
    WRITING = "writing", _("Bliver indlæst")
    DONE = "done", _("Indlæst")
    FAILED = "failed", _("Gik i stå")
    CANCELLED = "cancelled", _("Annulleret")
    UNDONE = "undone", _("Fortrudt")


class Import(Versioned):
    """One file, or what was pasted, on its way in."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="imports"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Which table it holds, as the rooms name theirs: companies, cases …
    kind = models.CharField(max_length=40)
    # The system the rows come from: their numbers are unique within it.
    source = models.CharField(_("fra system"), max_length=60)
    name = models.CharField(_("fil"), max_length=200)
    # Below the imports folder; empty once the file is removed.
    file = models.CharField(max_length=200, blank=True)
    sheet = models.CharField(_("ark"), max_length=100, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    # The last sign of life of whoever checks or writes it; empty when nobody does.
    heartbeat = models.DateTimeField(null=True, blank=True)
    # How often somebody has begun; a file that always brings the work down is given up.
    attempts = models.PositiveSmallIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    rows_seen = models.PositiveIntegerField(default=0)
    headers = models.JSONField(default=list)
    header_line = models.PositiveIntegerField(default=1)
    # Column number as text -> field.
    mapping = models.JSONField(default=dict)
    # Field -> word in the file -> our code, chosen by the user once.
    words = models.JSONField(default=dict)
    # How many rows are clean, here already, refused …
    counts = models.JSONField(default=dict)
    # First rows, first errors, words nobody knows.
    report = models.JSONField(default=dict)
    # What was reported last year, typed in to compare with: year|what -> number.
    totals = models.JSONField(default=dict)
    problem = models.TextField(blank=True)

    class Meta:
        verbose_name = _("indlæsning")
        verbose_name_plural = _("indlæsninger")
        ordering = ["-created_at", "-pk"]
        constraints = [one_of("state", State, name="import_state")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class ImportedRow(models.Model):
    """Which row of which system became which record; so a file can be loaded twice without harm."""

    imported = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="rows")
    # Organisation, system and kind: within it an external number stands for one record.
    space = KeyField(max_length=160)
    # The row's number in the other system, or a fingerprint of what stands in it; empty for records
    # that were made beside the row's own, such as the day of an event.
    external_id = KeyField(max_length=200, blank=True)
    label = models.CharField(max_length=100)
    key = models.BigIntegerField()
    # Whether the import made the record or found it here.
    made = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["imported", "label"], name="imported_row_of")]
        constraints = [
            models.UniqueConstraint(
                fields=["space", "external_id"],
                condition=~models.Q(external_id=""),
                name="imported_row_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.space} {self.external_id}"


class Remembered(models.Model):
    """How an organisation's columns and words were understood last time."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    # Folded head -> field, "" for a column that is left out.
    heads = models.JSONField(default=dict)
    words = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind"], name="remembered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.kind}"
