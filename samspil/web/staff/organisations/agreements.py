"""Offices and meeting places, agreements with municipalities, and mergers of organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.organisations import actions, directory, mergers, queries
from samspil.organisations.kinds import AgreementKind, AgreementRole, OfficeKind
from samspil.organisations.permissions import may_arrange, may_manage
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.staff.organisations import frame
from samspil.web.staff.organisations.forms import AgreementForm, EndForm, MergeForm, OfficeForm

if TYPE_CHECKING:
    from django import forms

    from samspil.organisations.models import Organisation


def _managed(request: HttpRequest, key: int) -> Organisation:
    found = frame.organisation_or_404(key)
    if not may_manage(frame.reader(request), found):
        raise Http404
    return found


def _arranged(request: HttpRequest, key: int) -> Organisation:
    found = frame.organisation_or_404(key)
    if not may_arrange(frame.reader(request), found) or found.closed_on is not None:
        raise Http404
    return found


def _form(
    request: HttpRequest, title: str, form: forms.Form, found: Organisation, button: str, **more: Any
) -> HttpResponse:
    context = {"title": title, "form": form, "organisation": found, "button": button, "conflict": [], **more}
    status = 409 if context["conflict"] else 422 if form.is_bound and form.errors else 200
    return render(request, "staff/organisations/form.jinja", context, status=status)


@require_http_methods(["GET", "POST"])
def new_office(request: HttpRequest, organisation: int) -> HttpResponse:
    """Open an office or a meeting place."""
    found = _managed(request, organisation)
    form = OfficeForm(
        request.POST or None, hosts=directory.hosts(found), new=True, initial={"kind": OfficeKind.OFFICE}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_office(by=frame.reader(request), organisation=found, **_office(form))
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Stedet er oprettet."))
            return redirect("organisation", found.pk)
    return _form(request, _("Nyt kontor eller mødested"), form, found, _("Opret"))


def _office(form: OfficeForm) -> dict[str, Any]:
    said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
    [said["municipality"]] = directory.municipalities([said["municipality"]])
    said["host"] = directory.organisation(int(said["host"])) if said["host"] else None
    return said


@require_http_methods(["GET", "POST"])
def edit_office(request: HttpRequest, organisation: int, office: int) -> HttpResponse:
    """Change or close an office."""
    found = _managed(request, organisation)
    row = found.offices.filter(pk=office).first()
    if row is None:
        raise Http404
    names = ("name", "kind", "address", "closed_on", "version")
    initial = {name: getattr(row, name) for name in names}
    initial |= {"municipality": row.municipality_id, "host": row.host_id or ""}
    form = OfficeForm(request.POST or None, hosts=directory.hosts(found), new=False, initial=initial)
    conflict: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        row.version = seen = form.cleaned_data["version"] or row.version
        try:
            actions.edit_office(by=frame.reader(request), office=row, **_office(form))
        except ValidationError as error:
            form.add_error(None, error.messages)
        except StaleRowError:
            fresh = found.offices.get(pk=office)
            conflict = frame.conflict(fresh, seen)
            form.answer_to(fresh.version)
        else:
            messages.success(request, _("Stedet er gemt."))
            return redirect("organisation", found.pk)
    return _form(request, row.name, form, found, _("Gem"), conflict=conflict)


@require_http_methods(["GET", "POST"])
def new_agreement(request: HttpRequest, organisation: int) -> HttpResponse:
    """Note what the organisation does for a municipality."""
    found = _arranged(request, organisation)
    form = AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        [municipality] = directory.municipalities([said["municipality"]])
        try:
            actions.agree_operator(
                by=frame.reader(request),
                organisation=found,
                municipality=municipality,
                role=AgreementRole(said["role"]),
                legal_kind=AgreementKind(said["legal_kind"]),
                valid_from=said["valid_from"],
                valid_to=said["valid_to"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Aftalen er noteret."))
            return redirect("organisation", found.pk)
    return _form(request, _("Ny aftale"), form, found, _("Gem aftale"))


@require_http_methods(["GET", "POST"])
def end_agreement(request: HttpRequest, organisation: int, agreement: int) -> HttpResponse:
    """Let an agreement end with a day."""
    found = _arranged(request, organisation)
    row = found.agreements.filter(pk=agreement, valid_to=None).select_related("municipality").first()
    if row is None:
        raise Http404
    form = EndForm(request.POST or None, initial={"last": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_agreement(by=frame.reader(request), agreement=row, last=form.cleaned_data["last"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Aftalen slutter nu den dag og står i historikken."))
            return redirect("organisation", found.pk)
    title = _("Afslut aftalen om %(place)s") % {"place": row.municipality.name}
    return _form(request, title, form, found, _("Afslut aftale"))


@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, organisation: int) -> HttpResponse:
    """Merge an organisation into another; both must be the reader's to arrange."""
    found = _arranged(request, organisation)
    others = queries.arranged_by(frame.reader(request)).filter(kind=found.kind, closed_on=None)
    others = others.exclude(pk=found.pk).order_by("sort_key")
    form = MergeForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        successor = others.get(pk=int(form.cleaned_data["successor"]))
        try:
            mergers.merge(
                by=frame.reader(request),
                predecessor=found,
                successor=successor,
                on=form.cleaned_data["on"],
                why=form.cleaned_data["why"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("%(name)s går videre som %(other)s.") % _both(found, successor))
            return redirect("organisation", successor.pk)
    title = _("Læg %(name)s sammen med en anden") % {"name": found.name}
    text = _(
        "Aftalerne slutter dagen før og går videre hos den nye. Kollegerne får de samme roller der og "
        "beholder de gamle, så de stadig læser det, de selv har skrevet. Intet slettes."
    )
    return _form(request, title, form, found, _("Læg sammen"), text=text)


def _both(one: Organisation, other: Organisation) -> dict[str, str]:
    return {"name": one.name, "other": other.name}
