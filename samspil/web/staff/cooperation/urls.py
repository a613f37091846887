"""The addresses of the pages of cooperation."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.cooperation import access, agreements, grey_areas, overview, visits

urlpatterns: list[URLPattern] = [
    path("samarbejde/", overview.overview, name="cooperation"),
    path("samarbejde/sambesoeg/<int:visit>/", visits.visit, name="visit"),
    path("samarbejde/adgang/<int:request_key>/", access.answer, name="access-request"),
    path("samarbejde/aftaler/ny/", agreements.new, name="new-agreement"),
    path("samarbejde/aftaler/<int:agreement>/", agreements.agreement, name="agreement"),
    path("virksomheder/<int:subject>/sambesoeg/", visits.propose, name="joint-visit"),
    path("virksomheder/<int:subject>/adgang/", access.ask, name="ask-access"),
    path("graazoner/", grey_areas.every, name="grey-areas"),
    path("graazoner/spoerg/", grey_areas.ask, name="ask-grey-area"),
    path("graazoner/<int:grey>/", grey_areas.grey_area, name="grey-area"),
]
