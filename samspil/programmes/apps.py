"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    name = "samspil.programmes"
    label = "programmes"
    verbose_name = _("Arrangementer")

    def ready(self) -> None:
        """Register the permissions; nothing else imports them before a page asks."""
        from samspil.programmes import permissions  # noqa: F401  importing it registers the rules
