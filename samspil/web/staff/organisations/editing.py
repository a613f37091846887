"""Changing an organisation: its particulars, with nothing lost when two do it at once; closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspil.organisations import actions, directory
from samspil.organisations.founding import free_code
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.permissions import may_add_actor, may_administer, may_arrange, may_edit, may_manage
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame
from samspil.web.staff.organisations.forms import OrganisationForm

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add an actor to the directory, or, as an administrator, an organisation that takes part."""
    reader = frame.reader(request)
    if not may_add_actor(reader):
        raise Http404
    kinds = list(OrganisationKind) if may_administer(reader) else frame.ACTORS
    form = OrganisationForm(request.POST or None, kinds=kinds, manages=False)
    if request.method == "POST" and form.is_valid() and _is_new(form):
        try:
            made = actions.create_organisation(
                by=reader,
                code=free_code(form.cleaned_data["name"]),
                topics=";".join(sorted(form.cleaned_data["topics"])),
                covers=directory.municipalities(form.cleaned_data["covers"]),
                **form.said(),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("%(name)s står nu i kataloget.") % {"name": made.name})
            return redirect("organisation", made.pk)
    return _shown(request, form, None)


def _is_new(form: OrganisationForm) -> bool:
    """Whether nobody by that name is there already; two entries for one would split what is known."""
    there = directory.by_name(form.cleaned_data["name"])
    if there is not None:
        form.add_error("name", _("%(name)s står allerede i kataloget.") % {"name": there.name})
    return there is None


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, organisation: int) -> HttpResponse:
    """Change what stands about an organisation; who comes second sees what the first changed."""
    reader, found = frame.reader(request), frame.organisation_or_404(organisation)
    if not may_edit(reader, found):
        raise Http404
    form = OrganisationForm(
        request.POST or None,
        kinds=_kinds(found),
        manages=may_manage(reader, found) and found.memberships.exists(),
        initial=OrganisationForm.initial_of(found),
    )
    conflict: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"] or found.version
        try:
            _save(request, form, found, seen)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except StaleRowError:
            fresh = frame.organisation_or_404(organisation)
            conflict = frame.conflict(fresh, seen)
            form.answer_to(fresh.version)
        else:
            messages.success(request, _("Oplysningerne er gemt."))
            return redirect("organisation", found.pk)
    return _shown(request, form, found, conflict)


def _save(request: HttpRequest, form: OrganisationForm, found: Organisation, seen: int) -> None:
    found.version = seen
    actions.edit_organisation(
        by=frame.reader(request),
        organisation=found,
        topics=";".join(sorted(topics.stored(form.cleaned_data["topics"], found.topics))),
        covers=directory.municipalities(form.cleaned_data["covers"]),
        **form.said(),
    )


def _kinds(found: Organisation) -> list[OrganisationKind]:
    """An actor may turn out to be of another kind; who takes part stays what it is."""
    kind = OrganisationKind(found.kind)
    return frame.ACTORS if kind in frame.ACTORS else [kind]


def _shown(
    request: HttpRequest,
    form: OrganisationForm,
    found: Organisation | None,
    conflict: list[dict[str, str]] | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "organisation": found,
        "conflict": conflict or [],
        "topics": topics.options(),
        "places": frame.places(),
        "may_close": found is not None and _may_close(request, found),
    }
    status = 409 if conflict else 422 if form.is_bound and form.errors else 200
    return render(request, "staff/organisations/edit.jinja", context, status=status)


def _may_close(request: HttpRequest, found: Organisation) -> bool:
    reader = frame.reader(request)
    actor = OrganisationKind(found.kind) in frame.ACTORS
    return may_edit(reader, found) if actor else may_arrange(reader, found)


@require_POST
def close(request: HttpRequest, organisation: int) -> HttpResponse:
    """Close an organisation from today, or open it again: it was a slip."""
    reader, found = frame.reader(request), frame.organisation_or_404(organisation)
    if not _may_close(request, found):
        raise PermissionDenied
    try:
        if found.closed_on is None:
            actions.close_organisation(by=reader, organisation=found, on=today())
            messages.success(request, _("Lukket fra i dag. Du kan åbne den igen."))
        else:
            actions.reopen_organisation(by=reader, organisation=found)
            messages.success(request, _("Åbnet igen."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("organisation", found.pk)
