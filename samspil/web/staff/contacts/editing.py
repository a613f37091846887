"""Corrects a contact; where somebody else did so meanwhile, both versions are shown and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.companies.queries import contact_persons_for
from samspil.guidance import actions
from samspil.guidance.kinds import InteractionKind
from samspil.guidance.permissions import may_edit_interaction
from samspil.guidance.queries import cases_for
from samspil.platform.audit.actions import note_access
from samspil.platform.audit.queries import changed_since
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.jinja import formats
from samspil.web.staff.contacts import topics
from samspil.web.staff.contacts.contact import contact_for
from samspil.web.staff.contacts.form import KINDS, KNOWN, RegisterForm

if TYPE_CHECKING:
    from samspil.guidance.models import Interaction
    from samspil.organisations.models import User

EDITED = ("on", "at", "kind", "person", "case", "note", "conveyed")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, contact: int) -> HttpResponse:
    """Show the contact to be corrected, or store the correction."""
    row, user = contact_for(request, contact), cast("User", request.user)
    if not may_edit_interaction(user, row):
        raise PermissionDenied
    if request.method != "POST":
        shown = _shown(request, row, _values(row))
        note_access(by=user, place="contacts.edit", kind=type(row), keys=[row.pk])
        return shown
    values: dict[str, Any] = {name: request.POST.get(name, "") for name in (*EDITED, "version")}
    values["topics"] = request.POST.getlist("topics")
    data = request.POST.copy()
    data["who"], data["subject"] = KNOWN, str(row.subject_id)
    form = RegisterForm(data, today=today())
    if not form.is_valid():
        errors = {name: " ".join(map(str, every)) for name, every in form.errors.items()}
        return _shown(request, row, values, errors=errors)
    return _stored(request, row, values, form.cleaned_data)


def _stored(
    request: HttpRequest, row: Interaction, values: dict[str, Any], data: dict[str, Any]
) -> HttpResponse:
    """Store the correction, or show what another changed meanwhile beside what was typed."""
    user, version = cast("User", request.user), _number(values["version"]) or row.version
    try:
        actions.edit_interaction(
            by=user,
            interaction=row,
            version=version,
            on=data["on"],
            at=data["at"],
            kind=InteractionKind(data["kind"]),
            case=cases_for(user).filter(pk=data["case"] or 0).first(),
            person=contact_persons_for(user).filter(pk=_number(data["person"])).first(),
            topics=topics.stored(data["topics"], row.topics),
            note=data["note"],
            conveyed=data["conveyed"],
            today=today(),
        )
    except StaleRowError:
        fresh = contact_for(request, row.pk)
        meanwhile = _meanwhile(fresh, version)
        return _shown(request, fresh, values | {"version": fresh.version}, meanwhile=meanwhile)
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"note": error.messages}
        return _shown(request, row, values, errors={name: " ".join(each) for name, each in found.items()})
    messages.success(request, _("Rettelsen er gemt."))
    return redirect("contact", row.pk)


def _number(text: Any) -> int:
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def _meanwhile(row: Interaction, version: int) -> list[tuple[str, str]]:
    """What the other changed, field by field, as it stands now."""
    named = {
        "on": (_("Dag"), formats.day(row.on)),
        "at": (_("Klokken"), row.at.strftime("%H.%M") if row.at else "–"),
        "kind": (_("Form"), row.get_kind_display()),
        "note": (_("Notat"), row.note),
        "topics": (_("Emne"), ", ".join(topics.labels(row.topics)) or "–"),
        "person_id": (_("Hos"), row.person.name if row.person else "–"),
        "conveyed": (_("Formidlet digital ydelse"), row.conveyed or "–"),
        "cancelled": (_("Slettet som fejlregistreret"), _("Ja") if row.cancelled else _("Nej")),
    }
    return [named[name] for name in changed_since(row, version) if name in named]


def _values(row: Interaction) -> dict[str, Any]:
    return {
        "on": row.on.strftime("%d-%m-%Y"),
        "at": row.at.strftime("%H.%M") if row.at else "",
        "kind": row.kind,
        "person": str(row.person_id or ""),
        "case": str(row.case_id or ""),
        "topics": topics.chosen(row.topics),
        "note": row.note,
        "conveyed": row.conveyed,
        "version": row.version,
    }


def _shown(
    request: HttpRequest,
    row: Interaction,
    values: dict[str, Any],
    *,
    errors: dict[str, str] | None = None,
    meanwhile: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    user = cast("User", request.user)
    persons = contact_persons_for(user).filter(subject=row.subject_id, organisation=row.organisation_id)
    cases = cases_for(user).filter(subject=row.subject_id, organisation=row.organisation_id)
    context = {
        "row": row,
        "v": values,
        "errors": errors or {},
        "summary": [({"topics": "emner"}.get(name, name), said) for name, said in (errors or {}).items()],
        "meanwhile": meanwhile,
        "kinds": [(kind.value, kind.label) for kind in KINDS],
        "topics": topics.options(),
        "persons": [("", _("Ikke angivet")), *((str(each.pk), each.name) for each in persons[:200])],
        "cases": [
            ("", _("Intet forløb")),
            *(
                (str(case.pk), _("Forløb fra %(day)s") % {"day": formats.day(case.started)})
                for case in cases[:50]
            ),
        ],
    }
    return render(request, "staff/contacts/edit.jinja", context)
