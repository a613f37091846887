"""The addresses of all pages; each area adds its own list."""

from __future__ import annotations

from django.urls import include, path

from samspil.web import language
from samspil.web.staff import home

urlpatterns = [
    path("", home.home, name="home"),
    path("sprog/", language.switch, name="language"),
    path("konto/", include("samspil.web.account_urls")),
]
