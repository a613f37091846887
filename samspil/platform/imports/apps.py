"""Tells Django about imports."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ImportsConfig(AppConfig):
    name = "samspil.platform.imports"
    label = "imports"

    def ready(self) -> None:
        """Let each room say what it can take in: its imports.py, where it has one."""
        autodiscover_modules("imports")
