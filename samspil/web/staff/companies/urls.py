"""The addresses of the pages of companies and founders, and of the search."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.companies import company, finding

urlpatterns: list[URLPattern] = [
    path("soeg/", finding.search, name="search"),
    path("soeg/forslag/", finding.suggestions, name="search-suggestions"),
    path("soeg/valg/", finding.choices, name="company-choices"),
    path("soeg/ny/", finding.new_fields, name="company-new-fields"),
    path("virksomheder/<int:subject>/", company.company, name="company"),
]
