"""The leader's overview: how everybody stands, until when it counts, and what one adviser has open."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.guidance.topics import shown
from samspil.platform.clock import today
from samspil.web.components import navigation
from samspil.web.staff.workday import day, lines
from samspil.web.words import in_english
from samspil.workday import leading
from samspil.workday.kinds import Reason
from samspil.workday.permissions import leads_anywhere

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User
    from samspil.workday.leading import AdviserRow

navigation.add(navigation.Room("leader", gettext_lazy("Leder"), place=110, go="l", may=leads_anywhere))

# As many topics as a table holds beside each other; the rest are together in one column.
TOPICS = 10
YEAR = dt.timedelta(days=365)


def led(request: HttpRequest) -> tuple[User, list[Organisation], Organisation]:
    """Return the reader, the organisations led, and the one looked at; 404 for who leads none."""
    user = day.reader(request)
    found = leading.led_by(user)
    if not found:
        raise Http404
    wanted = request.GET.get("enhed", "")
    return user, found, next((each for each in found if str(each.pk) == wanted), found[0])


@require_safe
def leader(request: HttpRequest) -> HttpResponse:
    """Show a row per adviser, and what the year still lacks."""
    user, places, place = led(request)
    on = today()
    rows = leading.overview(user, place, on=on)
    totals: Counter[Reason] = Counter()
    for row in rows:
        totals.update(row.defects)
    context = {
        "place": place,
        "places": [
            {"label": each.name, "href": f"{request.path}?enhed={each.pk}", "chosen": each == place}
            for each in places
        ],
        "on": on,
        "rows": rows,
        "reasons": [reason for reason in Reason if totals[reason]],
        "totals": totals,
        "deadlines": leading.deadlines([place], on=on),
        "topics": topics(rows, on),
        "waits": leading.waiting_by_office(place, since=on - YEAR),
    }
    return render(request, "staff/workday/leader.jinja", context)


def topics(rows: list[AdviserRow], on: dt.date) -> dict[str, Any]:
    """Return the open cases of each adviser by topic (A32): the commonest topics, and the rest together."""
    every: Counter[str] = Counter()
    for row in rows:
        every.update(row.topics)
    first = [code for code, _count in every.most_common(TOPICS)]
    english = in_english()
    names = {
        code: " ".join(each.english if english else each.danish for each in shown(code, on)) or code
        for code in first
    }
    return {
        "codes": first,
        "names": names,
        "rows": [row for row in rows if row.topics],
        "rest": {
            row.key: sum(count for code, count in row.topics.items() if code not in names) for row in rows
        },
        "has_rest": len(every) > len(first),
    }


@require_safe
def adviser(request: HttpRequest, adviser: int) -> HttpResponse:
    """Show what one adviser has open; opening it is logged."""
    user, _places, place = led(request)
    person = next((each for each in leading.people_led([place]) if each.pk == adviser), None)
    if person is None:
        raise Http404
    on = today()
    found = leading.of_adviser(user, place, adviser, on=on)
    late = list(found["tasks"][: lines.MOST])
    idle = list(found["cases"][: lines.MOST])
    waiting = list(found["referrals"][: lines.MOST])
    leading.note_looking(user, late, idle)
    parts = [
        (_("Forfaldne opgaver"), [lines.of_task(each, on=on, mine=adviser) for each in late]),
        (_("Henvisninger, der venter"), [lines.of_referral(each, on=on) for each in waiting]),
        (_("Forløb uden næste skridt"), [lines.of_case(each, on=on, mine=adviser) for each in idle]),
    ]
    context = {
        "person": person,
        "place": place,
        "parts": parts,
        "most": lines.MOST,
        "mending": f"{reverse('mending')}?konsulent={adviser}",
        "back": f"{reverse('leader')}?enhed={place.pk}",
    }
    return render(request, "staff/workday/adviser.jinja", context)
