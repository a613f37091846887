"""The codes of the programmes room, with their Danish names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferKind(models.TextChoices):
    """What a group offer is (A12)."""

    EVENT = "event", _("Temaarrangement")
    NETWORK = "network", _("Netværk")
    COURSE = "course", _("Kursus")
    PROGRAMME = "programme", _("Kollektivt forløb")
