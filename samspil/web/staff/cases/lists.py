"""Forløb: every case the reader may read, narrowed, ordered and paged, with its next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.cooperation.queries import takes_part
from samspil.core.programmes import programmes_on
from samspil.core.reference import municipalities
from samspil.guidance import topics as topic_list
from samspil.guidance.caselists import (
    ORDERS,
    Wanted,
    advisers_seen,
    count_cases,
    list_cases,
    offices_seen,
)
from samspil.guidance.kinds import Level, Segment, TaskKind
from samspil.guidance.rules import LEADERS
from samspil.platform.audit.actions import note_access
from samspil.platform.clock import today
from samspil.web import words
from samspil.web.components import export, navigation
from samspil.web.components.places import municipality_options
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import User

# What a filter is called in the address; the values are codes, so that an address can be sent on.
STATES = {"afsluttede": "closed", "alle": ""}
MINE = "mig"
# What a column that can be ordered by is called by the query.
SORTS = {
    "virksomhed": "company",
    "konsulent": "adviser",
    "begyndt": "started",
    "afsluttet": "ended",
    "naeste": "next",
    "kontakt": "contact",
}
assert set(SORTS.values()) == set(ORDERS)


@require_safe
def cases(request: HttpRequest) -> HttpResponseBase:
    """Show a page of cases, or all of them as a file."""
    user = reader(request)
    if not takes_part(user):
        raise Http404
    choices = _choices(user)
    listing = _read(request, choices)
    wanted = wanted_from(user, listing)
    rows = list_cases(user, wanted, order=SORTS[listing.sort], descending=listing.descending)
    if export.asked_for(request):
        everything = rows.iterator(chunk_size=500)
        return export.download(request, _columns(closed=True), _shown(everything), "forloeb", seen=rows.model)
    listing = listing.counted(count_cases(user, wanted))
    page = list(rows[listing.offset : listing.offset + listing.size])
    context = {
        "listing": listing,
        "columns": _columns(closed=listing.filters.get("status") is not None),
        "rows": list(_shown(page)),
        "states": _states(listing),
        "quick": _quick(listing),
        "choices": choices,
        "leads": any(each.role in LEADERS for each in user.memberships.all()),
    }
    note_access(by=user, place="cases.list", kind=rows.model, keys=[row.pk for row in page])
    return render(request, "staff/cases/list.jinja", context)


def _read(request: HttpRequest, choices: list[dict[str, Any]]) -> Listing:
    known = {each["name"]: [code for code, _label in each["options"] if code] for each in choices}
    flags = ["ja"]
    columns = [Column(key, "", sortable=True) for key in SORTS]
    filters = {"status": STATES, "uden": flags, "uspurgt": flags, **known}
    return Listing.read(request, columns, default_sort="naeste", filters=filters)


def wanted_from(user: User, listing: Listing) -> Wanted:
    """Read the list's state as the query wants it."""
    chosen = listing.filters
    adviser = chosen.get("konsulent", "")
    return Wanted(
        state=STATES.get(chosen.get("status", ""), "open"),
        adviser=user.pk if adviser == MINE else _key(adviser),
        office=_key(chosen.get("kontor", "")),
        level=chosen.get("niveau", ""),
        segment={"mangler": "missing"}.get(chosen.get("segment", ""), chosen.get("segment", "")),
        topics=_topic_codes(chosen.get("emne", "")),
        programme=chosen.get("program", ""),
        municipality=chosen.get("kommune", ""),
        without_next="uden" in chosen,
        unasked="uspurgt" in chosen,
        search=listing.search,
    )


def _key(text: str) -> int | None:
    return int(text) if text else None


def _topic_codes(code: str) -> frozenset[str]:
    """A topic finds what older catalogues called it, too."""
    found = [choice.codes for choice in topic_list.choices(today()) if choice.code == code]
    return found[0] if found else frozenset()


def _choices(user: User) -> list[dict[str, Any]]:
    """Return the filters that are chosen from a list, each with what it knows."""
    every = ("", _("Alle"))
    advisers = [(str(key), name) for key, name in advisers_seen(user)]
    programmes = [
        (each.code, each.english if words.in_english() else each.danish) for each in programmes_on(today())
    ]
    places = [(code, name) for code, name in municipality_options() if code in municipalities()]
    return [
        {"name": "konsulent", "label": _("Konsulent"), "options": [every, (MINE, _("Mig")), *advisers]},
        {"name": "niveau", "label": _("Niveau"), "options": [every, *_labels(Level)]},
        {
            "name": "segment",
            "label": _("Segment"),
            "options": [every, ("mangler", _("Mangler")), *_labels(Segment)],
        },
        {"name": "emne", "label": _("Emne"), "options": [every, *topics.options()]},
        {"name": "program", "label": _("Program"), "options": [every, *programmes]},
        {"name": "kommune", "label": _("Kommune"), "options": [every, *places]},
        {
            "name": "kontor",
            "label": _("Kontor"),
            "options": [every, *((str(key), name) for key, name in offices_seen(user))],
        },
    ]


def _labels(choices: Any) -> list[tuple[str, str]]:
    return [(str(code), str(label)) for code, label in choices.choices]


def _states(listing: Listing) -> list[dict[str, Any]]:
    """Return a chip for open, closed and both."""
    here = listing.filters.get("status", "")
    named = (("", _("Åbne")), ("afsluttede", _("Afsluttede")), ("alle", _("Alle")))
    return [
        {"label": label, "href": listing.filtered("status", code), "chosen": code == here}
        for code, label in named
    ]


def _quick(listing: Listing) -> list[dict[str, Any]]:
    """Return the questions that are asked every week; a second tap lifts one."""
    named = [("konsulent", MINE, _("Mine")), ("uden", "ja", _("Uden næste skridt"))]
    named += [("segment", "mangler", _("Mangler segment")), ("uspurgt", "ja", _("Evaluering ikke afklaret"))]
    return [
        {
            "label": label,
            "href": listing.filtered(name, "" if listing.filters.get(name) == code else code),
            "chosen": listing.filters.get(name) == code,
        }
        for name, code, label in named
    ]


def _columns(*, closed: bool) -> list[Column]:
    columns = [
        Column("virksomhed", _("Virksomhed"), sortable=True),
        Column("kommune", _("Kommune")),
        Column("niveau", _("Niveau")),
        Column("segment", _("Segment")),
        Column("emner", _("Emner")),
        Column("konsulent", _("Konsulent"), sortable=True, whole=True),
        Column("begyndt", _("Begyndt"), "day", sortable=True, descending_first=True),
        Column("kontakt", _("Sidste kontakt"), "day", sortable=True, descending_first=True),
        Column("naeste", _("Næste skridt"), sortable=True),
    ]
    ended = Column("afsluttet", _("Afsluttet"), "day", sortable=True, descending_first=True)
    return [*columns, ended] if closed else columns


def _shown(rows: Any) -> Iterator[dict[str, Any]]:
    """Yield each row in words, for the page and for a file."""
    short = {Level.BASIC: _("Grundlæggende"), Level.SPECIALISED: _("Specialiseret")}
    kinds = dict(TaskKind.choices)
    for row in rows:
        case = cast("GuidanceCase", row)
        place = case.subject.municipality
        yield {
            "pk": case.pk,
            "virksomhed": case.subject.name,
            "href": reverse("case", args=[case.pk]),
            "shielded": case.shielded,
            "kommune": place.name if place else None,
            "niveau": short.get(Level(case.level), case.level),
            "segment": _segment(case),
            "emner": ", ".join(topics.labels(case.topics)) or None,
            "konsulent": case.adviser.name if case.adviser else None,
            "begyndt": case.started,
            "kontakt": row.last_contact,
            "naeste": _next(row, kinds),
            "late": row.next_due is not None and row.next_due < today(),
            "afsluttet": case.ended,
        }


def _segment(case: GuidanceCase) -> str | None:
    short = {"growth": _("Vækst"), "operation": _("Drift")}
    return short.get(case.segment)


def _next(row: Any, kinds: dict[Any, Any]) -> str | None:
    if row.next_due is None:
        return None
    return f"{row.next_due:%d-%m-%Y}: {row.next_text or kinds.get(row.next_kind, '')}"


navigation.add(navigation.Room("cases", gettext_lazy("Forløb"), place=40, go="f", may=takes_part))
