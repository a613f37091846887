"""The lists of contacts and of anonymous enquiries, on the page and as files; the address is the state."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.core.reference import municipalities
from samspil.guidance import topics as catalogue
from samspil.guidance.contact_list import Narrowing, contacts_of, enquiries_of, own_organisations
from samspil.guidance.kinds import Channel, InteractionKind
from samspil.organisations.queries import colleagues_of, works_with_companies
from samspil.platform.audit.actions import note_access
from samspil.platform.clock import today
from samspil.platform.danish import sort_key
from samspil.web import reach
from samspil.web.components.export import asked_for, download
from samspil.web.components.navigation import Room, add
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.contacts import topics

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from samspil.guidance.models import Enquiry, Interaction
    from samspil.organisations.models import User

PERIODS = ("uge", "maaned", "kvartal", "aar", "sidste-aar")
ORDERS = {"on": "on", "name": "subject__sort_key", "kind": "kind", "adviser": "adviser__name",
          "municipality": "municipality__name", "channel": "channel"}  # fmt: skip
LONGEST_EXCERPT = 120


def period(code: str, on: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and last day of a period seen from a day; empty ends for all."""
    month = on.replace(day=1)
    return {
        "uge": (on - dt.timedelta(on.weekday()), None),
        "maaned": (month, None),
        "kvartal": (month.replace(month=3 * ((on.month - 1) // 3) + 1), None),
        "aar": (dt.date(on.year, 1, 1), None),
        "sidste-aar": (dt.date(on.year - 1, 1, 1), dt.date(on.year - 1, 12, 31)),
    }.get(code, (None, None))


def narrowing(listing: Listing, user: User) -> Narrowing:
    """What the list's state narrows it to."""
    chosen = listing.filters
    first, last = period(chosen.get("periode", ""), today())
    who = chosen.get("konsulent", "")
    topic = next((each for each in catalogue.choices(today()) if each.code == chosen.get("emne")), None)
    return Narrowing(
        adviser=user.pk if who == "mig" else int(who) if who else None,
        kind=chosen.get("form", ""),
        topics=topic.codes if topic else frozenset(),
        first=first,
        last=last,
        municipality=chosen.get("kommune", ""),
        search=listing.search,
    )


def _filters(people: list[tuple[str, str]], kinds: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """The choices above the list: one select each."""
    named = sorted(((c, m.name) for c, m in municipalities().items()), key=lambda pair: sort_key(pair[1]))
    words = (_("denne uge"), _("denne måned"), _("dette kvartal"), _("i år"), _("sidste år"))
    return [
        {"name": "konsulent", "label": _("Konsulent"), "options": [("mig", _("mig")), *people]},
        {"name": "form", "label": _("Form"), "options": kinds},
        {"name": "emne", "label": _("Emne"), "options": topics.options()},
        {"name": "periode", "label": _("Periode"), "options": list(zip(PERIODS, words, strict=True))},
        {"name": "kommune", "label": _("Kommune"), "options": named},
    ]


def _state(
    request: HttpRequest, columns: list[Column], kinds: list[tuple[str, str]]
) -> tuple[Listing, list[dict[str, Any]]]:
    people = [(str(each.pk), each.name) for each in colleagues_of(cast("User", request.user))[:300]]
    filters = _filters(people, kinds)
    known = {each["name"]: [code for code, _word in each["options"]] for each in filters}
    return Listing.read(request, columns, default_sort="-on", filters=known), filters


def _ordered(rows: QuerySet[Any], listing: Listing) -> QuerySet[Any]:
    sign = "-" if listing.descending else ""
    return rows.order_by(sign + ORDERS[listing.sort or "on"], "-on", "-pk")


@require_safe
def contacts(request: HttpRequest) -> HttpResponseBase:
    """Show a page of the contacts of one's own organisations, or send them all as a file."""
    own, user = own_or_404(request), cast("User", request.user)
    columns = [
        Column("name", _("Hvem"), sortable=True),
        Column("on", _("Dag"), kind="day", sortable=True, descending_first=True),
        Column("kind", _("Form"), sortable=True),
        Column("topics", _("Emne")),
        Column("note", _("Notat")),
        Column("adviser", _("Konsulent"), sortable=True, whole=True),
    ]
    kinds = [(kind.value, str(kind.label)) for kind in InteractionKind]
    listing, filters = _state(request, columns, kinds)
    found = _ordered(contacts_of(user, narrowing(listing, user), own), listing)
    rows = found.select_related("subject", "adviser")
    if asked_for(request):
        lines = (_line(row, whole=True) for row in rows.iterator(chunk_size=500))
        return download(request, columns, lines, "henvendelser", seen=found.model)
    listing = (asked := listing).counted(found.count())
    if asked.page != listing.page:
        return redirect(listing.turned_to(listing.page))
    page = list(rows[listing.offset : listing.offset + listing.size])
    shown = render(
        request,
        "staff/contacts/contacts.jinja",
        {
            "listing": listing,
            "columns": columns,
            "rows": [_line(row) for row in page],
            "filters": filters,
            "may_register": works_with_companies(user),
        },
    )
    note_access(by=user, place="contacts.list", kind=found.model, keys=[row.pk for row in page])
    return shown


def own_or_404(request: HttpRequest) -> list[int]:
    """Where the user reads contacts; 404 for who reads none anywhere."""
    from django.http import Http404

    own = own_organisations(request.user)
    if not own:
        raise Http404
    return own


def _line(row: Interaction, *, whole: bool = False) -> dict[str, Any]:
    note = " ".join(row.note.split())
    cut = note if whole or len(note) <= LONGEST_EXCERPT else note[: LONGEST_EXCERPT - 1].rstrip() + "…"
    return {
        "pk": row.pk,
        "href": reverse("contact", args=[row.pk]),
        "name": row.subject.name or _("Uden navn"),
        "on": row.on,
        "kind": row.get_kind_display(),
        "topics": ", ".join(topics.labels(row.topics)) or None,
        "note": cut or None,
        "adviser": row.adviser.name if row.adviser else None,
    }


@require_safe
def enquiries(request: HttpRequest) -> HttpResponseBase:
    """Show a page of the anonymous enquiries, or send them all as a file."""
    own, user = own_or_404(request), cast("User", request.user)
    columns = [
        Column("on", _("Dag"), kind="day", sortable=True, descending_first=True),
        Column("channel", _("Kanal"), sortable=True),
        Column("municipality", _("Kommune"), sortable=True),
        Column("topics", _("Emne")),
        Column("adviser", _("Konsulent"), sortable=True, whole=True),
    ]
    listing, filters = _state(request, columns, [(each.value, str(each.label)) for each in Channel])
    found = _ordered(enquiries_of(user, narrowing(listing, user), own), listing)
    rows = found.select_related("municipality", "adviser")
    if asked_for(request):
        lines = (_enquiry(row) for row in rows.iterator(chunk_size=500))
        return download(request, columns, lines, "anonyme-henvendelser")
    listing = (asked := listing).counted(found.count())
    if asked.page != listing.page:
        return redirect(listing.turned_to(listing.page))
    page = rows[listing.offset : listing.offset + listing.size]
    context = {
        "listing": listing,
        "columns": columns,
        "rows": [_enquiry(row) for row in page],
        "filters": filters,
        "may_register": works_with_companies(user),
    }
    return render(request, "staff/contacts/enquiries.jinja", context)


def _enquiry(row: Enquiry) -> dict[str, Any]:
    return {
        "href": reverse("enquiry", args=[row.pk]),
        "on": row.on,
        "channel": row.get_channel_display(),
        "municipality": row.municipality.name if row.municipality else None,
        "topics": ", ".join(topics.labels(row.topics)) or None,
        "adviser": row.adviser.name if row.adviser else None,
    }


add(
    Room(
        route="contacts",
        label=gettext_lazy("Henvendelser"),
        place=30,
        go="e",
        may=reach.reads,
    )
)
