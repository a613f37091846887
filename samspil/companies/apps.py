"""Tells Django about the room."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    name = "samspil.companies"
    label = "companies"
    verbose_name = _("Virksomheder")

    def ready(self) -> None:
        """Have the index of the search made, or mended, after every migration."""
        post_migrate.connect(_install_index, sender=self)


def _install_index(using: str, **_told: Any) -> None:
    from samspil.companies.wordindex import install

    install(connections[using])
