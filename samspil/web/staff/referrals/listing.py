"""The list of referrals: what waits for us, what we have sent, what is over; with the clock in sight."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Q, QuerySet, When
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.platform.clock import today
from samspil.platform.danish import search_key
from samspil.referrals import queries, rules
from samspil.referrals.actions import open_list
from samspil.referrals.kinds import State
from samspil.referrals.queries import listed, reads
from samspil.web.components import navigation
from samspil.web.components.export import asked_for, download
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.cooperation.frame import reader
from samspil.web.staff.referrals import shown

if TYPE_CHECKING:
    from samspil.referrals.models import Referral

TABS = {"ind": "in", "ud": "out", "spoerg": "ask", "afsluttede": "done"}
ORDERS = {
    "navn": ("subject__sort_key",),
    "fra": ("organisation__sort_key",),
    "til": ("receiver__sort_key", "receiver_name"),
    "dato": ("on",),
    "status": ("state",),
}


def may_enter(user: Any) -> bool:
    """Whether the reader reads content anywhere; a secretary does not."""
    return bool(reads(user))


navigation.add(navigation.Room("referrals", gettext_lazy("Henvisninger"), place=50, go="h", may=may_enter))


@require_safe
def referrals(request: HttpRequest) -> HttpResponseBase:
    """Show a tab of the list; the first one that has something in it, unless the address says which."""
    user = reader(request)
    if not may_enter(user):
        raise Http404
    known = queries.counts(user)
    counts = {tab: known[code] for tab, code in TABS.items()}
    tab = request.GET.get("fane", "")
    if tab not in TABS:
        tab = next((each for each in ("ind", "ud", "spoerg") if counts[each]), "ind")
    columns = columns_of(tab)
    default = "frist" if tab in {"ind", "ud"} else "-dato"
    listing = Listing.read(
        request, columns, default_sort=default, filters={"fane": TABS, "status": State.values}
    )
    rows = narrowed(listed(user, TABS[tab]), listing)
    if asked_for(request):
        return download(request, columns, filed(rows, listing), "henvisninger", seen=rows.model)
    narrow = listing.search or "status" in listing.filters
    asked, listing = listing.page, listing.counted(rows.count() if narrow else counts[tab])
    if asked != listing.page:
        return redirect(listing.turned_to(listing.page))
    found = open_list(by=user, rows=ordered(rows, listing), first=listing.offset, size=listing.size)
    context = {
        "columns": columns,
        "rows": [line(row) for row in found],
        "listing": listing,
        "tabs": tabs(tab, counts),
        "tab": tab,
        "chips": chips(listing, tab),
    }
    return render(request, "staff/referrals/referrals.jinja", context)


def filed(rows: QuerySet[Referral], listing: Listing) -> Iterator[dict[str, Any]]:
    """All rows of the list, as they stand in a file."""
    every = ordered(rows, listing).select_related("subject", "organisation", "receiver")
    for row in every.iterator(chunk_size=500):
        yield {"pk": row.pk, **line(row)}


def narrowed(rows: QuerySet[Referral], listing: Listing) -> QuerySet[Referral]:
    """The rows that the search and the filter leave."""
    if state := listing.filters.get("status"):
        rows = rows.filter(state=state)
    for word in search_key(listing.search).split():
        rows = rows.filter(
            Q(subject__search_key__contains=word)
            | Q(receiver__search_key__contains=word)
            | Q(organisation__search_key__contains=word)
            | Q(receiver_name__icontains=word)
        )
    return rows


def ordered(rows: QuerySet[Referral], listing: Listing) -> QuerySet[Referral]:
    """The rows in the order that was asked for; the key last, so that pages never overlap.

    By deadline: what is overdue comes first, and what waits for no answer last, whichever way round.
    """
    sign = "-" if listing.descending else ""
    if listing.sort == "frist":
        rows = rows.annotate(deadline=Case(When(state__in=sorted(rules.WAITING), then="answer_by")))
        by_day = F("deadline").desc if listing.descending else F("deadline").asc
        return rows.order_by(by_day(nulls_last=True), f"{sign}pk")
    return rows.order_by(*(f"{sign}{field}" for field in ORDERS[listing.sort]), f"{sign}pk")


def columns_of(tab: str) -> list[Column]:
    """Who it is about, who sent it or has it, how far it has come, and the clock."""
    every = {
        "navn": Column("navn", _("Virksomhed"), sortable=True),
        "fra": Column("fra", _("Fra"), sortable=True),
        "til": Column("til", _("Til"), sortable=True),
        "status": Column("status", _("Status"), sortable=True),
        "frist": Column("frist", _("Frist"), sortable=True),
        "dato": Column("dato", _("Dato"), "day", sortable=True, descending_first=True),
    }
    wanted = {
        "ind": ("navn", "fra", "status", "frist", "dato"),
        "ud": ("navn", "til", "status", "frist", "dato"),
        "spoerg": ("navn", "til", "status", "dato"),
        "afsluttede": ("navn", "fra", "til", "status", "dato"),
    }
    return [every[key] for key in wanted[tab]]


def tabs(here: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The tabs with how many lie in each; the one to ask about stands there only when it is not empty."""
    labels = {
        "ind": _("Venter på os"),
        "ud": _("Sendt af os"),
        "spoerg": _("Blev den brugt?"),
        "afsluttede": _("Afsluttede"),
    }
    path = reverse("referrals")
    return [
        {"label": label, "href": f"{path}?fane={tab}", "here": tab == here, "count": counts[tab]}
        for tab, label in labels.items()
        if tab != "spoerg" or counts[tab] or tab == here
    ]


def chips(listing: Listing, tab: str) -> list[dict[str, Any]]:
    """A chip per state that a tab can hold."""
    states = {
        "ind": ("sent", "seen", "accepted", "contacted"),
        "ud": ("draft", "sent", "seen", "accepted", "contacted"),
        "spoerg": (),
        "afsluttede": ("helped", "not_helped", "not_reached", "returned", "expired", "withdrawn", "ticked"),
    }[tab]
    if not states:
        return []
    chosen = listing.filters.get("status", "")
    first = {"label": _("Alle"), "href": listing.filtered("status"), "chosen": not chosen}
    return [
        first,
        *(
            {"label": State(each).label, "href": listing.filtered("status", each), "chosen": each == chosen}
            for each in states
        ),
    ]


def line(row: Referral) -> dict[str, Any]:
    """One row in words."""
    day = today()
    return {
        "navn": row.subject.name or _("Uden navn"),
        "founder": row.subject.kind == "founder",
        "href": reverse("referral", args=[row.pk]),
        "fra": row.organisation.name,
        "til": row.receiver_shown,
        "status": row.get_state_display(),
        "look": shown.look(row.state),
        "frist": shown.clock(row, day) or None,
        "late": shown.late(row, day),
        "dato": row.on,
    }
