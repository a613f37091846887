"""The steps of a case that are one click or one small form: judge, close, reopen, shield, hand over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from samspil.guidance import actions, caselists
from samspil.guidance.kinds import Segment
from samspil.organisations.queries import people_of
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.jinja import formats
from samspil.web.staff.cases.editing import editable
from samspil.web.staff.cases.page import case_for
from samspil.web.staff.cooperation.frame import reader
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import User

SIGNED_UP, NOT_SIGNED_UP, NOT_ASKED = "ja", "nej", "senere"


class CloseForm(forms.Form):
    """When guidance ended, and whether the company takes part in the evaluation."""

    ended = DayField(
        label=gettext_lazy("Afsluttet den"),
        help_text=gettext_lazy("Effekten tælles fra denne dag, så skriv dagen for den sidste vejledning."),
    )
    signed_up = forms.ChoiceField(
        label=gettext_lazy("Er virksomheden tilmeldt brugerevalueringen?"),
        choices=[
            (SIGNED_UP, gettext_lazy("Ja, den er tilmeldt")),
            (NOT_SIGNED_UP, gettext_lazy("Nej")),
            (NOT_ASKED, gettext_lazy("Ved ikke endnu")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Sig, om virksomheden er tilmeldt evalueringen.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Hvorfor ikke tilmeldt?"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Når svaret er nej, fx »ønsker ikke at deltage«."),
    )
    drop_tasks = forms.BooleanField(label=gettext_lazy("Drop de åbne opgaver på forløbet"), required=False)
    anyway = forms.BooleanField(
        label=gettext_lazy("Ja, forløbet sluttede, før den sidste kontakt blev holdt"), required=False
    )

    def __init__(self, data: Any = None, *, last: dt.date | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.last = last
        # What asks for a second thought is shown when there is something to think of.
        self.asked = self.fields.pop("anyway")

    def clean(self) -> dict[str, Any]:
        """A no has a reason, and an end before the last contact is meant (B71)."""
        given = super().clean() or self.cleaned_data
        ended = given.get("ended")
        if ended and self.last and ended < self.last:
            self.fields["anyway"] = self.asked
            if not self.data.get("anyway"):
                told = _(
                    "Der er en kontakt på forløbet den %(day)s. Effekten tælles herfra. Er det meningen?"
                )
                self.add_error("ended", told % {"day": formats.day(self.last)})
        if given.get("signed_up") == NOT_SIGNED_UP and not given.get("reason"):
            self.add_error("reason", _("Skriv kort, hvorfor virksomheden ikke er tilmeldt."))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, case: int) -> HttpResponse:
    """Close a case, asking for the evaluation."""
    user, row = reader(request), editable(request, case)
    if row.ended is not None:
        return redirect("case", row.pk)
    waiting = [task for task in caselists.tasks_on(user, row) if task.done_on is None]
    initial = {"ended": last_day(row)}
    form = CloseForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        last=getattr(row, "last_contact", None),
    )
    form.fields["ended"].widget.input_type = "date"
    if not waiting:
        del form.fields["drop_tasks"]
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.close_case(
                by=user,
                case=row,
                on=given["ended"],
                signed_up={SIGNED_UP: True, NOT_SIGNED_UP: False}.get(given["signed_up"]),
                reason=given["reason"],
                drop_tasks=bool(given.get("drop_tasks")),
                today=today(),
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        except StaleRowError:
            form.add_error(None, _("En anden har lige ændret forløbet. Se det igennem, og gem igen."))
        else:
            messages.success(request, _("Forløbet er afsluttet. Det kan genåbnes med ét klik."))
            return redirect("case", row.pk)
    context = {"case": row, "form": form, "waiting": waiting}
    return render(request, "staff/cases/close.jinja", context, status=422 if form.errors else 200)


def last_day(case: GuidanceCase) -> Any:
    """The day to suggest as the end: that of the last contact, since nobody gave guidance after it."""
    held = getattr(case, "last_contact", None)
    return max(held, case.started) if held is not None else today()


class HandOverForm(forms.Form):
    """To whom, and why."""

    to = forms.ChoiceField(label=gettext_lazy("Ny ansvarlig konsulent"))
    why = forms.CharField(label=gettext_lazy("Hvorfor?"), required=False, max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, case: int) -> HttpResponse:
    """Give a case to a colleague; its open tasks follow."""
    user, row = reader(request), case_for(request, case)
    if not request.user.has_perm("guidance.hand_over_case", row):
        raise Http404
    people = {str(each.pk): each for each in people_of(row.organisation_id) if each.pk != row.adviser_id}
    form = HandOverForm(request.POST if request.method == "POST" else None)
    cast(forms.ChoiceField, form.fields["to"]).choices = [
        ("", _("Vælg")), *((key, each.name) for key, each in people.items())
    ]  # fmt: skip
    if request.method == "POST" and form.is_valid():
        to = people[form.cleaned_data["to"]]
        try:
            actions.hand_over(by=user, case=row, to=to, on=today(), why=form.cleaned_data["why"])
        except StaleRowError:
            form.add_error(None, _("En anden har lige ændret forløbet. Se det igennem, og gem igen."))
        else:
            messages.success(request, _("Forløbet er overdraget til %(name)s.") % {"name": to.name})
            # A shielded case may be out of sight now.
            still = caselists.case_for(user, row.pk)
            return redirect("case", row.pk) if still is not None else redirect("cases")
    context = {"case": row, "form": form}
    return render(request, "staff/cases/hand_over.jinja", context, status=422 if form.errors else 200)


def _judge(user: User, case: GuidanceCase, posted: Any) -> str:
    actions.judge_segment(by=user, case=case, segment=Segment(posted.get("segment", "")), on=today())
    return _("Segmentet er vurderet.")


def _reopen(user: User, case: GuidanceCase, posted: Any) -> str:
    actions.reopen_case(by=user, case=case, on=today())
    return _("Forløbet er åbnet igen.")


def _shield(user: User, case: GuidanceCase, posted: Any) -> str:
    actions.shield_case(by=user, case=case, on=today())
    return _("Forløbet er skærmet. Partnere kan ikke længere se, at der har været kontakt på det.")


def _unshield(user: User, case: GuidanceCase, posted: Any) -> str:
    actions.unshield_case(by=user, case=case)
    return _("Forløbet er ikke længere skærmet. Det, der blev fjernet hos partnerne, kommer ikke igen.")


def _lead(user: User, case: GuidanceCase, posted: Any) -> str:
    actions.take_lead(by=user, case=case, on=today())
    return _("Virksomheden har nu én indgang. Alle parter kan se, hvem det er.")


# What a step is called in the address, which permission it takes, and what it does.
STEPS: dict[str, tuple[str, Callable[[User, GuidanceCase, Any], str]]] = {
    "segment": ("guidance.shield_case", _judge),
    "genaabn": ("guidance.edit_case", _reopen),
    "skaerm": ("guidance.shield_case", _shield),
    "ophaev": ("guidance.shield_case", _unshield),
    "indgang": ("guidance.edit_case", _lead),
}


@require_POST
def step(request: HttpRequest, case: int, step: str) -> HttpResponse:
    """Take a step and show the case again; what went wrong is said there."""
    user, row = reader(request), case_for(request, case)
    if step not in STEPS:
        raise Http404
    permission, take = STEPS[step]
    if not request.user.has_perm(permission, row):
        raise PermissionDenied
    try:
        messages.success(request, take(user, row, request.POST))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except ValueError:
        messages.error(request, _("Vælg et segment."))
    except StaleRowError:
        messages.error(request, _("En anden har lige ændret forløbet. Se det igennem, og prøv igen."))
    return redirect("case", row.pk)
