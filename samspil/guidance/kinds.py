"""The codes of the guidance room, with their Danish names; the same codes as in a snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Which level of the business service a case belongs to (B16)."""

    SPECIALISED = "specialised", _("Specialiseret vejledning")
    BASIC = "basic", _("Grundlæggende vejledning")


class Segment(models.TextChoices):
    """Whether the company is judged able to grow 10 per cent over three years."""

    GROWTH = "growth", _("Vækstsegment")
    OPERATION = "operation", _("Driftssegment")


class InteractionKind(models.TextChoices):
    """How a contact was held."""

    VISIT = "visit", _("Besøg")
    MEETING = "meeting", _("Møde")
    CALL = "call", _("Telefon")
    MAIL = "mail", _("Mail")
    EVENT = "event", _("Arrangement")


class TaskKind(models.TextChoices):
    """What somebody is to do."""

    NEXT_STEP = "next_step", _("Næste skridt")
    CALL_BACK = "call_back", _("Ring tilbage")
    MEETING = "meeting", _("Aftalt møde")
    VISIT = "visit", _("Aftalt besøg")
    JOINT_VISIT = "joint_visit", _("Sambesøg")
    REMINDER = "reminder", _("Påmindelse")


class ShareSource(models.TextChoices):
    """Why another organisation reads content that is not its own."""

    REFERRAL = "referral", _("Henvisning overtaget")
    REQUEST = "request", _("Adgang givet efter anmodning")


class Channel(models.TextChoices):
    """How an anonymous enquiry came."""

    CALL = "call", _("Telefon")
    MAIL = "mail", _("Mail")
    VISIT = "visit", _("Personligt fremmøde")
    WEB = "web", _("Hjemmeside eller chat")
    EVENT = "event", _("Arrangement")
