"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuidanceConfig(AppConfig):
    name = "samspil.guidance"
    label = "guidance"
    verbose_name = _("Vejledning")

    def ready(self) -> None:
        """Register the permissions, and what has documents; nothing else imports them before a page asks."""
        from samspil.guidance import files, permissions  # noqa: F401  importing them registers the rules
