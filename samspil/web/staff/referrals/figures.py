"""Nøgletal: our own figures about referrals, each with what it is a share of."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspil.platform.clock import today
from samspil.referrals import figures as asked
from samspil.referrals.kinds import ReceiverKind
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader
from samspil.web.staff.referrals.listing import may_enter

YEARS_BACK = 5


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Show a year's figures for the reader's own units."""
    user, day = reader(request), today()
    if not may_enter(user):
        raise Http404
    years = [day.year - back for back in range(YEARS_BACK)]
    given = request.GET.get("aar", "")
    year = int(given) if given in map(str, years) else day.year
    period = {"first": dt.date(year, 1, 1), "last": min(dt.date(year, 12, 31), day)}
    context = {
        "year": year,
        "years": years,
        "last": period["last"],
        "sent": asked.sent(user, **period),
        "received": asked.received(user, **period),
        "topics": _named(asked.by_topic(user, **period)),
        "receivers": [(ReceiverKind(kind).label, count) for kind, count in asked.by_receiver(user, **period)],
        "used": asked.used(user, **period, on=day),
    }
    return render(request, "staff/referrals/figures.jinja", context)


def _named(rows: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """The topics by the name they have today; older codes are added up under it, none stands last."""
    held: dict[str, tuple[int, int]] = {}
    for code, count, private in rows:
        name = (topics.labels(code) or [""])[0] if code else ""
        before = held.get(name, (0, 0))
        held[name] = (before[0] + count, before[1] + private)
    named = [(name, *counts) for name, counts in held.items()]
    return sorted(named, key=lambda each: (each[0] == "", -each[1], each[0]))
