"""Mails forwarded to one's own address: those without a company wait here for somebody to pick it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.mailbox import actions, queries
from samspil.mailbox.kinds import State
from samspil.platform.audit.actions import note_access
from samspil.platform.clock import today
from samspil.web.staff.companies import picking
from samspil.web.staff.contacts.about import places_of

if TYPE_CHECKING:
    from samspil.mailbox.models import IncomingMail
    from samspil.organisations.models import User

SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    """Show one's address and the mails that wait or were refused; a post makes a new address."""
    places_of(request.user)
    user = cast("User", request.user)
    if request.method == "POST":
        actions.renew_address(by=user)
        messages.success(request, _("Du har fået en ny adresse. Den gamle virker ikke mere."))
        return redirect("mails")
    rows = list(
        queries.mails_for(user)
        .filter(state__in=[State.WAITING, State.REFUSED])
        .order_by("-received_at")[:SHOWN]
    )
    context = {
        "address": queries.address_of(user),
        "possible": bool(queries.mail_domain()),
        "waiting": [row for row in rows if row.state == State.WAITING],
        "refused": [row for row in rows if row.state == State.REFUSED],
    }
    return render(request, "staff/contacts/mails.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest, mail: int) -> HttpResponse:
    """Show a mail that waits, and store it with the company that is picked, or lay it away."""
    places, user = places_of(request.user), cast("User", request.user)
    row = queries.waiting_for(user).filter(pk=mail).first()
    if row is None:
        raise Http404
    picked = picking.read(user, request.POST if request.method == "POST" else request.GET)
    if request.method != "POST" or picked.asking:
        return _shown(request, row, picked)
    if request.POST.get("act") == "dismiss":
        actions.dismiss_mail(by=user, mail=row)
        messages.success(request, _("Mailen er lagt væk, og teksten er slettet."))
        return redirect("mails")
    try:
        subject = picked.settle(by=user, organisation=places[0])
        held = actions.place_mail(by=user, mail=row, subject=subject, organisation=places[0], today=today())
    except ValidationError as error:
        return _shown(request, row, picked, " ".join(error.messages))
    messages.success(request, _("Mailen er gemt på virksomheden."))
    return redirect("contact", held.pk)


def _shown(request: HttpRequest, row: IncomingMail, picked: picking.Picked, error: str = "") -> HttpResponse:
    user = cast("User", request.user)
    likely = queries.companies_of(user, row.addresses.split())
    shown = render(
        request,
        "staff/contacts/mail.jinja",
        {"row": row, "picked": picked, "likely": likely, "error": error},
    )
    note_access(by=user, place="contacts.mail", kind=type(row), keys=[row.pk])
    return shown
