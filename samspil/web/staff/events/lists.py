"""Arrangementer: what the reader's organisations arrange, alone or with others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.cooperation.queries import takes_part
from samspil.guidance import topics as topic_list
from samspil.platform.clock import today
from samspil.programmes.kinds import OfferKind
from samspil.programmes.queries import Wanted, list_events
from samspil.web.components import export, navigation
from samspil.web.components.places import municipality_options
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.programmes.models import GroupOffer

STATES = {"kommende": "coming", "afholdte": "held", "aflyste": "cancelled"}
SORTS = {"dag": "first_day", "titel": "title", "virksomheder": "companies", "personer": "persons"}


@require_safe
def events(request: HttpRequest) -> HttpResponseBase:
    """Show a page of events, or all of them as a file."""
    user, choices = reader(request), _choices()
    known = {each["name"]: [code for code, _label in each["options"] if code] for each in choices}
    listing = Listing.read(
        request,
        [Column(key, "", sortable=True) for key in SORTS],
        default_sort="-dag",
        filters={"status": STATES, **known},
    )
    column = F(SORTS[listing.sort])
    order = column.desc(nulls_last=True) if listing.descending else column.asc(nulls_last=True)
    rows = list_events(user, _wanted(listing), on=today()).order_by(order, "-pk")
    if export.asked_for(request):
        return export.download(request, _columns(), _shown(rows.iterator(chunk_size=500)), "arrangementer")
    listing = listing.counted(rows.count())
    context = {
        "listing": listing,
        "columns": _columns(),
        "rows": list(_shown(rows[listing.offset : listing.offset + listing.size])),
        "choices": choices,
        "states": [
            {"label": label, "href": listing.filtered("status", code), "chosen": code == _state(listing)}
            for code, label in (
                ("", _("Alle")),
                ("kommende", _("Kommende")),
                ("afholdte", _("Afholdte")),
                ("aflyste", _("Aflyste")),
            )
        ],
    }
    return render(request, "staff/events/list.jinja", context)


def _state(listing: Listing) -> str:
    return listing.filters.get("status", "")


def _wanted(listing: Listing) -> Wanted:
    chosen = listing.filters
    code = chosen.get("emne", "")
    codes = [choice.codes for choice in topic_list.choices(today()) if choice.code == code]
    return Wanted(
        state=STATES.get(_state(listing), ""),
        kind=chosen.get("type", ""),
        topics=codes[0] if codes else frozenset(),
        municipality=chosen.get("kommune", ""),
        search=listing.search,
    )


def _choices() -> list[dict[str, Any]]:
    every = ("", _("Alle"))
    kinds = [(str(code), str(label)) for code, label in OfferKind.choices]
    return [
        {"name": "type", "label": _("Type"), "options": [every, *kinds]},
        {"name": "emne", "label": _("Emne"), "options": [every, *topics.options()]},
        {"name": "kommune", "label": _("Kommune"), "options": [every, *municipality_options()]},
    ]


def _columns() -> list[Column]:
    return [
        Column("titel", _("Arrangement"), sortable=True),
        Column("dag", _("Dato"), "day", sortable=True, descending_first=True),
        Column("type", _("Type")),
        Column("emner", _("Emner")),
        Column("arrangoer", _("Arrangør")),
        Column("virksomheder", _("Virksomheder"), "number", sortable=True, descending_first=True),
        Column("personer", _("Personer"), "number", sortable=True, descending_first=True),
    ]


def _shown(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    kinds = {str(code): str(label) for code, label in OfferKind.choices}
    for row in rows:
        offer: GroupOffer = row
        yield {
            "pk": offer.pk,
            "titel": offer.title,
            "href": reverse("event", args=[offer.pk]),
            "dag": row.next_day or row.first_day,
            "type": kinds[offer.kind],
            "emner": ", ".join(topics.labels(offer.topics)) or None,
            "arrangoer": offer.organiser.name,
            "virksomheder": row.companies,
            "personer": row.persons,
        }


navigation.add(navigation.Room("events", gettext_lazy("Arrangementer"), place=60, go="r", may=takes_part))
