"""The list of a day: typed, pasted or from a file, ticked off, and its unknown lines settled."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from samspil.organisations.queries import working_for
from samspil.platform.audit.actions import note_access
from samspil.platform.cpr import is_lost_zero
from samspil.platform.danish import search_key
from samspil.platform.imports import reading
from samspil.programmes import actions, queries
from samspil.programmes.permissions import may_edit_offer
from samspil.programmes.rules import MOST_LINES, Told, cells_of, read_lines
from samspil.web.staff.companies import picking
from samspil.web.staff.cooperation.frame import reader, whole_number
from samspil.web.staff.events.page import day_address, draw, session_for

if TYPE_CHECKING:
    from samspil.programmes.models import Participation, Session

# A list of participants is small; more is an import.
MOST_BYTES = 5 * 1024 * 1024


@require_POST
def add(request: HttpRequest, session: int) -> HttpResponse:
    """Put somebody on the list: one that is chosen, a list that was pasted, or one in a file."""
    row = session_for(request, session)
    how = request.POST.get("hvordan", "")
    try:
        if how == "en":
            added = _one(request, row)
            if added is None:
                return draw(request, row.offer)
        else:
            lines = _from_file(request) if how == "fil" else _pasted(request)
            added = actions.add_participants(by=reader(request), session=row, lines=lines)
    except ValidationError as error:
        return draw(request, row.offer, errors=error.messages, pasted=request.POST.get("liste", ""))
    messages.success(request, told(added))
    return redirect(day_address(row))


def told(added: actions.Added) -> str:
    """Say what became of a list: 12 virksomheder kom på listen, 2 stod der i forvejen, 3 skal afklares."""
    new, more, unmatched = added.new, added.more, added.unmatched
    parts = []
    if new or not (more or unmatched):
        parts.append(ngettext("%(n)s kom på listen", "%(n)s kom på listen", new) % {"n": new})
    if more:
        parts.append(_("%(n)s stod der i forvejen og fik flere personer") % {"n": more})
    if unmatched:
        parts.append(_("%(n)s skal afklares") % {"n": unmatched})
    return ", ".join(parts) + "."


def _one(request: HttpRequest, session: Session) -> actions.Added | None:
    """Add the one that was picked; None when the picker only asks to be drawn again."""
    user = reader(request)
    picked = picking.read(user, request.POST)
    if picked.asking:
        return None
    persons = whole_number(request.POST.get("persons") or "1") or 0
    organisation = working_for(user)
    if organisation is None:
        raise Http404
    subject = picked.settle(by=user, organisation=organisation)
    actions.record_participation(by=user, session=session, subject=subject, persons=persons)
    return actions.Added(new=1)


def _pasted(request: HttpRequest) -> list[Told]:
    text = request.POST.get("liste", "")
    if not text.strip():
        raise ValidationError(_("Sæt en liste ind først, en deltager på hver linje."))
    lines = enumerate(text.splitlines(), start=1)
    return read_lines(((number, cells_of(line)) for number, line in lines), search_key)


def _from_file(request: HttpRequest) -> list[Told]:
    file: Any = request.FILES.get("fil")
    if file is None:
        raise ValidationError(_("Vælg en fil først."))
    if file.size > MOST_BYTES:
        raise ValidationError(_("Filen er for stor til en deltagerliste; den må højst fylde 5 MB."))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "liste"
        path.write_bytes(file.read())
        try:
            reading.refuse_unreadable(path)
            return read_lines(_texts(reading.lines(path)), search_key)
        except reading.UnreadableError as error:
            raise ValidationError(str(error)) from None


def _texts(lines: Iterable[tuple[int, list[Any]]]) -> Iterable[tuple[int, list[str]]]:
    for count, (number, cells) in enumerate(lines):
        if count > MOST_LINES + 1:
            # The action refuses it in words; the rest of the file need not be read for that.
            return
        if any(isinstance(cell, int) and is_lost_zero(cell) for cell in cells):
            raise ValidationError(
                _("Række %(row)s ligner et CPR-nummer. CPR-numre må ikke stå her; slet det, og prøv igen.")
                % {"row": number}
            )
        yield number, [str(cell) for cell in cells]


@require_POST
def attendance(request: HttpRequest, session: int) -> HttpResponse:
    """Tick off who came: those on the page that are not ticked did not."""
    row, user = session_for(request, session), reader(request)
    shown = {key for key in map(whole_number, request.POST.getlist("vist")) if key is not None}
    came = {key for key in map(whole_number, request.POST.getlist("kom")) if key is not None}
    changed = actions.tick_off_all(by=user, session=row, came=came & shown, absent=shown - came)
    messages.success(
        request, ngettext("%(n)s ændring er gemt.", "%(n)s ændringer er gemt.", changed) % {"n": changed}
    )
    return redirect(day_address(row))


def participation_for(request: HttpRequest, key: int) -> Participation:
    """Return a participation on a list that the reader may change."""
    user = reader(request)
    rows = queries.participations_for(user).select_related("session__offer__organiser", "subject")
    found = rows.filter(pk=key).first()
    if found is None or not may_edit_offer(user, found.session.offer):
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def participant(request: HttpRequest, participation: int) -> HttpResponse:
    """Settle one line of a list: who it was, that nobody knows, or that it does not belong there."""
    row, user = participation_for(request, participation), reader(request)
    picked = picking.read(user, request.POST if request.method == "POST" else {})
    if request.method != "POST":
        # Ready to be searched for; nothing is guessed before somebody asks.
        picked.text = _likely(row.told)
    if request.method == "POST" and not picked.asking:
        try:
            _settled(request, row, picked)
        except ValidationError as error:
            if not picked.errors:
                picked.errors = picking.said(error)
        else:
            return redirect(day_address(row.session))
    if request.method != "POST":
        note_access(by=user, place="events.participant", kind=type(row), keys=[row.pk])
    context = {"row": row, "session": row.session, "picked": picked}
    return render(request, "staff/events/participant.jinja", context, status=422 if picked.errors else 200)


def _likely(told: str) -> str:
    """The part of a line that most likely is a name to search for."""
    parts = [part for part in told.split(" · ") if part and "@" not in part and not part[:2].isdecimal()]
    return parts[0] if parts else told


def _settled(request: HttpRequest, row: Participation, picked: picking.Picked) -> None:
    user, act = reader(request), request.POST.get("hvad", "")
    if act == "ukendt":
        actions.leave_unknown(by=user, participation=row)
        messages.success(request, _("Deltageren tæller som ukendt."))
    elif act == "fjern":
        actions.take_off(by=user, participation=row, why=request.POST.get("why", "")[:500])
        messages.success(request, _("Linjen er taget af listen."))
    else:
        organisation = working_for(user)
        if organisation is None:
            raise Http404
        subject = picked.settle(by=user, organisation=organisation)
        actions.resolve(by=user, participation=row, subject=subject)
        messages.success(request, _("%(name)s er på listen.") % {"name": subject.name})
