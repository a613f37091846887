"""The addresses of the pages of workday."""

from __future__ import annotations

from django.urls import URLPattern, path

from samspil.web.staff.workday import calendar, day, leader, mending, notices

urlpatterns: list[URLPattern] = [
    path("min-dag/", day.my_day, name="my-day"),
    path("min-dag/opgave/<int:task>/", day.task, name="task"),
    path("min-dag/aftale/<int:task>.ics", calendar.appointment, name="appointment"),
    path("ret-op/", mending.mending, name="mending"),
    path("ret-op/<int:defect>/", mending.mend, name="mend"),
    path("leder/", leader.leader, name="leader"),
    path("leder/<int:adviser>/", leader.adviser, name="leader-adviser"),
    path("kalender/<slug:name>/<str:secret>.ics", calendar.feed, name="calendar-feed"),
    path("konto/kalender/", calendar.settings_page, name="calendar"),
    path("konto/beskeder/", notices.notices, name="notices"),
    path("drift/", notices.operation, name="operation"),
    path("drift/besked/<int:message>/", notices.send_again, name="send-again"),
]
