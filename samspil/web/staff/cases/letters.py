"""Referat, handlingsplan and opfølgningsbrev: written on the page, kept as Word, the letter sent by mail."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.companies.queries import contact_persons_for
from samspil.guidance import letters
from samspil.platform.clock import today
from samspil.platform.documents.kinds import Purpose
from samspil.web.staff.cases.editing import editable
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase

KINDS = {"referat": Purpose.MINUTES, "handlingsplan": Purpose.PLAN, "opfoelgning": Purpose.LETTER}
# Longer is no letter; Word documents are put up as files.
LONGEST = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, case: int, kind: str) -> HttpResponse:
    """Show a draft to be edited; a post keeps it, and sends it where that was asked for."""
    user, row = reader(request), editable(request, case)
    if kind not in KINDS:
        raise Http404
    proposed = letters.draft(user, row, KINDS[kind], on=today())
    people = [each for each in contact_persons_for(user).filter(subject=row.subject_id) if each.email]
    errors: list[str] = []
    if request.method == "POST":
        proposed = _edited(request, proposed)
        errors = _kept(request, row, KINDS[kind], proposed)
        if not errors:
            return redirect("case", row.pk)
    context = {
        "case": row,
        "draft": proposed,
        "kind": kind,
        "label": KINDS[kind].label,
        "people": people,
        "to": request.POST.get("to", people[0].email if people else ""),
        "errors": errors,
        "mail": KINDS[kind] == Purpose.LETTER,
    }
    return render(request, "staff/cases/letter.jinja", context, status=422 if errors else 200)


def _edited(request: HttpRequest, proposed: letters.Draft) -> letters.Draft:
    """The draft with what was typed."""
    posted = request.POST
    sections = tuple(
        replace(each, text=posted.get(each.code, "").replace("\r\n", "\n")[:LONGEST])
        for each in proposed.sections
    )
    wanted = set(posted.getlist("links"))
    links = tuple(each for each in proposed.links if each.address in wanted)
    return letters.Draft(posted.get("title", "").strip()[:200] or proposed.title, sections, links)


def _kept(request: HttpRequest, case: GuidanceCase, purpose: Purpose, done: letters.Draft) -> list[str]:
    """Keep the letter, or send and keep it; return what was wrong."""
    user = reader(request)
    try:
        if purpose == Purpose.LETTER and request.POST.get("send") == "1":
            letters.send(
                by=user, case=case, to=request.POST.get("to", ""), title=done.title,
                sections=done.sections, links=done.links, on=today(),
            )  # fmt: skip
            messages.success(request, _("Brevet er på vej og ligger som dokument på forløbet."))
        else:
            letters.write(
                by=user, case=case, purpose=purpose, title=done.title,
                sections=done.sections, links=done.links, on=today(),
            )  # fmt: skip
            messages.success(request, _("Dokumentet er gemt på forløbet."))
    except ValidationError as error:
        return list(error.messages)
    return []
