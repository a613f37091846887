"""Tells Django about saved views."""

from __future__ import annotations

from django.apps import AppConfig


class ViewsConfig(AppConfig):
    name = "samspil.platform.views"
    label = "views"
