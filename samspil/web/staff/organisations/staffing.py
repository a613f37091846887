"""Changing people: invitations, roles, absences, and who a person is; what is known of topics and courses."""

from __future__ import annotations

from smtplib import SMTPException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samspil.competence.permissions import may_edit_profile
from samspil.organisations import absences, actions, invitations, queries
from samspil.organisations.kinds import Role
from samspil.organisations.permissions import may_keep, roles_to_give
from samspil.platform.clock import now, today
from samspil.platform.versioning import StaleRowError
from samspil.web.staff.organisations import frame
from samspil.web.staff.organisations.people_forms import AbsenceForm, InviteForm, PersonForm, SeatForm
from samspil.web.staff.organisations.person import person_or_404

if TYPE_CHECKING:
    from django import forms

    from samspil.organisations.models import Membership, Organisation, User


def shown(
    request: HttpRequest, title: str, form: forms.Form, back: str, button: str, **more: Any
) -> HttpResponse:
    """Show a form about a person."""
    context = {"title": title, "form": form, "back": back, "button": button, "conflict": [], **more}
    status = 409 if context["conflict"] else 422 if form.is_bound and form.errors else 200
    return render(request, "staff/organisations/person_form.jinja", context, status=status)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Invite a colleague, or give one who is here another role."""
    reader = frame.reader(request)
    mine = {each.pk: each for each in queries.managed_by(reader).filter(closed_on=None).order_by("sort_key")}
    if not mine:
        raise Http404
    first = request.GET.get("organisation", "")
    initial = {"organisation": first or next(iter(mine)), "email": request.GET.get("email", "")}
    form = InviteForm(request.POST or None, organisations=mine.values(), initial=initial)
    if request.method == "POST" and form.is_valid():
        organisation = mine[int(form.cleaned_data["organisation"])]
        try:
            user = _invite(request, form, organisation)
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            return redirect("person", user.pk)
    text = _(
        "Kollegaen får et brev med et link, der virker én gang og i 14 dage, og vælger selv adgangskode."
    )
    return shown(request, _("Invitér kollega"), form, reverse("people"), _("Send invitation"), text=text)


def _invite(request: HttpRequest, form: InviteForm, organisation: Organisation) -> User:
    reader, said = frame.reader(request), form.cleaned_data
    role = Role(said["role"])
    if role not in roles_to_give(reader, organisation):
        raise ValidationError(_("Den rolle kan du ikke give. Bed en administrator om det."))
    user, token = invitations.invite(
        by=reader,
        email=said["email"],
        name=said["name"],
        organisation=organisation,
        role=role,
        office=form.chosen_office(),
        employer=form.employer(),
        now=now(),
    )
    _send(request, user, organisation, token)
    return user


def _send(request: HttpRequest, user: User, organisation: Organisation, token: str) -> None:
    """Send the letter once all is stored; a mail server that does not answer loses nothing."""
    address = reverse("welcome", args=[token]) if token else reverse("home")
    # The head of a request may name any place: where the address is chosen, letters lead there alone.
    link = settings.ADDRESS + address if settings.ADDRESS_IS_CHOSEN else request.build_absolute_uri(address)
    try:
        invitations.send(
            user=user,
            by=frame.reader(request),
            organisation=organisation,
            link=link,
            with_password=bool(token),
        )
    except (SMTPException, OSError):
        text = _("%(name)s er oprettet, men brevet kunne ikke sendes. Send invitationen igen om lidt.")
        messages.warning(request, text % {"name": user.name})
    else:
        messages.success(request, _("Brevet er sendt til %(email)s.") % {"email": user.email})


@require_POST
def invite_again(request: HttpRequest, person: int) -> HttpResponse:
    """Send a new link; the old one stops working."""
    found = person_or_404(request, person)
    seat = _seat_of_kept(request, found)
    try:
        token = invitations.renew(by=frame.reader(request), user=found, now=now())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _send(request, found, seat.organisation, token)
    return redirect("person", found.pk)


def _seat_of_kept(request: HttpRequest, found: User) -> Membership:
    """Return a seat of a person whose every seat the reader may give and take; 403 otherwise."""
    seat = queries.memberships_of(found).first()
    if seat is None or not may_keep(frame.reader(request), found):
        raise PermissionDenied
    return seat


@require_POST
def end_role(request: HttpRequest, person: int, seat: int) -> HttpResponse:
    """Take a role away; what the person has open stays until it is handed over."""
    found = person_or_404(request, person)
    row = _own_seat(request, found, seat)
    actions.withdraw(by=frame.reader(request), membership=row)
    messages.success(request, _("Rollen er fjernet. Giv den igen, hvis det var en fejl."))
    return redirect("person", found.pk)


def _own_seat(request: HttpRequest, found: User, seat: int) -> Membership:
    row = queries.memberships_of(found).filter(pk=seat).first()
    if row is None:
        raise Http404
    reader = frame.reader(request)
    if reader.pk == found.pk or row.role not in roles_to_give(reader, row.organisation):
        raise PermissionDenied
    return row


@require_http_methods(["GET", "POST"])
def edit_role(request: HttpRequest, person: int, seat: int) -> HttpResponse:
    """Give a colleague another office, or say who lends the colleague."""
    found = person_or_404(request, person)
    row = _own_seat(request, found, seat)
    initial = {"office_key": row.office_id or "", "employer_key": row.employer_id or ""}
    form = SeatForm(request.POST or None, organisation=row.organisation, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.reseat(
                by=frame.reader(request), membership=row, office=form.office(), employer=form.employer()
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, _("Gemt."))
            return redirect("person", found.pk)
    title = _("%(name)s hos %(organisation)s") % {"name": found.name, "organisation": row.organisation.name}
    return shown(request, title, form, reverse("person", args=[found.pk]), _("Gem"))


@require_http_methods(["GET", "POST"])
def edit_person(request: HttpRequest, person: int) -> HttpResponse:
    """Change a name, and an address when an administrator or leader does it."""
    found = person_or_404(request, person)
    reader = frame.reader(request)
    own = reader.pk == found.pk
    if not own:
        _seat_of_kept(request, found)
    initial = {"name": found.name, "email": found.email, "language": found.language, "version": found.version}
    form = PersonForm(request.POST or None, own=own, initial=initial)
    conflict: list[dict[str, str]] = []
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        found.version = seen = said.pop("version") or found.version
        try:
            actions.edit_user(by=reader, user=found, on=today(), **said)
        except ValidationError as error:
            form.add_error(None, error.messages)
        except StaleRowError:
            fresh = person_or_404(request, person)
            conflict = frame.conflict(fresh, seen)
            form.answer_to(fresh.version)
        else:
            messages.success(request, _("Gemt."))
            return redirect("person", found.pk)
    back = reverse("person", args=[person])
    return shown(request, str(initial["name"]), form, back, _("Gem"), conflict=conflict)


@require_POST
def reactivate(request: HttpRequest, person: int) -> HttpResponse:
    """Open a log-in again."""
    found = person_or_404(request, person)
    _seat_of_kept(request, found)
    actions.reactivate(by=frame.reader(request), user=found)
    messages.success(request, _("Login er åbnet igen."))
    return redirect("person", found.pk)


@require_http_methods(["GET", "POST"])
def new_absence(request: HttpRequest, person: int) -> HttpResponse:
    """Note when somebody is away, and who stands in."""
    found = person_or_404(request, person)
    reader = frame.reader(request)
    if not may_edit_profile(reader, found):
        raise Http404
    # Who does not work with companies sees no tasks and can take no referral.
    working = queries.colleagues_of(found).prefetch_related("memberships__organisation")
    colleagues = [each for each in working if each.pk != found.pk and queries.works_with_companies(each)]
    form = AbsenceForm(request.POST or None, colleagues=colleagues, initial={"first": today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        substitute = next(each for each in colleagues if str(each.pk) == said["substitute"])
        try:
            absences.note_absence(
                by=reader, user=found, substitute=substitute, first=said["first"], last=said["last"]
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(
                request, _("Noteret. %(name)s ser dine opgaver imens.") % {"name": substitute.name}
            )
            return redirect("person", found.pk)
    text = _(
        "Afløseren ser opgaver, forløb og henvisninger imens. Hvorfor du er væk, skrives ikke nogen steder."
    )
    back = reverse("person", args=[found.pk])
    return shown(request, _("Fravær og afløser"), form, back, _("Gem"), text=text)


@require_POST
def end_absence(request: HttpRequest, person: int, absence: int) -> HttpResponse:
    """Take an absence back, or come back before its last day."""
    found = person_or_404(request, person)
    reader = frame.reader(request)
    row = queries.absences_of(found, since=today()).filter(pk=absence).first()
    if row is None:
        raise Http404
    if not may_edit_profile(reader, found):
        raise PermissionDenied
    absences.cancel_absence(by=reader, absence=row, on=today())
    messages.success(request, _("Gemt."))
    return redirect("person", found.pk)
