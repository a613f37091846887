"""The page of an event: its days, who arranges and counts it, and the list of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspil.platform.audit.actions import note_access
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.programmes import actions, queries
from samspil.programmes.permissions import may_edit_offer
from samspil.programmes.rules import counted_by
from samspil.upkeep.history import changes_after
from samspil.web.staff.companies import picking
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader, whole_number, workplaces
from samspil.web.staff.events import form as forms

if TYPE_CHECKING:
    from samspil.programmes.models import GroupOffer, Session

# As many rows of a list as one page shows; the counts are of all of them.
SHOWN = 500


def offer_for(request: HttpRequest, key: int, *, edit: bool = False) -> GroupOffer:
    """Return an event that the reader may read, or change; 404 for all others."""
    user = reader(request)
    rows = queries.offers_for(user).select_related("organiser").prefetch_related("co_organisers")
    found = rows.filter(pk=key).first()
    if found is None or (edit and not may_edit_offer(user, found)):
        raise Http404
    return found


def session_for(request: HttpRequest, key: int) -> Session:
    """Return a day of an event that the reader may change."""
    user = reader(request)
    found = queries.session_for(user, key)
    if found is None or not may_edit_offer(user, found.offer):
        raise Http404
    return found


@require_safe
def event(request: HttpRequest, offer: int) -> HttpResponse:
    """Show an event with the list of one of its days."""
    row = offer_for(request, offer)
    return draw(request, row)


def draw(request: HttpRequest, offer: GroupOffer, **more: Any) -> HttpResponse:
    """Draw the page; `more` is what a form that was refused keeps."""
    user = reader(request)
    days = list(queries.sessions_of(offer))
    chosen = whole_number(request.GET.get("dag") or request.POST.get("dag"))
    here = next((each for each in days if each.pk == chosen), _nearest(days))
    listed = list(queries.participants_of(here)[: SHOWN + 1]) if here is not None else []
    waiting = [each for each in listed if each.subject_id is None and each.told and not each.unknown]
    edit = may_edit_offer(user, offer)
    context = {
        "offer": offer,
        "days": days,
        "here": here,
        "edit": edit,
        "listed": listed[:SHOWN],
        "more_listed": len(listed) > SHOWN,
        "waiting": waiting,
        "counts": queries.counts_of(here) if here is not None else None,
        "counted_by": [each.name for each in counted_by(offer.organiser, offer.co_organisers.all())],
        "topics": topics.labels(offer.topics),
        "picked": picking.read(user, request.POST if request.method == "POST" else {}),
        "session_form": forms.SessionForm(),
        "today": today(),
        "errors": [],
        "pasted": "",
        **more,
    }
    if listed:
        note_access(by=user, place="events.event", kind=type(listed[0]), keys=[each.pk for each in listed])
    return render(request, "staff/events/event.jinja", context, status=422 if more.get("errors") else 200)


def _nearest(days: list[Session]) -> Session | None:
    """The day to show first: today's or the next, else the last that was held."""
    coming = [each for each in days if each.day >= today() and not each.cancelled]
    return coming[0] if coming else days[-1] if days else None


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Create an event with its first day."""
    user, places = reader(request), workplaces(request)
    posted = request.POST if request.method == "POST" else None
    form, day = forms.EventForm(posted, places=places), forms.SessionForm(posted)
    if posted is not None and form.is_valid() & day.is_valid():
        try:
            with transaction.atomic():
                offer = actions.create_offer(
                    by=user,
                    organiser=form.arranged_by(),
                    topics=topics.stored(posted.getlist("topics")),
                    **form.chosen(),
                )
                actions.add_session(by=user, offer=offer, **day.chosen())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Arrangementet er oprettet."))
            return redirect("event", offer.pk)
    context = {
        "form": form,
        "day": day,
        "topic_options": topics.options(),
        "chosen": posted.getlist("topics") if posted is not None else [],
        "offer": None,
    }
    status = 422 if form.errors or day.errors else 200
    return render(request, "staff/events/form.jinja", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, offer: int) -> HttpResponse:
    """Change what an event is and who arranges it."""
    user, row = reader(request), offer_for(request, offer, edit=True)
    posted = request.POST if request.method == "POST" else None
    form = forms.EventForm(posted, places=[row.organiser], offer=row)
    version, changes = row.version, []
    if posted is not None and form.is_valid():
        version = whole_number(posted.get("version")) or row.version
        stored = topics.stored(posted.getlist("topics"), row.topics)
        try:
            actions.edit_offer(by=user, offer=row, version=version, topics=stored, **form.chosen())
        except StaleRowError:
            row = offer_for(request, offer, edit=True)
            changes, version = list(changes_after(row, version)), row.version
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Ændringerne er gemt."))
            return redirect("event", row.pk)
    context = {
        "form": form,
        "day": None,
        "topic_options": topics.options(),
        "chosen": posted.getlist("topics") if posted is not None else topics.chosen(row.topics),
        "offer": row,
        "version": version,
        "changes": changes,
    }
    status = 409 if changes else 422 if form.errors else 200
    return render(request, "staff/events/form.jinja", context, status=status)


@require_POST
def add_day(request: HttpRequest, offer: int) -> HttpResponse:
    """Add a day to an event."""
    row = offer_for(request, offer, edit=True)
    form = forms.SessionForm(request.POST)
    if form.is_valid():
        try:
            session = actions.add_session(by=reader(request), offer=row, **form.chosen())
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect(day_address(session))
    errors = [message for each in form.errors.values() for message in each]
    return draw(request, row, session_form=form, errors=errors)


@require_POST
def cancel_day(request: HttpRequest, session: int) -> HttpResponse:
    """Call a day off, or take that back."""
    row = session_for(request, session)
    if request.POST.get("fortryd") == "1":
        actions.restore_session(by=reader(request), session=row)
        messages.success(request, _("Dagen er ikke længere aflyst."))
    else:
        actions.cancel_session(by=reader(request), session=row, why=request.POST.get("why", "")[:500])
        messages.success(request, _("Dagen er aflyst. Deltagerne tæller ikke, og listen er bevaret."))
    return redirect(day_address(row))


def day_address(session: Session) -> str:
    """Return the address of an event on one of its days."""
    return f"{reverse('event', args=[session.offer_id])}?dag={session.pk}"


def must_edit(request: HttpRequest, offer: GroupOffer) -> None:
    """403 for who reads the event and may not change it."""
    if not may_edit_offer(reader(request), offer):
        raise PermissionDenied
