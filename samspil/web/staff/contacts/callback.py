"""Ring tilbage: who takes the telephone notes whom to call, for an adviser or the organisation's inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.guidance.callbacks import ask_to_call_back
from samspil.organisations.queries import people_of
from samspil.platform.clock import today
from samspil.web.once import stored_once
from samspil.web.staff.companies import picking
from samspil.web.staff.contacts.about import places_of
from samspil.web.staff.contacts.form import spoken_day
from samspil.web.staff.cooperation.frame import whole_number

if TYPE_CHECKING:
    from samspil.guidance.models import Task
    from samspil.organisations.models import Organisation, User

FIELDS = ("caller", "phone", "text", "assignee", "due", "organisation")
LONGEST = {"caller": 200, "phone": 30, "text": 500}


@require_http_methods(["GET", "HEAD", "POST"])
def call_back(request: HttpRequest) -> HttpResponse:
    """Show the form, or leave the message."""
    places, user = places_of(request.user), cast("User", request.user)
    data = request.POST if request.method == "POST" else request.GET
    picked = picking.read(user, data)
    values = {name: data.get(name, "").strip() for name in FIELDS}
    values["due"] = values["due"] or _("i dag")
    place = next((each for each in places if str(each.pk) == values["organisation"]), places[0])
    if request.method != "POST" or picked.asking:
        return _shown(request, places, place, values, picked, {})

    def store() -> str:
        task = _left(user, place, values, picked)
        who = task.assignee.name if task.assignee else _("indbakken")
        messages.success(request, _("Beskeden ligger hos %(who)s.") % {"who": who})
        return reverse("call-back")

    try:
        return redirect(stored_once(request, store))
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"text": error.messages}
        errors = {name: " ".join(each) for name, each in found.items()}
        return _shown(request, places, place, values, picked, errors)


def _left(user: User, place: Organisation, values: dict[str, str], picked: picking.Picked) -> Task:
    for name, most in LONGEST.items():
        if len(values[name]) > most:
            raise ValidationError(
                {name: _("Der er plads til %(most)s tegn her; du har skrevet %(held)s.")
                 % {"most": most, "held": len(values[name])}}
            )  # fmt: skip
    try:
        due = spoken_day(values["due"], today())
    except ValidationError as error:
        raise ValidationError({"due": error.messages}) from None
    if due < today():
        raise ValidationError({"due": _("Dagen er gået. Vælg en dag fra i dag og frem.")})
    key = values["assignee"]
    assignee = people_of(place).filter(pk=whole_number(key) or 0).first() if key else None
    if key and assignee is None:
        raise ValidationError({"assignee": _("Vælg en, der arbejder her.")})
    return ask_to_call_back(
        by=user, organisation=place, due=due, today=today(), assignee=assignee, subject=picked.subject,
        caller=values["caller"], phone=values["phone"], text=values["text"],
    )  # fmt: skip


def _shown(
    request: HttpRequest,
    places: list[Organisation],
    place: Organisation,
    values: dict[str, str],
    picked: picking.Picked,
    errors: dict[str, str],
) -> HttpResponse:
    people: list[tuple[str, Any]] = [(str(each.pk), each.name) for each in people_of(place)[:300]]
    context = {
        "v": values,
        "errors": errors,
        "summary": list(errors.items()),
        "picked": picked,
        "people": [("", _("Indbakken i %(place)s") % {"place": place.name}), *people],
        "places": [(str(each.pk), each.name) for each in places],
        "place": place,
    }
    return render(request, "staff/contacts/call_back.jinja", context)
