"""Samarbejdsaftaler: who has agreed to what, and how long (A6)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from samspil.cooperation import actions, permissions, queries
from samspil.platform.clock import today
from samspil.web.staff.cooperation.frame import OnBehalfForm, choice, must, reader, workplaces
from samspil.web.staff.reported import DayField


class AgreementForm(OnBehalfForm):
    """Parties, days and what each takes on."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Andre parter"), widget=forms.CheckboxSelectMultiple
    )
    valid_from = DayField(label=gettext_lazy("Gælder fra"))
    valid_to = DayField(label=gettext_lazy("Gælder til"), required=False)
    obligations = forms.CharField(
        label=gettext_lazy("Hvad forpligter parterne sig til?"), max_length=5000, widget=forms.Textarea
    )

    def __init__(self, offices: list[Any], others: list[Any], data: Any = None) -> None:
        super().__init__(offices, data)
        self.known = {str(each.pk): each for each in others}
        choice(self, "others", [(key, each.name) for key, each in self.known.items()])
        for name in ("valid_from", "valid_to"):
            self.fields[name].widget.input_type = "date"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Show the form for an agreement, and note one; a leader does so."""
    offices, user = workplaces(request), reader(request)
    led = [each for each in offices if permissions.leads(user, each.pk)]
    if not led:
        raise Http404
    mine = {each.pk for each in led}
    hubs, local = queries.sides_near(user, on=today())
    others = [each for each in [*hubs, *local] if each.pk not in mine]
    form = AgreementForm(led, others, request.POST if request.method == "POST" else None)
    made: list[Any] = []
    if request.method == "POST" and form.is_valid() and form.try_to(lambda: made.append(_agree(form, user))):
        return redirect("agreement", made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "staff/cooperation/new_agreement.jinja", {"form": form}, status=status)


def _agree(form: AgreementForm, user: Any) -> Any:
    given = form.cleaned_data
    must(permissions.leads(user, form.chosen.pk))
    return actions.agree(
        by=user,
        title=given["title"],
        parties=[form.chosen, *(form.known[key] for key in given["others"])],
        valid_from=given["valid_from"],
        valid_to=given["valid_to"],
        obligations=given["obligations"],
    )


@require_safe
def agreement(request: HttpRequest, agreement: int) -> HttpResponse:
    """Show an agreement to its parties."""
    row = actions.open_agreement(by=reader(request), key=agreement)
    if row is None:
        raise Http404
    return render(request, "staff/cooperation/agreement.jinja", {"row": row, "today": today()})
