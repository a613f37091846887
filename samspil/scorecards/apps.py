"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardsConfig(AppConfig):
    name = "samspil.scorecards"
    label = "scorecards"
    verbose_name = _("Målopfyldelse")
