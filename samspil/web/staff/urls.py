"""The addresses of the pages for those who work with companies and contracts."""

from __future__ import annotations

from django.urls import include, path, register_converter

from samspil.web.staff import contracts, financing, history, points, rows, scorecards, standing
from samspil.web.staff.workday import day


class PointConverter:
    """A measurement point as contracts number it: 8.1."""

    regex = r"\d{1,3}\.\d{1,3}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(PointConverter, "point")

# Each area of pages keeps its own addresses.
AREAS = (
    "organisations",
    "companies",
    "contacts",
    "cases",
    "cooperation",
    "referrals",
    "workday",
    "intake",
)

urlpatterns = [
    path("", day.home, name="home"),
    path("maal/", scorecards.latest, name="scorecards"),
    path("maal/<int:run>/", scorecards.scorecard, name="scorecard"),
    path("maal/<int:run>/<int:number>/", scorecards.goal, name="goal"),
    path("maal/<int:run>/hvem/<int:subject>/", standing.standing, name="standing"),
    path("maal/<int:run>/<point:point>/", points.point, name="point"),
    path("maal/<int:run>/<point:point>/raekker/", rows.rows, name="rows"),
    path("kontrakt/", contracts.latest, name="contracts"),
    path("kontrakt/<int:version>/", contracts.contract, name="contract"),
    path("kontrakt/<int:version>/hent/", contracts.folder, name="contract-folder"),
    path("kontrakt/<int:version>/finansiering/", financing.financing, name="financing"),
    path("historik/<slug:kind>/<int:key>/", history.history, name="history"),
    *(path("", include(f"samspil.web.staff.{area}.urls")) for area in AREAS),
]
