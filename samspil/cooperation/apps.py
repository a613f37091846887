"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "samspil.cooperation"
    label = "cooperation"
    verbose_name = _("Samarbejde")

    def ready(self) -> None:
        """Register the permissions; nothing else imports them before a page asks."""
        from samspil.cooperation import permissions  # noqa: F401  importing it registers the rules
