"""Which files are taken, and what they are for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class FileKind(models.TextChoices):
    """What a file is by its content, whatever it is called."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"
    XLSX = "xlsx", "Excel"
    PNG = "png", _("Billede (PNG)")
    JPG = "jpg", _("Billede (JPEG)")
    TXT = "txt", _("Tekst")
    EML = "eml", _("Mail")


# What a browser is told; text is never sent as a page.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "txt": "text/plain; charset=utf-8",
    "eml": "application/octet-stream",
}


class Purpose(models.TextChoices):
    """Why a document is there."""

    UPLOAD = "upload", _("Vedlagt fil")
    MINUTES = "minutes", _("Referat")
    PLAN = "plan", _("Handlingsplan")
    LETTER = "letter", _("Opfølgningsbrev")
    # An organisation's own Word template for one of the three.
    MINUTES_TEMPLATE = "minutes_template", _("Skabelon til referat")
    PLAN_TEMPLATE = "plan_template", _("Skabelon til handlingsplan")
    LETTER_TEMPLATE = "letter_template", _("Skabelon til opfølgningsbrev")
