"""What a colleague knows: topics with how well, courses and certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspil.competence import actions
from samspil.competence.kinds import Depth
from samspil.competence.permissions import may_edit_profile
from samspil.competence.queries import certificates_of, competences_of
from samspil.platform.clock import today
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame
from samspil.web.staff.organisations.people_forms import CertificateForm
from samspil.web.staff.organisations.person import person_or_404
from samspil.web.staff.organisations.staffing import shown

if TYPE_CHECKING:
    from samspil.organisations.models import User


def _kept(request: HttpRequest, key: int) -> User:
    found = person_or_404(request, key)
    if not may_edit_profile(frame.reader(request), found):
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def competence(request: HttpRequest, person: int) -> HttpResponse:
    """Say how well somebody knows each topic; all topics at once, so that it is done in a minute."""
    found = _kept(request, person)
    offered = topics.options()
    if request.method == "POST":
        depths = {code: _depth(request.POST.get(f"emne-{code}", "")) for code, _name in offered}
        changed = actions.say_what_one_knows(by=frame.reader(request), user=found, depths=depths)
        messages.success(request, _("Gemt.") if changed else _("Intet var ændret."))
        return redirect("person", found.pk)
    held = {each.topic: each.depth for each in competences_of(found)}
    context: dict[str, Any] = {
        "person": found,
        "depths": [("", _("Nej")), *((str(value), label) for value, label in Depth.choices)],
        "topics": [(code, name, str(held.get(code, ""))) for code, name in offered],
    }
    return render(request, "staff/organisations/competence.jinja", context)


def _depth(said: str) -> int | None:
    return int(said) if said in {str(value) for value in Depth.values} else None


@require_http_methods(["GET", "POST"])
def new_certificate(request: HttpRequest, person: int) -> HttpResponse:
    """Note a course or certificate."""
    found = _kept(request, person)
    form = CertificateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_certificate(by=frame.reader(request), user=found, today=today(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Noteret."))
            return redirect("person", found.pk)
    back = reverse("person", args=[found.pk])
    title = _("Tilføj kursus eller certifikat")
    return shown(request, title, form, back, _("Gem"), topics=topics.options())


@require_POST
def end_certificate(request: HttpRequest, person: int, certificate: int) -> HttpResponse:
    """Take back a certificate that was entered by mistake."""
    found = person_or_404(request, person)
    row = certificates_of(found).filter(pk=certificate).first()
    if row is None:
        raise Http404
    if not may_edit_profile(frame.reader(request), found):
        raise PermissionDenied
    actions.withdraw_certificate(by=frame.reader(request), certificate=row)
    messages.success(request, _("Fjernet. Det står stadig i historikken."))
    return redirect("person", found.pk)
