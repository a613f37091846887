"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReferralsConfig(AppConfig):
    name = "samspil.referrals"
    label = "referrals"
    verbose_name = _("Henvisninger")

    def ready(self) -> None:
        """Register the permissions, and the mails one can choose about."""
        from samspil.platform.messages import kinds
        from samspil.referrals import letters, permissions  # noqa: F401  importing it registers the rules

        kinds.add(kinds.Kind(letters.KIND, _("Henvisninger")))
