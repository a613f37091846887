"""The codes of the companies room, with their Danish names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SubjectKind(models.TextChoices):
    """Whom a case, a contact or an answer is about."""

    COMPANY = "company", _("Virksomhed")
    FOUNDER = "founder", _("Iværksætter")


class ApproachKind(models.TextChoices):
    """How somebody was in contact: all that partners may know of it (B21)."""

    VISIT = "visit", _("Besøg")
    MEETING = "meeting", _("Møde")
    CALL = "call", _("Telefon")


class ApproachState(models.TextChoices):
    """Whether the contact is still to come."""

    PLANNED = "planned", _("Planlagt")
    HELD = "held", _("Afholdt")
