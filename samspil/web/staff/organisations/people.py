"""Medarbejdere: who works where, in which role, who is away, and who has not logged in yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.organisations import queries
from samspil.organisations.kinds import Role
from samspil.platform.clock import today
from samspil.platform.danish import search_key, sort_key
from samspil.web.components import export
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.organisations import frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http.response import HttpResponseBase

    from samspil.organisations.models import Absence, Membership

CLOSED = "lukket"


@require_safe
def people(request: HttpRequest) -> HttpResponseBase:
    """Show the colleagues of the reader's organisations, and of those the reader manages."""
    reader = frame.reader(request)
    managed = list(queries.managed_by(reader).values_list("pk", "name"))
    mine = set(queries.organisations_of(reader).values_list("pk", flat=True))
    if not mine:
        raise Http404
    seen = mine | {key for key, _name in managed}
    listing = Listing.read(
        request,
        columns(),
        default_sort="navn",
        filters={"rolle": Role.values, "hus": [str(key) for key in seen], "status": [CLOSED]},
    )
    found = queries.seats_in(seen).filter(user__is_active=listing.filters.get("status") != CLOSED)
    if "rolle" in listing.filters:
        found = found.filter(role=listing.filters["rolle"])
    if "hus" in listing.filters:
        found = found.filter(organisation=int(listing.filters["hus"]))
    keys = ordered(found, listing)
    if export.asked_for(request):
        return export.download(
            request, [*columns(), Column("email", _("E-mail"))], filed(seen, keys), "medarbejdere"
        )
    asked, listing = listing.page, listing.counted(len(keys))
    if asked != listing.page:
        return redirect(listing.turned_to(listing.page))
    shown = keys[listing.offset : listing.offset + listing.size]
    page = sorted(queries.seats_in(seen).filter(pk__in=shown), key=lambda seat: shown.index(seat.pk))
    context = {
        "tabs": frame.tabs(request),
        "listing": listing,
        "columns": columns(),
        "rows": rows(page, queries.away({seat.user_id for seat in page}, on=today())),
        "roles": role_chips(listing),
        "may_invite": bool(managed),
        "workload": reverse("workload"),
    }
    return render(request, "staff/organisations/people.jinja", context)


def ordered(found: QuerySet[Membership], listing: Listing) -> list[int]:
    """Return the keys of the seats that the search finds, in Danish order.

    In Python, on names alone: an organisation has hundreds of people at most, and SQLite knows neither
    the order of æ, ø and å nor their capitals.
    """
    wanted = search_key(listing.search).split()
    seats = [
        (sort_key(name), sort_key(organisation), role, key)
        for key, name, email, organisation, role in found.values_list(
            "pk", "user__name", "user__email", "organisation__name", "role"
        )
        if all(word in f"{search_key(name)} {search_key(email)}" for word in wanted)
    ]
    orders = {
        "navn": lambda seat: seat,
        "organisation": lambda seat: (seat[1], *seat),
        "rolle": lambda seat: (seat[2], *seat),
    }
    return [seat[-1] for seat in sorted(seats, key=orders[listing.sort], reverse=listing.descending)]


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column("navn", _("Navn"), sortable=True),
        Column("rolle", _("Rolle"), sortable=True),
        Column("organisation", _("Organisation"), sortable=True),
        Column("kontor", _("Kontor")),
        Column("status", _("Status")),
    ]


def filed(seen: set[int], keys: list[int]) -> list[dict[str, Any]]:
    """Return every row of the list as a file has it: the status in words, and the address."""
    place = {key: number for number, key in enumerate(keys)}
    seats = sorted(queries.seats_in(seen).filter(pk__in=keys), key=lambda seat: place[seat.pk])
    absent = queries.away({seat.user_id for seat in seats}, on=today())
    status = {"closed": _("login lukket"), "away": _("fraværende"), "invited": _("inviteret")}
    return [
        line
        | {
            "status": next((said for name, said in status.items() if line[name]), ""),
            "email": seat.user.email,
        }
        for line, seat in zip(rows(seats, absent), seats, strict=True)
    ]


def role_chips(listing: Listing) -> list[dict[str, Any]]:
    """Return a chip per role, and one for the log-ins that are closed."""
    role, status = listing.filters.get("rolle", ""), listing.filters.get("status", "")
    return [
        {"label": _("Alle"), "href": listing.filtered("rolle"), "chosen": not role},
        *(
            {"label": each.label, "href": listing.filtered("rolle", each.value), "chosen": role == each}
            for each in Role
        ),
        {
            "label": _("lukkede login"),
            "href": listing.filtered("status", "" if status else CLOSED),
            "chosen": bool(status),
        },
    ]


def rows(seats: Iterable[Membership], absent: dict[int, Absence]) -> list[dict[str, Any]]:
    """Return a row for each seat: who has two roles stands twice."""
    return [
        {
            "navn": seat.user.name,
            "href": reverse("person", args=[seat.user_id]),
            "rolle": Role(seat.role).label,
            "organisation": seat.organisation.name,
            "employer": seat.employer.name if seat.employer else "",
            "kontor": seat.office.name if seat.office else None,
            "away": absent.get(seat.user_id),
            "invited": seat.user.is_active and not seat.user.has_usable_password(),
            "closed": not seat.user.is_active,
        }
        for seat in seats
    ]
