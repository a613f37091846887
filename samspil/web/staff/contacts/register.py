"""The thirty-second form: a contact is stored in one go, from anywhere, on a phone first."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspil.guidance.actions import StoredBeforeError
from samspil.guidance.kinds import InteractionKind, TaskKind
from samspil.guidance.permissions import may_edit_task
from samspil.guidance.queries import enquiries_for, interactions_for, tasks_for
from samspil.platform.clock import now, today
from samspil.web.staff.contacts import saving, topics
from samspil.web.staff.contacts.about import About, about, areas, hits, places_of
from samspil.web.staff.contacts.days import near
from samspil.web.staff.contacts.form import (
    ANONYMOUS,
    CASE,
    FOUNDER,
    KINDS,
    KNOWN,
    REFER,
    STEPS,
    WEB,
    WHO,
    RegisterForm,
)
from samspil.web.staff.cooperation.frame import whole_number
from samspil.web.staff.referrals import tick

if TYPE_CHECKING:
    from samspil.guidance.models import Task
    from samspil.organisations.models import Organisation, User

Values = dict[str, Any]
NAMES = tuple(RegisterForm.base_fields)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Show the form, or store what it says."""
    places = places_of(request.user)
    if request.method != "POST":
        return shown(request, places, _begun(request))
    values: Values = {name: request.POST.get(name, "") for name in (*NAMES, "q")}
    values["topics"] = request.POST.getlist("topics")
    picked, act = request.POST.get("pick"), request.POST.get("act", "save")
    if picked or act != "save":
        return shown(request, places, _turned(values, act, picked or ""))
    return _stored(request, places, values)


def _begun(request: HttpRequest) -> Values:
    """The form as it is opened: today, now, a call; the company or the task that one comes from."""
    task = _task(request, request.GET.get("opgave", ""))
    values: Values = dict.fromkeys((*NAMES, "q"), "")
    values |= {
        "who": {"ny": FOUNDER, "anonym": ANONYMOUS}.get(request.GET.get("hvem", ""), KNOWN),
        "subject": request.GET.get("virksomhed", ""),
        "kind": InteractionKind.CALL,
        "on": today().strftime("%d-%m-%Y"),
        "at": now().strftime("%H.%M"),
        "topics": [],
        "person": request.GET.get("person", ""),
        "case": request.GET.get("forloeb", ""),
        "organisation": request.GET.get("organisation", ""),
        "draft": secrets.token_hex(16),
    }
    kinds = {TaskKind.MEETING: InteractionKind.MEETING, TaskKind.VISIT: InteractionKind.VISIT,
             TaskKind.JOINT_VISIT: InteractionKind.VISIT}  # fmt: skip
    if task is not None:
        values |= {
            "task": str(task.pk),
            "organisation": str(task.organisation_id),
            "subject": str(task.subject_id or ""),
            "case": str(task.case_id or ""),
            "kind": kinds.get(TaskKind(task.kind), InteractionKind.CALL),
            "q": task.caller,
            "founder_name": task.caller,
            "founder_phone": task.phone,
        }
    return values


def _task(request: HttpRequest, key: str) -> Task | None:
    """The task that the contact settles, when it is open and the user's to settle."""
    open_ones = tasks_for(request.user).filter(done_on__isnull=True).select_related("case")
    task = open_ones.filter(pk=whole_number(key) or 0).first() if key else None
    return task if may_edit_task(request.user, task) else None


def _turned(values: Values, act: str, picked: str) -> Values:
    """The form when somebody was picked, or another way of saying who, without a script."""
    if picked:
        return values | {"subject": picked, "who": KNOWN, "person": "", "case": ""}
    if act == "known":
        return values | {"who": KNOWN}
    if act == "change":
        return values | {"subject": "", "who": KNOWN, "person": "", "case": ""}
    if act == "founder":
        return values | {"who": FOUNDER, "founder_name": values["founder_name"] or values["q"]}
    return values


def _stored(request: HttpRequest, places: list[Organisation], values: Values) -> HttpResponse:
    """Store what was said, or show it again with what is wrong; what was typed is kept either way."""
    form, user = RegisterForm(request.POST, today=today()), cast("User", request.user)
    if not form.is_valid():
        return shown(request, places, values, _told(form.errors.get_json_data()))
    task = _task(request, values["task"])
    try:
        # The contact and the tick beside it are stored together or not at all.
        with transaction.atomic():
            found = saving.save(user, places, form.cleaned_data, form, task)
            if found.subject is not None:
                tick.beside(by=user, contact=found.key, ticked=tick.read(request.POST))
    except StoredBeforeError:
        stored = saving.before(user, form.cleaned_data)
        if stored is None:
            # Another's, as on a shared machine: this one is stored under a name of its own.
            told: dict[str, str] = {
                NON_FIELD_ERRORS: _("Formularen er sendt før af en anden. Gem igen, hvis det er din egen.")
            }
            return shown(request, places, values | {"draft": secrets.token_hex(16)}, told)
        found = stored
    except ValidationError as error:
        return shown(request, places, values, _errors_of(error))
    if task is not None and task.done_on is None and found.subject is not None:
        messages.info(request, _("Opgaven står stadig åben, for den handler om en anden."))
    return redirect(_next_page(found, form.cleaned_data))


def _next_page(found: saving.Saved, data: dict[str, Any]) -> str:
    """Where one goes from here: to the form for the next, or on to the referral or case that is to come."""
    step = data.get("step")
    if found.subject is not None and step == REFER:
        case = f"&forloeb={found.case}" if found.case else ""
        return f"{reverse('refer', args=[found.subject])}?kontakt={found.key}{case}"
    if found.subject is not None and step == CASE:
        return f"{reverse('open-case', args=[found.subject])}?kontakt={found.key}"
    return f"{reverse('register')}?gemt={found.key}" + ("&anonym=1" if found.subject is None else "")


def _told(errors: dict[str, list[dict[str, Any]]]) -> dict[str, str]:
    return {name: " ".join(each["message"] for each in every) for name, every in errors.items()}


def _errors_of(error: ValidationError) -> dict[str, str]:
    """What an action refused, by field where it names one."""
    if hasattr(error, "error_dict"):
        return {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return {NON_FIELD_ERRORS: " ".join(error.messages)}


# The field of the page that an error leads to, where it is not called as the field is.
PLACES = {"subject": "q", "topics": "emner", "kind": "kind", "__all__": "note"}


def shown(
    request: HttpRequest, places: list[Organisation], values: Values, errors: dict[str, str] | None = None
) -> HttpResponse:
    """Draw the form with what is in it."""
    user, day = cast("User", request.user), today()
    known = about(user, str(values["subject"]), places, day) if values["subject"] else None
    if known is not None and errors is None and not values["case"]:
        values = values | {"case": known.likely}
    place = next((each for each in places if str(each.pk) == str(values["organisation"])), places[0])
    context = {
        "v": values,
        "errors": errors or {},
        "summary": [(PLACES.get(name, name), said) for name, said in (errors or {}).items()],
        "about": known,
        "hits": [] if known else hits(user, values["q"]),
        "places": [(str(each.pk), each.name) for each in places],
        "areas": [("", _("Vælg kommune")), *areas(place)],
        "topics": topics.options(day),
        "who": WHO,
        "kinds": [*((kind.value, kind.label) for kind in KINDS), (WEB, _("Hjemmeside eller chat"))],
        "steps": STEPS,
        "days": near(day),
        "saved": _saved(request),
        "ticks": tick.options(),
        "ticked": tick.read(request.POST),
    }
    return render(request, "staff/contacts/register.jinja", context)


def _saved(request: HttpRequest) -> dict[str, Any] | None:
    """What was stored just before this form was opened again: to be seen, undone or followed by another."""
    key = request.GET.get("gemt", "")
    if request.method == "POST" or not (key.isascii() and key.isdigit() and len(key) < 15):
        return None
    if request.GET.get("anonym"):
        enquiry = enquiries_for(request.user).filter(pk=int(key)).first()
        return {"anonymous": enquiry, "draft": enquiry.draft} if enquiry else None
    row = interactions_for(request.user).filter(pk=int(key)).select_related("subject").first()
    mine = row is not None and row.adviser_id == request.user.pk
    return {"contact": row, "draft": row.draft, "mine": mine} if row else None


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A part of the form: whom the typed text may mean."""
    places_of(request.user)
    text = request.GET.get("q", "")
    context = {"hits": hits(cast("User", request.user), text), "text": text.strip()}
    return render(request, "staff/contacts/_hits.jinja", context)


@require_safe
def who(request: HttpRequest) -> HttpResponse:
    """A part of the form: the company or founder that was picked, with people, cases and other parties."""
    places = places_of(request.user)
    known: About | None = about(cast("User", request.user), request.GET.get("subject", ""), places, today())
    values = dict.fromkeys((*NAMES, "q"), "") | {"case": known.likely if known else ""}
    context: Values = {"about": known, "v": values, "errors": {}, "hits": []}
    return render(request, "staff/contacts/_who.jinja", context)
