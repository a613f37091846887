"""The form for a result that others measured, and how such results stand beside our own figure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.governance import actions
from samspil.platform.clock import today
from samspil.web import words
from samspil.web.components.typed import day_from, number_from
from samspil.web.staff import lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.governance.models import ReportedResult
    from samspil.organisations.models import User


class NumberField(forms.Field):
    """A number as people here write it: 79,3 or 1.213."""

    def to_python(self, value: Any) -> float | None:
        """Return the number, or None for an empty field."""
        text = str(value or "").strip()
        try:
            return float(number_from(text)) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from None

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Show the numbers first on a phone's keyboard."""
        return {"inputmode": "decimal", "autocomplete": "off"}


class DayField(forms.DateField):
    """A day as people here write it: 30-09-2022."""

    def to_python(self, value: Any) -> dt.date | None:
        """Return the day, or None for an empty field."""
        if isinstance(value, dt.date) or not value:
            return value or None
        try:
            return day_from(str(value))
        except ValueError as error:
            raise ValidationError(str(error)) from None


class ResultForm(forms.Form):
    """A result others measured; which figures can be right is decided by governance."""

    year = forms.IntegerField(
        label=gettext_lazy("År"),
        min_value=2000,
        max_value=2100,
        error_messages={"invalid": gettext_lazy("Skriv et årstal, fx 2022.")},
    )
    period = forms.CharField(
        label=gettext_lazy("Del af året"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Fx efterår, når punktet måles flere gange."),
    )
    group = forms.ChoiceField(label=gettext_lazy("Gruppe"), required=False)
    value = NumberField(label=gettext_lazy("Resultat"))
    low = NumberField(label=gettext_lazy("Nedre grænse af usikkerheden"), required=False)
    high = NumberField(label=gettext_lazy("Øvre grænse af usikkerheden"), required=False)
    n = forms.IntegerField(
        label=gettext_lazy("Antal svar"),
        required=False,
        min_value=1,
        error_messages={"invalid": gettext_lazy("Skriv et helt tal.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Kilde"),
        max_length=300,
        help_text=gettext_lazy("Hvem har målt det, og hvor står det?"),
    )
    reported_on = DayField(label=gettext_lazy("Oplyst den"))

    def __init__(self, line: lines.Line, data: Any = None) -> None:
        initial = {"year": line.point.activity_year, "source": line.point.measured_by}
        super().__init__(data, initial=initial)
        # Says which of our fields to draw; the browser's own would follow the browser's language.
        self.fields["reported_on"].widget.input_type = "date"
        for name in ("year", "n"):
            # Spin buttons change a number by a slip of the wheel.
            self.fields[name].widget.input_type = "text"
        groups = [("", _("Alle under ét"))]
        if lines.shape(line.result) == "share":
            groups += [(each.group, words.group(each.group)) for each in line.chosen.groups]
        cast(forms.ChoiceField, self.fields["group"]).choices = groups

    def save(self, *, by: User, contract: str, point: str) -> bool:
        """Store the result; False, with the reasons as errors, when it cannot be right."""
        try:
            actions.report_result(by=by, contract=contract, point=point, today=today(), **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error.messages)
            return False
        return True


def rows(results: Iterable[ReportedResult], line: lines.Line) -> list[dict[str, Any]]:
    """Return each result with its difference from our own figure for the same group."""
    ours = {each.group: each.value for each in line.chosen.groups} | {"": line.chosen.value}
    return [
        {
            "period": f"{each.year} {each.period}".strip(),
            "group": words.group(each.group),
            "value": each.value,
            "interval": None if each.low is None or each.high is None else (each.low, each.high),
            "difference": lines.difference(each.value, ours.get(each.group), line.result.unit),
            "n": each.n,
            "source": each.source,
            "day": each.reported_on,
            "superseded": each.superseded_at is not None,
        }
        for each in results
    ]
