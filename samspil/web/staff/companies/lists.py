"""The lists of companies and of founders: filtered, sorted, searched, a page at a time, and as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.companies import listing as lists
from samspil.companies.kinds import SubjectKind
from samspil.companies.rules import SIZES
from samspil.core.reference import industries, municipalities
from samspil.guidance.queries import cases_for
from samspil.web import reach
from samspil.web.components import export, navigation
from samspil.web.components.places import municipality_options
from samspil.web.components.tables import Column, Listing
from samspil.web.jinja import formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from samspil.companies.models import Approach, Subject
    from samspil.organisations.models import User

navigation.add(
    navigation.Room(
        "companies", gettext_lazy("Virksomheder"), place=20, go="v", may=reach.reads, also=("founders",)
    )
)
SORTED: dict[str, lists.Order] = {"navn": "name", "ansatte": "employees", "stiftet": "founded"}
# Rows that are read, and whose contacts are fetched, at a time when the list is sent as a file.
BATCH = 500


@require_safe
def companies(request: HttpRequest) -> HttpResponseBase:
    """Show the companies."""
    return _page(request, SubjectKind.COMPANY)


@require_safe
def founders(request: HttpRequest) -> HttpResponseBase:
    """Show the founders that the reader knows of."""
    return _page(request, SubjectKind.FOUNDER)


def _page(request: HttpRequest, kind: SubjectKind) -> HttpResponseBase:
    user = cast("User", request.user)
    reader = reach.reach_of(user)
    if not reader.reads:
        raise Http404
    columns = _columns(kind)
    listing = Listing.read(request, columns, default_sort="navn", filters=_filters(kind))
    found = lists.listed(
        user, reader, kind, _narrowed(user, listing), SORTED[listing.sort], down=listing.descending
    ).select_related("municipality")
    if export.asked_for(request):
        name = "virksomheder" if kind == SubjectKind.COMPANY else "ivaerksaettere"
        person = found.model if kind == SubjectKind.FOUNDER else None
        # In a file the number is matched with other files: eight digits without spaces.
        plain = (row | {"cvr": row["number"]} for row in _all_rows(user, found))
        return export.download(request, columns, plain, name, seen=person)
    total, asked = lists.counted(found), listing.page
    listing = listing.counted(min(total, lists.COUNTED), more=total > lists.COUNTED)
    if asked != listing.page:
        return redirect(listing.turned_to(listing.page))
    context = {
        "kind": kind,
        "columns": columns,
        "rows": _rows(user, list(found[listing.offset : listing.offset + listing.size])),
        "listing": listing,
        "choices": _choices(kind),
        "may_add": bool(reader.works),
    }
    return render(request, "staff/companies/list.jinja", context)


def _narrowed(user: User, listing: Listing) -> lists.Narrowed:
    given = listing.filters
    narrowed = lists.Narrowed(
        text=listing.search,
        municipality=given.get("kommune", ""),
        industry=given.get("branche", ""),
        size=given.get("ansatte", ""),
        contact=given.get("kontakt", ""),
        protected=given.get("reklame", ""),
    )
    if given.get("forloeb"):
        running = cases_for(user).filter(ended__isnull=True).values("subject")
        return replace(narrowed, with_case=running)
    return narrowed


def _filters(kind: SubjectKind) -> dict[str, Iterable[str]]:
    """The values that each filter knows; what is not among them is passed over."""
    both: dict[str, Iterable[str]] = {
        "kommune": municipalities(),
        "kontakt": ("own", "none"),
        "forloeb": ("open",),
    }
    if kind == SubjectKind.FOUNDER:
        return both
    divisions = [code for code, each in industries().items() if each.level == 1]
    return {**both, "branche": divisions, "ansatte": SIZES, "reklame": ("yes", "no")}


def _choices(kind: SubjectKind) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The filters as the page draws them: name, label, and its options."""
    sizes = {"0": _("ingen"), "250": _("250 og flere")}
    every = [
        ("kommune", _("Kommune"), municipality_options()),
        ("branche", _("Branche"), _divisions()),
        ("ansatte", _("Ansatte"), [(code, sizes.get(code, code.replace("-", "–"))) for code in SIZES]),
        (
            "kontakt",
            _("Kontakt"),
            [("own", _("vi har talt med dem")), ("none", _("vi har ikke talt med dem"))],
        ),
        ("forloeb", _("Forløb"), [("open", _("med åbent forløb"))]),
        ("reklame", _("Reklame"), [("no", _("må kontaktes")), ("yes", _("reklamebeskyttet"))]),
    ]
    known = _filters(kind)
    return [each for each in every if each[0] in known]


def _divisions() -> list[tuple[str, str]]:
    return [(code, f"{code} {each.name}") for code, each in industries().items() if each.level == 1]


def _columns(kind: SubjectKind) -> list[Column]:
    every = [
        Column("navn", _("Navn"), sortable=True),
        Column("cvr", _("CVR-nummer")),
        Column("kommune", _("Kommune")),
        Column("branche", _("Branche")),
        Column("ansatte", _("Ansatte"), "number", sortable=True, descending_first=True),
        Column("kontakt", _("Seneste kontakt")),
        Column("forloeb", _("Åbne forløb"), "number"),
    ]
    if kind == SubjectKind.COMPANY:
        return every
    return [column for column in every if column.key not in {"cvr", "branche", "ansatte"}]


def _all_rows(user: User, found: Any) -> Iterator[dict[str, Any]]:
    waiting: list[Subject] = []
    for subject in found.iterator(chunk_size=BATCH):
        waiting.append(subject)
        if len(waiting) == BATCH:
            yield from _rows(user, waiting)
            waiting = []
    yield from _rows(user, waiting)


def _rows(user: User, subjects: list[Subject]) -> list[dict[str, Any]]:
    """Return the rows of a page; what partners know of them and the reader's open cases in two questions."""
    keys = [subject.pk for subject in subjects]
    contacts = lists.latest_contacts(keys)
    running: dict[int, int] = {}
    for key in cases_for(user).filter(subject__in=keys, ended__isnull=True).values_list("subject", flat=True):
        running[key] = running.get(key, 0) + 1
    return [_row(subject, contacts.get(subject.pk), running.get(subject.pk)) for subject in subjects]


def _row(subject: Subject, contact: Approach | None, running: int | None) -> dict[str, Any]:
    industry = industries().get(subject.industry)
    return {
        "pk": subject.pk,
        "navn": subject.name or _("Uden navn"),
        "href": reverse("company", args=[subject.pk]),
        "number": subject.cvr_number,
        "cvr": formats.cvr(subject.cvr_number) if subject.cvr_number else None,
        "kommune": subject.municipality.name if subject.municipality else None,
        "branche": industry.name if industry else None,
        "ansatte": subject.employees,
        "kontakt": f"{formats.day(contact.day, 'medium')}, {contact.organisation.name}" if contact else None,
        "forloeb": running,
        "reklame": subject.advertising_protected,
        "ceased": subject.ceased,
    }
