"""Tells Django about the jobs."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "samspil.platform.jobs"
    label = "jobs"
    verbose_name = _("Drift")
