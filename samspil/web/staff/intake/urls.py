"""The addresses of the pages of intake."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.intake import columns, comparing, imports, merges, uploading, views

urlpatterns: list[URLPattern] = [
    path("indlaes/", uploading.imports, name="imports"),
    path("indlaes/skabelon/<slug:kind>/", uploading.template, name="import-template"),
    path("indlaes/<int:number>/", imports.imported, name="import"),
    path("indlaes/<int:number>/kolonner/", columns.columns, name="import-columns"),
    path("indlaes/<int:number>/afviste/", imports.refused, name="import-refused"),
    path("indlaes/<int:number>/afstem/", comparing.compare, name="import-compare"),
    path("visning/<int:number>/", views.view, name="view"),
    path("visninger/", views.views, name="views"),
    path("visninger/ny/", views.save_view, name="save-view"),
    path("dubletter/", merges.merges, name="merges"),
    path("dubletter/<int:subject>/", merges.merge_with, name="merge-with"),
    path("dubletter/<int:survivor>/<int:duplicate>/", merges.merge_two, name="merge"),
    path("dubletter/<int:number>/fortryd/", merges.unmerge, name="unmerge"),
]
