"""Tells Django about the pages, so that their static files are found."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "samspil.web"
    label = "web"
