"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScorecardsConfig(AppConfig):
    name = "samspil.scorecards"
    label = "scorecards"
    verbose_name = _("Målopfyldelse")

    def ready(self) -> None:
        """Register the permissions; nothing else imports them before a page asks."""
        from samspil.scorecards import permissions  # noqa: F401  importing it registers the rules
