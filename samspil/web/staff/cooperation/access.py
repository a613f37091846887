"""Asking for access to what another organisation has on a company, and the owner's answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from samspil.cooperation import actions, permissions, queries
from samspil.platform.clock import today
from samspil.web.staff.cooperation.frame import (
    OnBehalfForm,
    blame,
    choice,
    must,
    reader,
    subject_for,
    workplaces,
)
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from samspil.cooperation.models import AccessRequest
    from samspil.organisations.models import Organisation, User

# How long access lasts unless the owner says otherwise.
USUAL_DAYS = 90
ALL = "alt"


class AskForm(OnBehalfForm):
    """Whom one asks, and why."""

    owner = forms.TypedChoiceField(
        label=gettext_lazy("Hvem vil du spørge?"), coerce=int, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor?"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Skriv, hvad I skal bruge oplysningerne til. Den, der svarer, læser det."),
    )

    def __init__(self, offices: list[Organisation], parties: list[Organisation], data: Any = None) -> None:
        super().__init__(offices, data, initial={"owner": parties[0].pk} if len(parties) == 1 else None)
        self.parties = parties
        choice(self, "owner", [(each.pk, each.name) for each in parties])

    @property
    def owner_chosen(self) -> Organisation:
        return next(each for each in self.parties if each.pk == self.cleaned_data["owner"])


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, subject: int) -> HttpResponse:
    """Show whom one can ask, what was asked before, and take a request."""
    offices, row = workplaces(request), subject_for(request, subject)
    user = reader(request)
    parties = queries.parties_to(user, row)
    form = AskForm(offices, parties, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.try_to(lambda: _ask(form, row, user)):
        messages.success(request, _("Spørgsmålet er sendt. Du får besked, når der er svar."))
        return redirect("ask-access", row.pk)
    context = {
        "subject": row,
        "form": form,
        "parties": parties,
        "asked": queries.access_to(user, row)[:20],
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/cooperation/ask_access.jinja", context, status=status)


def _ask(form: AskForm, subject: Any, user: User) -> None:
    actions.ask_access(
        by=user,
        subject=subject,
        asker=form.chosen,
        owner=form.owner_chosen,
        reason=form.cleaned_data["reason"],
        on=today(),
    )


class AnswerForm(forms.Form):
    """What one opens, and how long; or why not."""

    what = forms.ChoiceField(label=gettext_lazy("Hvad må de læse?"), widget=forms.RadioSelect)
    until = DayField(
        label=gettext_lazy("Til og med"),
        required=False,
        help_text=gettext_lazy("Tom betyder, at adgangen gælder, til en af jer slutter den."),
    )
    answer = forms.CharField(
        label=gettext_lazy("Svar"), max_length=1000, required=False, widget=forms.Textarea
    )

    def __init__(self, cases: list[Any], data: Any = None, *, day: dt.date) -> None:
        super().__init__(data, initial={"what": ALL, "until": day + dt.timedelta(USUAL_DAYS)})
        self.cases = {str(each.pk): each for each in cases}
        self.fields["until"].widget.input_type = "date"
        options = [(ALL, _("Alt, vi har om virksomheden, undtagen skærmede forløb"))]
        for each in cases:
            named = {"day": each.started.strftime("%d-%m-%Y"), "level": each.get_level_display().lower()}
            options.append((str(each.pk), _("Kun forløbet fra %(day)s (%(level)s)") % named))
        choice(self, "what", options)


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, request_key: int) -> HttpResponse:
    """Show a request to both sides; the owner answers, and either side ends it."""
    user = reader(request)
    row = actions.open_request(by=user, key=request_key)
    if row is None:
        raise Http404
    may_answer = permissions.may_answer_access_request(user, row)
    may_cancel = permissions.may_cancel_access_request(user, row)
    form = _form(user, row, request) if may_answer and row.state == "waiting" else None
    if request.method == "POST":
        must(may_answer or may_cancel)
        if _done(request, row, form, may_answer=may_answer, may_cancel=may_cancel):
            return redirect("access-request", row.pk)
    context = {"row": row, "form": form, "may_answer": may_answer, "may_cancel": may_cancel}
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/cooperation/access_request.jinja", context, status=status)


def _form(user: User, row: AccessRequest, request: HttpRequest) -> AnswerForm:
    cases = queries.cases_to_grant(user, row)
    return AnswerForm(cases, request.POST if request.method == "POST" else None, day=today())


def _done(
    request: HttpRequest, row: AccessRequest, form: AnswerForm | None, *, may_answer: bool, may_cancel: bool
) -> bool:
    """Take the step that was asked for; False when it was refused, with the reasons on the page."""
    user, step, on = reader(request), request.POST.get("step", ""), today()
    try:
        if step == "cancel":
            must(may_cancel)
            actions.cancel_access(by=user, request=row, on=on)
        elif step == "end":
            actions.end_access(by=user, request=row, on=on, why=request.POST.get("why", ""))
        else:
            must(may_answer)
            return _answered(row, form, user, step, on)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return True


def _answered(row: AccessRequest, form: AnswerForm | None, user: User, step: str, on: dt.date) -> bool:
    if form is None:
        raise ValidationError(_("Anmodningen er allerede besvaret."))
    if not form.is_valid():
        return False
    given = form.cleaned_data
    try:
        if step == "refuse":
            actions.refuse_access(by=user, request=row, on=on, answer=given["answer"])
        else:
            actions.grant_access(
                by=user,
                request=row,
                on=on,
                until=given["until"],
                case=form.cases.get(given["what"]),
                answer=given["answer"],
            )
    except ValidationError as error:
        blame(form, error)
        row.refresh_from_db()
        return False
    return True
