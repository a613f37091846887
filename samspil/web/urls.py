"""The addresses of all pages; each area adds its own list."""

from __future__ import annotations

from django.urls import include, path

from samspil.web import language, statements
from samspil.web.staff import gallery

urlpatterns = [
    path("", include("samspil.web.staff.urls")),
    path("sprog/", language.switch, name="language"),
    path("tilgaengelighed/", statements.accessibility, name="accessibility"),
    path("galleri/", gallery.gallery, name="gallery"),
    path("konto/", include("samspil.web.account_urls")),
]
