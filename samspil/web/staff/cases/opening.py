"""Opret forløb: one form, filled with what is known, that advises on who usually does this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspil.companies.queries import subject_for
from samspil.cooperation.queries import collisions
from samspil.guidance import actions
from samspil.guidance.kinds import Segment
from samspil.guidance.permissions import may_edit_interaction, roles_in
from samspil.guidance.queries import interactions_for
from samspil.guidance.rules import DECIDERS
from samspil.platform.clock import today
from samspil.web.once import stored_once
from samspil.web.staff.cases import form as forms
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader, whole_number, workplaces

if TYPE_CHECKING:
    from samspil.guidance.models import Interaction
    from samspil.organisations.models import Organisation, User


def workplace(request: HttpRequest, given: str = "") -> Organisation:
    """Return where the reader does this: the one named, else the first; 404 for who works nowhere."""
    return chosen(workplaces(request), given)


def chosen(places: list[Organisation], given: str) -> Organisation:
    """Return the one named, else the first."""
    return next((place for place in places if str(place.pk) == given), places[0])


@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: HttpRequest, subject: int) -> HttpResponse:
    """Open a case with a company or founder."""
    user = reader(request)
    data = request.POST if request.method == "POST" else request.GET
    places = workplaces(request)
    contact = _contact(user, data.get("kontakt", ""), subject)
    wanted = str(contact.organisation_id) if contact is not None else ""
    organisation = chosen(places, data.get("organisation", "") or wanted)
    if contact is not None and contact.organisation_id != organisation.pk:
        contact = None
    found = subject_for(user, subject)
    if found is None:
        raise Http404
    if found.pk != subject:
        return redirect("open-case", found.pk)
    decides = bool(roles_in(user, organisation.pk) & DECIDERS)
    form = forms.CaseForm(
        request.POST if request.method == "POST" else None,
        organisation=organisation,
        subject=found,
        user=user,
        contact=contact,
    )
    asked = forms.advice(user, organisation, form.data if form.is_bound else form.initial)
    if request.method == "POST" and form.is_valid() and _reasoned(form, asked):
        page = _opened(request, form, decides, contact)
        if page is not None:
            return redirect(page)
    context = {
        "form": form,
        "subject": found,
        "contact": contact,
        "organisation": organisation,
        "places": places if not form.is_bound else [],
        "advice": asked,
        "found": collisions(user, found, on=today()) if not form.is_bound else [],
        "topic_options": topics.options(),
        "segments": forms.segments(today()),
        "decides": decides,
    }
    return render(request, "staff/cases/open.jinja", context, status=422 if form.errors else 200)


def _contact(user: User, key: str, subject: int) -> Interaction | None:
    """The contact that the case is opened because of: one that the user may change and that is on no case."""
    if not key:
        return None
    contact = interactions_for(user).filter(pk=whole_number(key) or 0, subject=subject, case=None).first()
    return contact if may_edit_interaction(user, contact) else None


def _reasoned(form: forms.CaseForm, asked: dict[str, Any]) -> bool:
    """Ask for a reason where the division of labour says otherwise (A14); any reason will do."""
    if asked["given"] is None or form.cleaned_data["level_reason"].strip():
        return True
    form.add_error("level_reason", _("Skriv kort, hvorfor I gør det alligevel."))
    return False


def _opened(
    request: HttpRequest, form: forms.CaseForm, decides: bool, contact: Interaction | None
) -> str | None:
    """Open the case, once, and return its page; None with the reasons in the form."""
    user, given = reader(request), form.fields_for()
    segment = request.POST.get("segment", "")

    @transaction.atomic
    def store() -> str:
        case = actions.open_case(
            by=user,
            subject=form.subject,
            organisation=form.organisation,
            shielded=decides and request.POST.get("shielded") == "1",
            today=today(),
            **given,
        )
        if contact is not None:
            actions.attach_interaction(by=user, interaction=contact, case=case)
        if decides and segment in Segment.values:
            actions.judge_segment(by=user, case=case, segment=Segment(segment), on=today())
        messages.success(request, _("Forløbet er oprettet."))
        return reverse("case", args=[case.pk])

    try:
        return stored_once(request, store)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return None


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    """Draw the advice for what is chosen so far; a part of the form."""
    organisation = workplace(request, request.GET.get("organisation", ""))
    asked = forms.advice(reader(request), organisation, request.GET)
    return render(request, "staff/cases/advice.jinja", {"advice": asked})
