"""Tells Django about forms that were sent."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OnceConfig(AppConfig):
    name = "samspil.platform.once"
    label = "once"
    verbose_name = _("Drift")
