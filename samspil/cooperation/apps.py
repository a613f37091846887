"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CooperationConfig(AppConfig):
    name = "samspil.cooperation"
    label = "cooperation"
    verbose_name = _("Samarbejde")

    def ready(self) -> None:
        """Register the permissions, which nothing else imports before a page asks, and the messages."""
        from samspil.cooperation import permissions  # noqa: F401  importing it registers the rules
        from samspil.cooperation.notices import KIND
        from samspil.platform.messages import kinds

        kinds.add(kinds.Kind(KIND, _("Adgang, sambesøg og gråzoner")))
