"""Samarbejde: joint visits, access and agreements of one's own organisations, what waits standing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.cooperation import permissions, queries
from samspil.platform.clock import today
from samspil.web.components import navigation
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.organisations.models import User

VISITS, ACCESS, AGREEMENTS = "sambesoeg", "adgang", "aftaler"

navigation.add(
    navigation.Room("cooperation", gettext_lazy("Samarbejde"), place=70, go="b", may=queries.takes_part)
)


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Show one kind at a time, newest first; what waits for an answer stands above."""
    user = reader(request)
    if not queries.takes_part(user):
        raise Http404
    columns = _columns(request.GET.get("vis", VISITS))
    filters = {"vis": (VISITS, ACCESS, AGREEMENTS), "status": ("aabne",)}
    listing = Listing.read(request, columns, filters=filters)
    kind = listing.filters.get("vis", VISITS)
    columns = _columns(kind)
    rows: Any = _rows(user, kind, only_open=listing.filters.get("status") == "aabne")
    listing = listing.counted(rows.count())
    mine = queries.reads(user)
    shown = [_line(kind, row, mine) for row in rows[listing.offset : listing.offset + listing.size]]
    context = {
        "columns": columns,
        "rows": shown,
        "listing": listing,
        "kind": kind,
        "tabs": _tabs(listing, kind, queries.waiting_for(user)),
        "chips": _chips(listing),
        "leads": kind == AGREEMENTS and permissions.leads_somewhere(user),
    }
    return render(request, "staff/cooperation/overview.jinja", context)


def _columns(kind: str) -> list[Column]:
    if kind == AGREEMENTS:
        return [
            Column("name", _("Aftale")), Column("with", _("Parter")),
            Column("from", _("Gælder fra"), kind="day"), Column("to", _("Gælder til"), kind="day"),
        ]  # fmt: skip
    return [
        Column("name", _("Virksomhed")),
        Column("with", _("Med") if kind == VISITS else _("Hvem spørger hvem")),
        Column("day", _("Dag") if kind == VISITS else _("Spurgt"), kind="day"), Column("state", _("Status")),
    ]  # fmt: skip


def _rows(user: User, kind: str, *, only_open: bool) -> Any:
    if kind == AGREEMENTS:
        rows = queries.agreements_for(user)
        return rows.exclude(valid_to__lt=today()) if only_open else rows
    if kind == ACCESS:
        asked = queries.access_requests_for(user)
        return asked.filter(state__in=["waiting", "granted"]) if only_open else asked
    visits = queries.joint_visits_for(user)
    return visits.filter(state__in=["proposed", "accepted"]) if only_open else visits


def _line(kind: str, row: Any, mine: set[int]) -> dict[str, Any]:
    if kind == AGREEMENTS:
        parties = ", ".join(each.name for each in row.parties.all())
        return {"name": row.title, "href": reverse("agreement", args=[row.pk]), "with": parties,
                "from": row.valid_from, "to": row.valid_to, "waits": False}  # fmt: skip
    if kind == ACCESS:
        return {"name": row.subject.name, "href": reverse("access-request", args=[row.pk]),
                "with": f"{row.asker.name} → {row.owner.name}", "day": row.asked_on,
                "state": row.get_state_display(),
                "waits": row.state == "waiting" and row.owner_id in mine}  # fmt: skip
    other = row.invited if row.proposer_id in mine else row.proposer
    return {"name": row.subject.name, "href": reverse("visit", args=[row.pk]), "with": other.name,
            "day": row.day or row.proposed_on, "state": row.get_state_display(),
            "waits": row.state == "proposed" and row.invited_id in mine}  # fmt: skip


def _tabs(listing: Listing, kind: str, waiting: queries.Waiting) -> list[dict[str, Any]]:
    tabs: list[dict[str, Any]] = [
        {"label": _("Sambesøg"), "href": listing.filtered("vis"), "here": kind == VISITS},
        {"label": _("Adgang"), "href": listing.filtered("vis", ACCESS), "here": kind == ACCESS},
        {"label": _("Aftaler"), "href": listing.filtered("vis", AGREEMENTS), "here": kind == AGREEMENTS},
        {"label": _("Gråzoner"), "href": reverse("grey-areas"), "here": False},
    ]
    for tab, count in zip(tabs, (waiting.visits, waiting.access, 0, waiting.grey_areas), strict=True):
        if count:
            # Only what waits for the reader's side is counted.
            tab["count"] = count
    return tabs


def _chips(listing: Listing) -> list[dict[str, Any]]:
    only = listing.filters.get("status") == "aabne"
    return [
        {"label": _("Åbne"), "href": listing.filtered("status", "aabne"), "chosen": only},
        {"label": _("Alle"), "href": listing.filtered("status"), "chosen": not only},
    ]
