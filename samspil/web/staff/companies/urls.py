"""The addresses of the pages of companies and founders, and of the search."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.companies import changing, company, finding, lists

urlpatterns: list[URLPattern] = [
    path("soeg/", finding.search, name="search"),
    path("soeg/forslag/", finding.suggestions, name="search-suggestions"),
    path("soeg/valg/", finding.choices, name="company-choices"),
    path("soeg/ny/", finding.new_fields, name="company-new-fields"),
    path("virksomheder/", lists.companies, name="companies"),
    path("virksomheder/ny/", changing.new_company, name="company-new"),
    path("virksomheder/<int:subject>/", company.company, name="company"),
    path("virksomheder/<int:subject>/ret/", changing.edit, name="company-edit"),
    path("virksomheder/<int:subject>/videre/", changing.successor, name="company-successor"),
    path("virksomheder/<int:subject>/set/", company.seen, name="company-seen"),
    path("virksomheder/<int:subject>/kontakter/ny/", changing.new_person, name="contact-person-new"),
    path("virksomheder/<int:subject>/p-enheder/ny/", changing.new_unit, name="unit-new"),
    path("virksomheder/<int:subject>/p-enheder/<int:unit>/", changing.edit_unit, name="unit-edit"),
    path("kontaktpersoner/<int:person>/", changing.edit_person, name="contact-person"),
    path("kontaktpersoner/<int:person>/fratraadt/", changing.person_left, name="contact-person-left"),
    path("ivaerksaettere/", lists.founders, name="founders"),
    path("ivaerksaettere/ny/", changing.new_founder, name="founder-new"),
]
