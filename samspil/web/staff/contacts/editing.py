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
from samspil.web.staff.changed import Meanwhile, Words, meanwhile
from samspil.web.staff.contacts import topics
from samspil.web.staff.contacts.contact import contact_for
from samspil.web.staff.contacts.form import KINDS, KNOWN, RegisterForm

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase, Interaction
    from samspil.organisations.models import User

MOST_CASES = 50
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
        changes = meanwhile(fresh, version, _words(user, fresh))
        kept = {"version": fresh.version, "case": _kept(fresh, version, str(values["case"]))}
        return _shown(request, fresh, values | kept, changes=changes)
    except ValidationError as error:
        found = error.message_dict if hasattr(error, "error_dict") else {"note": error.messages}
        return _shown(request, row, values, errors={name: " ".join(each) for name, each in found.items()})
    messages.success(request, _("Rettelsen er gemt."))
    return redirect("contact", row.pk)


def _number(text: Any) -> int:
    text = str(text)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else 0


def _words(user: User, row: Interaction) -> Words:
    """What the columns of a contact are called on its page, and their codes by name."""
    cases = {str(case): _begun(case) for case in _cases(user, row)}
    return {
        "case_id": (_("Hører til"), lambda said: cases.get(said, said)),
        "topics": ("", lambda codes: ", ".join(topics.labels(codes))),
    }


def _cases(user: User, row: Interaction) -> list[GuidanceCase]:
    theirs = cases_for(user).filter(subject=row.subject_id, organisation=row.organisation_id)
    return list(theirs[:MOST_CASES])


def _begun(case: GuidanceCase) -> str:
    return _("Forløb fra %(day)s") % {"day": formats.day(case.started)}


def _kept(row: Interaction, version: int, typed: str) -> str:
    """The case to show after a conflict: the other's, unless one has chosen another oneself."""
    before, now = changed_since(row, version).get("case_id", (None, row.case_id))
    return str(now or "") if typed == str(before or "") else typed


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
    changes: list[Meanwhile] | None = None,
) -> HttpResponse:
    user = cast("User", request.user)
    persons = contact_persons_for(user).filter(subject=row.subject_id, organisation=row.organisation_id)
    context = {
        "row": row,
        "v": values,
        "errors": errors or {},
        "summary": [({"topics": "emner"}.get(name, name), said) for name, said in (errors or {}).items()],
        "meanwhile": changes,
        "kinds": [(kind.value, kind.label) for kind in KINDS],
        "topics": topics.options(),
        "persons": [("", _("Ikke angivet")), *((str(each.pk), each.name) for each in persons[:200])],
        "cases": [
            ("", _("Intet forløb")),
            *((str(case.pk), _begun(case)) for case in _cases(user, row)),
        ],
    }
    status = 409 if changes is not None else 200
    return render(request, "staff/contacts/edit.jinja", context, status=status)
