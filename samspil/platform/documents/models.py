"""What is stored about a file: whose it is, what it is, where it lies, and what it replaced."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.platform.columns import one_of
from samspil.platform.documents.kinds import FileKind, Purpose
from samspil.platform.versioning import Versioned


class Document(Versioned):
    """A file on a row of another room; who reads the row reads the file.

    A new version is a new row that replaces the old one, which stays. What is removed is only marked,
    until retention takes the file away.
    """

    # The row it belongs to, by the name of its table and its key; the room that has the row registers
    # who may read it (owners.py).
    owner_kind = models.CharField(max_length=100, editable=False)
    owner_key = models.BigIntegerField(editable=False)
    purpose = models.CharField(_("slags"), max_length=20, choices=Purpose, default=Purpose.UPLOAD)
    name = models.CharField(_("filnavn"), max_length=150)
    kind = models.CharField(_("filtype"), max_length=10, choices=FileKind)
    size = models.PositiveIntegerField(_("størrelse"))
    sha256 = models.CharField(max_length=64, editable=False)
    # Under MEDIA_ROOT, two folders deep and random: a name says nothing and nobody can guess it.
    place = models.CharField(max_length=80, unique=True, editable=False)
    stored_at = models.DateTimeField(editable=False)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    removed = models.BooleanField(_("fjernet"), default=False)

    class Meta:
        verbose_name = _("dokument")
        verbose_name_plural = _("dokumenter")
        ordering = ["-stored_at", "-pk"]
        indexes = [models.Index(fields=["owner_kind", "owner_key"], name="document_of_row")]
        constraints = [
            one_of("kind", FileKind, name="document_kind"),
            one_of("purpose", Purpose, name="document_purpose"),
        ]

    def __str__(self) -> str:
        return self.name
