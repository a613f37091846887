"""Aktører: the directory of everybody a company can be referred to, found by kind, topic and place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.organisations import directory
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.permissions import may_add_actor
from samspil.web.components import export
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from samspil.organisations.models import Organisation

# The secretariat helps no company.
KINDS = [kind for kind in OrganisationKind if kind != OrganisationKind.SECRETARIAT]


@require_safe
def actors(request: HttpRequest) -> HttpResponseBase:
    """Show the directory, in alphabetical order only: nobody stands first by anybody's choice."""
    listing = Listing.read(
        request,
        columns(),
        default_sort="navn",
        filters={
            "type": [kind.value for kind in KINDS],
            "emne": [code for code, _name in topics.options()],
            "kommune": [code for code, _name in frame.places()],
        },
    )
    found = directory.actors(
        kind=listing.filters.get("type", ""),
        topic=listing.filters.get("emne", ""),
        municipality=listing.filters.get("kommune", ""),
        text=listing.search,
    )
    if export.asked_for(request):
        everybody = (row(each) for each in found.prefetch_related("covers").iterator(chunk_size=500))
        return export.download(request, columns(), everybody, "aktoerer")
    asked, listing = listing.page, listing.counted(found.count())
    if asked != listing.page:
        return redirect(listing.turned_to(listing.page))
    page = found.prefetch_related("covers")[listing.offset : listing.offset + listing.size]
    context = {
        "tabs": frame.tabs(request),
        "listing": listing,
        "columns": columns(),
        "kinds": [(kind.value, kind.label) for kind in KINDS],
        "topics": topics.options(),
        "places": frame.places(),
        "rows": [row(each) for each in page],
        "may_add": may_add_actor(frame.reader(request)),
    }
    return render(request, "staff/organisations/actors.jinja", context)


def columns() -> list[Column]:
    """Return the columns; there is no other order than the alphabet's."""
    return [
        Column("navn", _("Navn")),
        Column("type", _("Type")),
        Column("emner", _("Emner")),
        Column("hvor", _("Hvor")),
        Column("kontakt", _("Kontakt")),
    ]


def row(each: Organisation) -> dict[str, Any]:
    """Return one actor in words."""
    covers = [place.name for place in each.covers.all()]
    own = each.kind in (OrganisationKind.HUB, OrganisationKind.LOCAL_SERVICE)
    where = ", ".join(covers[:3]) + (" …" if len(covers) > 3 else "")
    return {
        "navn": each.name,
        "href": reverse("organisation", args=[each.pk]),
        "type": OrganisationKind(each.kind).label,
        "emner": ", ".join(topics.labels(each.topics)) if each.topics else _("alle emner"),
        "hvor": where or (_("eget område") if own else _("hele landet")),
        "kontakt": each.phone or each.email or None,
    }
