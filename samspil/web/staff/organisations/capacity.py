"""Belastning: who has how much, how long companies wait at each office, and where none is near."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.competence.rules import kilometres
from samspil.core.reference import municipalities
from samspil.guidance.specialists import workload
from samspil.organisations import directory, queries
from samspil.platform.clock import today
from samspil.web.components.tables import Column
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame
from samspil.workday.leading import waiting_by_office

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation

YEAR = dt.timedelta(days=365)


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """Show how many open cases each adviser has, by topic (A32), in the organisation one works for."""
    reader, on = frame.reader(request), today()
    workplaces = list(queries.workplaces_of(reader))
    if not workplaces:
        raise Http404
    chosen = request.GET.get("organisation", "")
    here = next((each for each in workplaces if str(each.pk) == chosen), workplaces[0])
    loads = workload(reader, here, on=on)
    used = [(code, name) for code, name in topics.options() if any(each.topics[code] for each in loads)]
    columns = [Column("navn", _("Konsulent")), Column("forloeb", _("Åbne forløb"), "number")]
    columns += [Column(code, name, "number") for code, name in used]
    rows = [
        {"navn": each.user.name, "forloeb": each.cases, "key": each.user.pk}
        | {code: each.topics[code] or None for code, _name in used}
        for each in loads
    ]
    total = {"navn": _("I alt"), "forloeb": sum(each.cases for each in loads)}
    total |= {code: sum(each.topics[code] for each in loads) for code, _name in used}
    context = {
        "organisation": here,
        "workplaces": workplaces,
        "columns": columns,
        "rows": rows,
        "total": total if loads else None,
        "waits": waits(here, on),
        "wait_columns": wait_columns(),
        "far": far(here, on),
        "far_columns": far_columns(),
    }
    return render(request, "staff/organisations/workload.jinja", context)


def wait_columns() -> list[Column]:
    """Return the columns of the waiting times."""
    return [
        Column("kontor", _("Kontor")),
        Column("antal", _("Henvisninger"), "number"),
        Column("median", _("Ventetid, median"), "number", unit=_("arbejdsdage"), decimals=1),
    ]


def waits(found: Organisation, on: dt.date) -> list[dict[str, Any]]:
    """Return by office how long referred companies waited, as the leader's page has it (B15, B98)."""
    return [
        {"kontor": each.name or _("Uden kontor"), "antal": each.referrals, "median": each.days}
        for each in waiting_by_office(found, since=on - YEAR)
    ]


def far_columns() -> list[Column]:
    """Return the columns of the municipalities without a place."""
    return [
        Column("kommune", _("Kommune")),
        Column("sted", _("Nærmeste sted")),
        Column("km", _("Afstand"), "number", unit="km"),
    ]


def far(found: Organisation, on: dt.date) -> list[dict[str, Any]]:
    """Return a hub's municipalities where it has no office or meeting place, the farthest first (A36)."""
    known = municipalities()
    area, places = directory.coverage(found, on=on)
    spots = {
        code: (known[code].longitude, known[code].latitude) for code in {*area, *places} if code in known
    }
    rows = []
    for code in area:
        if code in places or code not in spots:
            continue
        distances = [
            (kilometres(spots[code], spots[each]), name) for each, name in places.items() if each in spots
        ]
        km, name = min(distances, default=(None, None))
        rows.append({"kommune": known[code].name, "sted": name, "km": km})
    return sorted(rows, key=lambda row: (-(row["km"] or 0), row["kommune"]))
