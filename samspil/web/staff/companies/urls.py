"""The addresses of the pages of companies."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
