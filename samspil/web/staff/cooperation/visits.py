"""Sambesøg: proposed to another organisation, answered by it, and registered by each side."""

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
from samspil.web.jinja import formats
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import (
    OnBehalfForm,
    blame,
    choice,
    must,
    reader,
    subject_for,
    whole_number,
    workplaces,
)
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.cooperation.models import JointVisit
    from samspil.organisations.models import Organisation, User

DAYS = ("day", "day2", "day3")


class ProposeForm(OnBehalfForm):
    """With whom, on which days, and what for."""

    invited = forms.TypedChoiceField(label=gettext_lazy("Sammen med"), coerce=int)
    day = DayField(label=gettext_lazy("Forslag til dag"))
    day2 = DayField(label=gettext_lazy("Eller"), required=False)
    day3 = DayField(label=gettext_lazy("Eller"), required=False)
    purpose = forms.CharField(
        label=gettext_lazy("Hvad skal besøget bruges til?"),
        max_length=1000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Læses kun af jer og dem, du inviterer."),
    )

    def __init__(
        self,
        offices: list[Organisation],
        others: list[Organisation],
        data: Any = None,
        *,
        invited: int | None = None,
    ) -> None:
        super().__init__(offices, data, initial={"invited": invited})
        self.others = {each.pk: each for each in others}
        choice(self, "invited", [(each.pk, each.name) for each in others])
        for name in DAYS:
            self.fields[name].widget.input_type = "date"

    @property
    def days(self) -> list[dt.date]:
        """The days proposed."""
        return [self.cleaned_data[name] for name in DAYS if self.cleaned_data.get(name)]


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, subject: int) -> HttpResponse:
    """Show the form for a joint visit, with who was in contact, and take a proposal."""
    offices, row = workplaces(request), subject_for(request, subject)
    user = reader(request)
    others = _others(user, row, offices)
    asked = whole_number(request.GET.get("med"))
    form = ProposeForm(offices, others, request.POST if request.method == "POST" else None, invited=asked)
    if request.method == "POST" and form.is_valid() and form.try_to(lambda: _propose(form, row, user)):
        messages.success(request, _("Forslaget er sendt. Du får besked, når de har svaret."))
        return redirect("cooperation")
    context = {
        "subject": row,
        "form": form,
        "others": others,
        "found": queries.collisions(user, row, on=today()),
        "open": queries.joint_visits_for(user).filter(subject=row, state__in=["proposed", "accepted"])[:5],
    }
    status = 422 if form.is_bound else 200
    return render(request, "staff/cooperation/propose_visit.jinja", context, status=status)


def _others(user: User, subject: Subject, offices: list[Organisation]) -> list[Organisation]:
    """Whom one can go with: those in contact first, then the hub and local service of the place."""
    mine = {each.pk for each in offices}
    found = [*queries.parties_to(user, subject), *queries.partners_near(subject, on=today())]
    return list({each.pk: each for each in found if each.pk not in mine}.values())


def _propose(form: ProposeForm, subject: Subject, user: User) -> None:
    actions.propose_visit(
        by=user,
        subject=subject,
        proposer=form.chosen,
        invited=form.others[form.cleaned_data["invited"]],
        days=form.days,
        purpose=form.cleaned_data["purpose"],
        on=today(),
    )


class AnswerForm(forms.Form):
    """Which of the days suits, or why none does."""

    day = forms.ChoiceField(label=gettext_lazy("Hvilken dag?"), widget=forms.RadioSelect)
    answer = forms.CharField(
        label=gettext_lazy("Svar"), max_length=1000, required=False, widget=forms.Textarea
    )

    def __init__(self, days: list[dt.date], data: Any = None) -> None:
        super().__init__(data, initial={"day": days[0].isoformat() if days else ""})
        choice(self, "day", [(day.isoformat(), formats.day(day, "full")) for day in days])
        # A no needs no day.
        self.fields["day"].required = (data or {}).get("step") != "decline"


class HeldForm(forms.Form):
    """That the visit was held: the day, what it was about, and one's own note."""

    on = DayField(label=gettext_lazy("Dag"))
    note = forms.CharField(
        label=gettext_lazy("Notat"), max_length=20_000, required=False, widget=forms.Textarea,
        help_text=gettext_lazy("Jeres eget; den anden side skriver sit."),
    )  # fmt: skip

    def __init__(self, day: dt.date, data: Any = None) -> None:
        super().__init__(data, initial={"on": day})
        self.fields["on"].widget.input_type = "date"


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, visit: int) -> HttpResponse:
    """Show a joint visit to the two sides, and take what either of them does."""
    user = reader(request)
    row = actions.open_visit(by=user, key=visit)
    if row is None:
        raise Http404
    page = Page(request, user, row)
    if request.method == "POST" and page.done():
        return redirect("visit", row.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "staff/cooperation/visit.jinja", page.context(), status=status)


class Page:
    """What one side sees of a joint visit and may do with it."""

    def __init__(self, request: HttpRequest, user: User, row: JointVisit) -> None:
        self.request, self.user, self.row = request, user, row
        self.may_answer = row.state == "proposed" and permissions.may_answer_joint_visit(user, row)
        self.may_follow = permissions.may_follow_joint_visit(user, row)
        data = request.POST if request.method == "POST" else None
        step = request.POST.get("step", "")
        days = [dt.date.fromisoformat(each) for each in row.days.split(";") if each]
        self.answer = AnswerForm(days, data if step in ("accept", "decline") else None)
        self.sides = [each for each in workplaces_in(user, row) if not registered(row, each)]
        held = row.state in ("accepted", "held") and self.may_follow and self.sides
        day = min(row.day or today(), today())
        self.held = HeldForm(day, data if step == "held" else None) if held else None
        self.topics = request.POST.getlist("topics") if step == "held" else []

    def done(self) -> bool:
        """Take the step that was asked for; False when the form is to be shown again."""
        step, on = self.request.POST.get("step", ""), today()
        must(self.may_follow)
        try:
            if step == "withdraw":
                why = self.request.POST.get("why", "")
                actions.withdraw_visit(by=self.user, visit=self.row, on=on, why=why)
            elif step == "held":
                return self._registered(on)
            else:
                must(permissions.may_answer_joint_visit(self.user, self.row))
                return self._answered(step, on)
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
        return True

    def _answered(self, step: str, on: dt.date) -> bool:
        if not self.answer.is_valid():
            return False
        given = self.answer.cleaned_data
        try:
            if step == "decline":
                actions.decline_visit(by=self.user, visit=self.row, on=on, answer=given["answer"])
                return True
            day = dt.date.fromisoformat(given["day"])
            actions.accept_visit(by=self.user, visit=self.row, day=day, on=on, answer=given["answer"])
        except ValidationError as error:
            return self._blamed(self.answer, error)
        messages.success(self.request, _("Sambesøget er aftalt, og I har begge en opgave på dagen."))
        return True

    def _registered(self, on: dt.date) -> bool:
        if self.held is None or not self.held.is_valid():
            return False
        given = self.held.cleaned_data
        try:
            actions.register_visit(
                by=self.user, visit=self.row, organisation=self.sides[0], on=given["on"], today=on,
                topics=topics.stored(self.topics), note=given["note"],
            )  # fmt: skip
        except ValidationError as error:
            return self._blamed(self.held, error)
        messages.success(self.request, _("Besøget er registreret for jer."))
        return True

    def _blamed(self, form: forms.Form, error: ValidationError) -> bool:
        blame(form, error)
        self.row.refresh_from_db()
        return False

    def context(self) -> dict[str, Any]:
        """What the template draws."""
        row = self.row
        ours = {each.pk for each in workplaces_in(self.user, row)}
        return {
            "row": row,
            "other": row.invited if row.proposer_id in ours else row.proposer,
            "days": [dt.date.fromisoformat(each) for each in row.days.split(";") if each],
            "answer": self.answer if self.may_answer else None,
            "held": self.held,
            "topics": topics.options(),
            "picked": self.topics,
            "may_follow": self.may_follow,
            "registered": [each for each in (row.proposer, row.invited) if registered(row, each)],
        }


def workplaces_in(user: User, row: JointVisit) -> list[Organisation]:
    """Which of the two sides the reader works for."""
    return [each for each in (row.proposer, row.invited) if permissions.works_in(user, each.pk)]


def registered(row: JointVisit, side: Organisation) -> bool:
    """Whether a side has registered the visit."""
    if side.pk == row.proposer_id:
        return row.proposer_interaction_id is not None
    return row.invited_interaction_id is not None
