"""Friday's ten calls on one page: the good rows are stored, each once; the others stay with their message."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.companies.queries import search, subjects_for
from samspil.guidance.actions import StoredBeforeError
from samspil.guidance.queries import interactions_for
from samspil.guidance.registering import NewFounder, register_contact
from samspil.platform.clock import today
from samspil.platform.danish import search_key
from samspil.web.staff.contacts import topics
from samspil.web.staff.contacts.about import places_of
from samspil.web.staff.contacts.sheet import Read, Row, blank, filled, pasted, read, rows_of

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import Interaction
    from samspil.organisations.models import Organisation, User

NEW_FOUNDER = "ny"


@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Show the grid, fill it with what was pasted, or store its rows."""
    places, user, day = places_of(request.user), cast("User", request.user), today()
    if request.method != "POST":
        return _shown(request, [blank(number) for number in range(10)], [])
    rows = rows_of(request.POST)
    if request.POST.get("act") == "paste":
        typed = [row for row in rows if not row.empty]
        return _shown(request, [*typed, *pasted(request.POST.get("pasted", ""))], [])
    stored: list[Interaction] = []
    for row in rows:
        if row.empty:
            continue
        done = _stored(user, places[0], row, day)
        if done is not None:
            stored.append(done)
    wrong = [row for row in rows if row.errors]
    return _shown(request, wrong, stored)


def _stored(user: User, place: Organisation, row: Row, day: dt.date) -> Interaction | None:
    """Store one row; None when it is not right yet, with the reason in the row."""
    said, about = read(row, day), _about(user, row)
    if said is None or about is None:
        return None
    try:
        return _registered(user, place, row, said, about, day)
    except StoredBeforeError:
        return interactions_for(user).select_related("subject").filter(draft=row.draft).first()
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"note": error.messages}
        row.errors |= {name: " ".join(each) for name, each in found.items()}
        return None


def _registered(
    user: User, place: Organisation, row: Row, said: Read, about: Subject | NewFounder, day: dt.date
) -> Interaction:
    return register_contact(
        by=user,
        organisation=place,
        about=about,
        on=said.on,
        kind=said.kind,
        topics=said.topics,
        note=said.note,
        draft=row.draft,
        today=day,
    )


def _about(user: User, row: Row) -> Subject | NewFounder | None:
    """Return whom a row means: the one with that number or that very name; else it is asked."""
    text = row.cells["who"]
    if not text:
        row.errors["who"] = _("Skriv, hvem kontakten var med.")
        return None
    if row.picked == NEW_FOUNDER:
        return NewFounder(text)
    known = subjects_for(user)
    if row.picked.isascii() and row.picked.isdigit() and len(row.picked) < 15:
        found = known.filter(pk=int(row.picked)).first()
        if found is not None:
            return found
    digits = "".join(text.split())
    exact = known.filter(cvr_number=digits) if len(digits) == 8 and digits.isdigit() else None
    exact = exact or known.filter(search_key=search_key(text))
    same = list(exact[:2])
    if len(same) == 1:
        return same[0]
    _ask(user, row, text)
    return None


def _ask(user: User, row: Row, text: str) -> None:
    """Let the reader choose among those that the text may mean, or make a founder of the name."""
    hits = search(user, text, limit=6)
    row.errors["who"] = (
        _("Vælg, hvem det var.")
        if hits
        else _("Ingen passer. Skriv CVR-nummeret, eller vælg ny iværksætter.")
    )
    row.choices = [
        (str(hit.subject), " · ".join(part for part in (hit.name, hit.cvr_number, hit.municipality) if part))
        for hit in hits
    ]
    row.choices.append((NEW_FOUNDER, _("Ny iværksætter »%(name)s«") % {"name": text}))


def _shown(request: HttpRequest, rows: list[Row], stored: list[Interaction]) -> HttpResponse:
    every = filled(rows)
    # Numbered anew: the errors lead to where the rows stand now.
    wrong = [(f"{name}-{row.number}", said) for row in every for name, said in row.errors.items()]
    context = {
        "rows": every,
        "summary": [(place, _("Række %(number)s: %(said)s") % {"number": int(place.rpartition("-")[2]) + 1,
                     "said": said}) for place, said in wrong],
        "stored": stored,
        "settled": request.POST.get("draft", "") if stored and not wrong else "",
        "draft": secrets.token_hex(16) if not wrong else request.POST.get("draft", ""),
        "topics": [name for _code, name in topics.options()],
    }  # fmt: skip
    return render(request, "staff/contacts/many.jinja", context)
