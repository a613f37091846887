"""The codes of the competence room, with their Danish names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Depth(models.IntegerChoices):
    """How well an adviser knows a topic, as the adviser and the leader see it."""

    KNOWS = 1, _("Kender til det")
    WORKS = 2, _("Arbejder med det")
    SPECIALIST = 3, _("Er specialist")
