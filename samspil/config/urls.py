"""The address table: everything a browser sees belongs to the web."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("", include("samspil.web.urls")),
]
