"""The pages on which companies, founders, contact persons and places are made and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspil.companies import actions, queries
from samspil.companies.kinds import SubjectKind
from samspil.organisations.queries import workplaces_of
from samspil.platform.clock import today
from samspil.web import reach
from samspil.web.once import stored_once
from samspil.web.staff.companies.company import subject_or_404
from samspil.web.staff.companies.forms import PersonForm, RowForm, SubjectForm, SuccessorForm, UnitForm

if TYPE_CHECKING:
    from samspil.companies.models import ContactPerson, ProductionUnit, Subject
    from samspil.organisations.models import Organisation, User

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _worker(request: HttpRequest) -> User:
    """Return the reader if they work with companies; 404 for the rest."""
    if not reach.works(request.user):
        raise Http404
    return cast("User", request.user)


def _subject(request: HttpRequest, key: int) -> Subject:
    _worker(request)
    return subject_or_404(request, key)


def _draw(
    request: HttpRequest, form: RowForm, title: str, back: str, label: str, **more: Any
) -> HttpResponse:
    context = {"form": form, "title": title, "back": back, "back_label": label, "save": _("Gem")}
    context |= {"makes": False, **more}
    status = 409 if form.theirs is not None else 200
    return render(request, "staff/companies/form.jinja", context, status=status)


def _page_of(subject: Subject, tab: str = "") -> str:
    return reverse("company", args=[subject.pk]) + (f"?vis={tab}" if tab else "")


@form_page
def new_company(request: HttpRequest) -> HttpResponse:
    """Register a company."""
    return _new(request, founder=False)


@form_page
def new_founder(request: HttpRequest) -> HttpResponse:
    """Register a founder."""
    return _new(request, founder=True)


def _new(request: HttpRequest, *, founder: bool) -> HttpResponse:
    user = _worker(request)
    start = {name: request.GET[name] for name in ("name", "cvr_number") if name in request.GET}
    form = SubjectForm(request.POST or None, founder=founder, initial=start)

    def make(**given: Any) -> str:
        home = workplaces_of(user).first()
        if founder:
            made: Subject = actions.register_founder(
                by=user, name=given["name"], municipality=given["municipality"], organisation=home
            )
        else:
            made = actions.register_company(by=user, organisation=home, **given)
        messages.success(request, _("%(name)s er oprettet.") % {"name": made.name})
        return _page_of(made)

    def save(**given: Any) -> str:
        return stored_once(request, lambda: make(**given))

    if request.method == "POST" and (page := form.saved(save)):
        return redirect(page)
    title = _("Ny iværksætter") if founder else _("Ny virksomhed")
    label = _("Iværksættere") if founder else _("Virksomheder")
    return _draw(request, form, title, reverse("founders" if founder else "companies"), label, makes=True)


@form_page
def edit(request: HttpRequest, subject: int) -> HttpResponse:
    """Change what all see of a company or founder."""
    found = _subject(request, subject)
    user = cast("User", request.user)
    form = SubjectForm(request.POST or None, subject=found, founder=found.kind == SubjectKind.FOUNDER)
    title = found.name

    def save(**given: Any) -> Subject:
        return actions.edit_subject(by=user, subject=found, **given)

    if request.method == "POST" and form.saved(save, found):
        messages.success(request, _("Rettet."))
        return redirect(_page_of(found))
    return _draw(request, form, _("Ret %(name)s") % {"name": title}, _page_of(found), title)


@form_page
def successor(request: HttpRequest, subject: int) -> HttpResponse:
    """Note that a founder has become a company, or that a company goes on under another number."""
    found = _subject(request, subject)
    user, founder = cast("User", request.user), found.kind == SubjectKind.FOUNDER
    form = SuccessorForm(request.POST or None, initial={"name": found.name, "on": today()})

    def save(**given: Any) -> Subject:
        if founder:
            return actions.become_company(by=user, founder=found, **given)
        return actions.continue_as(by=user, subject=found, **given)

    if request.method == "POST" and (made := form.saved(save)):
        told = _("%(name)s fører %(before)s videre. Historikken følger med.")
        messages.success(request, told % {"name": made.name, "before": found.name})
        return redirect(_page_of(made))
    title = _("Er blevet til en virksomhed") if founder else _("Videreføres under et nyt CVR-nummer")
    return _draw(request, form, title, _page_of(found), found.name)


@form_page
def new_person(request: HttpRequest, subject: int) -> HttpResponse:
    """Note a contact person."""
    found = _subject(request, subject)
    user = cast("User", request.user)
    places: dict[str, Organisation] = {str(each.pk): each for each in workplaces_of(user)}
    form = PersonForm(request.POST or None, places=[(each.pk, each.name) for each in places.values()])

    def save(**given: Any) -> ContactPerson:
        given["organisation"] = places[given["organisation"]]
        return actions.add_contact_person(by=user, subject=found, **given)

    if request.method == "POST" and form.saved(save):
        return redirect(_page_of(found, "kontakter"))
    return _draw(request, form, _("Ny kontaktperson"), _page_of(found, "kontakter"), found.name)


def _person(request: HttpRequest, key: int) -> ContactPerson:
    """Return a person that one of the reader's own organisations noted."""
    person = queries.own_person(key, reach.reach_of(_worker(request)))
    if person is None:
        raise Http404
    return person


@form_page
def edit_person(request: HttpRequest, person: int) -> HttpResponse:
    """Change what is noted of a contact person."""
    found = _person(request, person)
    user, title = cast("User", request.user), found.name
    form = PersonForm(request.POST or None, person=found)

    def save(**given: Any) -> ContactPerson:
        return actions.edit_contact_person(by=user, person=found, **given)

    if request.method == "POST" and form.saved(save, found):
        return redirect(_page_of(found.subject, "kontakter"))
    back = _page_of(found.subject, "kontakter")
    return _draw(request, form, _("Ret %(name)s") % {"name": title}, back, found.subject.name)


@require_POST
def person_left(request: HttpRequest, person: int) -> HttpResponse:
    """Note that a person is no longer there, or is after all: undone by the same button."""
    found = _person(request, person)
    on = None if found.left_on else today()
    actions.mark_left(by=cast("User", request.user), person=found, on=on)
    told = _("%(name)s er fratrådt.") if on else _("%(name)s er her igen.")
    messages.success(request, told % {"name": found.name})
    return redirect(_page_of(found.subject, "kontakter"))


@form_page
def new_unit(request: HttpRequest, subject: int) -> HttpResponse:
    """Add a place with a P-number."""
    found = _subject(request, subject)
    if found.kind != SubjectKind.COMPANY:
        raise Http404
    form = UnitForm(request.POST or None)

    def save(**given: Any) -> ProductionUnit:
        return actions.add_unit(by=cast("User", request.user), subject=found, **given)

    if request.method == "POST" and form.saved(save):
        return redirect(_page_of(found, "p-enheder"))
    return _draw(request, form, _("Ny P-enhed"), _page_of(found, "p-enheder"), found.name)


@form_page
def edit_unit(request: HttpRequest, subject: int, unit: int) -> HttpResponse:
    """Change a place's name, address or municipality."""
    found = _subject(request, subject)
    place = queries.units_of(found).filter(pk=unit).first()
    if place is None:
        raise Http404
    form = UnitForm(request.POST or None, unit=place)

    def save(**given: Any) -> ProductionUnit:
        return actions.edit_unit(by=cast("User", request.user), unit=place, **given)

    if request.method == "POST" and form.saved(save, place):
        return redirect(_page_of(found, "p-enheder"))
    title = _("P-nummer %(number)s") % {"number": place.p_number}
    return _draw(request, form, title, _page_of(found, "p-enheder"), found.name)
