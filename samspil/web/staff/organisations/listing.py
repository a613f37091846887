"""Organisationer: hubs, local services and the rest who do the work together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.organisations import directory, queries
from samspil.organisations.kinds import TAKING_PART, OrganisationKind
from samspil.platform.clock import today
from samspil.platform.danish import search_key
from samspil.web.components import export
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.organisations import frame

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from samspil.organisations.models import Organisation

OPEN, CLOSED = "aabne", "lukkede"


@require_safe
def organisations(request: HttpRequest) -> HttpResponseBase:
    """Show those who take part, with whom they serve; closed ones by choice."""
    kinds = [kind.value for kind in TAKING_PART]
    listing = Listing.read(
        request, columns(), default_sort="navn", filters={"type": kinds, "status": [CLOSED]}
    )
    found = directory.with_size(directory.taking_part())
    found = found.filter(closed_on__isnull=listing.filters.get("status") != CLOSED)
    if "type" in listing.filters:
        found = found.filter(kind=listing.filters["type"])
    for word in search_key(listing.search).split():
        found = found.filter(search_key__contains=word)
    order = {"navn": "sort_key", "type": "kind", "medarbejdere": "people"}[listing.sort]
    found = found.order_by(f"{'-' if listing.descending else ''}{order}", "pk")
    if export.asked_for(request):
        every = list(found)
        served = directory.served_by([each.pk for each in every], on=today())
        everybody = (row(each, served.get(each.pk, [])) for each in every)
        return export.download(request, columns(), everybody, "organisationer")
    asked, listing = listing.page, listing.counted(found.count())
    if asked != listing.page:
        return redirect(listing.turned_to(listing.page))
    shown = list(found[listing.offset : listing.offset + listing.size])
    served = directory.served_by([each.pk for each in shown], on=today())
    context = {
        "tabs": frame.tabs(request),
        "listing": listing,
        "columns": columns(),
        "kinds": chips(listing),
        "rows": [row(each, served.get(each.pk, [])) for each in shown],
        "operators": operators(request),
    }
    return render(request, "staff/organisations/organisations.jinja", context)


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column("navn", _("Navn"), sortable=True),
        Column("type", _("Type"), sortable=True),
        Column("kommuner", _("Kommuner")),
        Column("kontorer", _("Kontorer"), "number"),
        Column("medarbejdere", _("Medarbejdere"), "number", sortable=True, descending_first=True),
    ]


def chips(listing: Listing) -> list[dict[str, Any]]:
    """Return a chip per kind, and one for those that have closed."""
    kind, status = listing.filters.get("type", ""), listing.filters.get("status", "")
    every = {"label": _("Alle"), "href": listing.filtered("type"), "chosen": not kind}
    return [
        every,
        *(
            {
                "label": OrganisationKind(each).label,
                "href": listing.filtered("type", each),
                "chosen": kind == each,
            }
            for each in TAKING_PART
        ),
        {
            "label": _("lukkede"),
            "href": listing.filtered("status", "" if status else CLOSED),
            "chosen": bool(status),
        },
    ]


def row(each: Organisation, served: list[str]) -> dict[str, Any]:
    """Return one organisation in words."""
    counts: Any = each
    return {
        "navn": each.name,
        "href": reverse("organisation", args=[each.pk]),
        "type": OrganisationKind(each.kind).label,
        "kommuner": ", ".join(served)
        if len(served) <= 4
        else _("%(count)s kommuner") % {"count": len(served)},
        "kontorer": counts.places,
        "medarbejdere": counts.people,
    }


def operators(request: HttpRequest) -> list[dict[str, Any]]:
    """Return how many operators the reader's hub area has had over the years (A1), for each hub."""
    hubs = queries.hubs().filter(memberships__user=frame.reader(request), closed_on=None).distinct()[:1]
    return [
        {
            "hub": hub.name,
            "counts": directory.operators_over_time(hub, until=today()),
        }
        for hub in hubs
    ]
