"""Changing a case; whoever is second is told what the first changed, and keeps what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.guidance import actions
from samspil.platform.audit.actions import note_access
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.staff.cases import form as forms
from samspil.web.staff.cases.page import case_for
from samspil.web.staff.changed import Meanwhile, Words, meanwhile
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase


def editable(request: HttpRequest, key: int) -> GuidanceCase:
    """Return a case that the reader may change; 404 for all others."""
    case = case_for(request, key)
    if not request.user.has_perm("guidance.edit_case", case):
        raise Http404
    return case


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, case: int) -> HttpResponse:
    """Change what was decided about a case."""
    user, row = reader(request), editable(request, case)
    posted = request.POST if request.method == "POST" else None
    form = forms.CaseForm(posted, organisation=row.organisation, subject=row.subject, user=user, case=row)
    changes: list[Meanwhile] | None = None
    version = row.version
    asked = forms.advice(user, row.organisation, posted or form.initial)
    if posted is not None and form.is_valid():
        version = _version(posted, row)
        try:
            actions.edit_case(by=user, case=row, version=version, today=today(), **form.fields_for())
        except StaleRowError:
            # What was typed stays in the form; saved again, it is meant to stand over the other's.
            row = case_for(request, case)
            changes, version = meanwhile(row, version, _words(row)), row.version
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Ændringerne er gemt."))
            return redirect("case", row.pk)
    context = {
        "case": row,
        "form": form,
        "version": version,
        "changes": changes,
        "advice": asked,
        "topic_options": topics.options(),
    }
    if posted is None:
        note_access(by=user, place="cases.edit", kind=type(row), keys=[row.pk])
    status = 409 if changes is not None else 422 if form.errors else 200
    return render(request, "staff/cases/edit.jinja", context, status=status)


def _words(row: GuidanceCase) -> Words:
    """Codes by their names."""

    def of(kind: str) -> Any:
        return "", lambda codes: ", ".join(forms.named(codes, kind, today()))

    named = {kind: of(kind) for kind in ("programmes", "target_group", "service")}
    return named | {"topics": ("", lambda codes: ", ".join(topics.labels(codes)))}


def _version(posted: Any, row: GuidanceCase) -> int:
    """The version that the form was made from; without one it was not our form, and is the newest's."""
    given = posted.get("version", "")
    return int(given) if given.isdecimal() and len(given) < 10 else row.version
