"""The forms about organisations: particulars, offices, agreements, mergers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.organisations.kinds import (
    AgreementKind,
    AgreementRole,
    LegalForm,
    OfficeKind,
    OrganisationKind,
    SecondFactor,
)
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import Organisation

EIGHT_DIGITS = RegexValidator(r"^\d{8}$", gettext_lazy("Et CVR-nummer har otte cifre."))


class Shown(forms.Form):
    """A form whose days are drawn as ours and whose choices are filled when it is made."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, DayField):
                # Says which of our fields to draw; the browser's own would follow the browser's language.
                field.widget.input_type = "date"

    def answer_to(self, version: int) -> None:
        """Keep what was typed, as an answer to what another has saved meanwhile."""
        typed = QueryDict(mutable=True)
        typed.update(cast(Any, self.data))
        typed["version"] = str(version)
        self.data = typed

    def offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Fill the choices of a field."""
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)


class OrganisationForm(Shown):
    """What stands about an organisation."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Type"))
    description = forms.CharField(
        label=gettext_lazy("Hvad kan de hjælpe med?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea,
        help_text=gettext_lazy("Et par linjer, som en kollega kan vælge efter. Ingen personer."),
    )
    email = forms.EmailField(
        label=gettext_lazy("Fælles postkasse"),
        required=False,
        help_text=gettext_lazy("Henvisninger og rykkere sendes hertil, også når en kollega er væk."),
    )
    phone = forms.CharField(label=gettext_lazy("Telefon"), required=False, max_length=30)
    website = forms.URLField(
        label=gettext_lazy("Hjemmeside"), required=False, max_length=200, assume_scheme="https"
    )
    legal_form = forms.ChoiceField(label=gettext_lazy("Retsform"), required=False)
    cvr_number = forms.CharField(
        label=gettext_lazy("CVR-nummer"), required=False, max_length=11, validators=[EIGHT_DIGITS]
    )
    second_factor = forms.ChoiceField(
        label=gettext_lazy("Totrinsbekræftelse"),
        choices=SecondFactor.choices,
        help_text=gettext_lazy("Hvem der ud over adgangskoden skal bruge en kode fra en app."),
    )
    topics = forms.MultipleChoiceField(required=False)
    covers = forms.MultipleChoiceField(required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Iterable[OrganisationKind], manages: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("kind", [(kind.value, kind.label) for kind in kinds])
        self.offer("legal_form", [("", _("Ikke oplyst")), *LegalForm.choices])
        self.offer("topics", topics.options())
        self.offer("covers", frame.places())
        if not manages:
            del self.fields["second_factor"]

    def clean_cvr_number(self) -> str:
        return "".join(str(self.cleaned_data["cvr_number"]).split())

    def said(self) -> dict[str, Any]:
        """Return the fields as the action takes them, without topics, municipalities and version."""
        apart = {"topics", "covers", "version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}

    @classmethod
    def initial_of(cls, found: Organisation) -> dict[str, Any]:
        """Return what stands there now."""
        plain = ("name", "kind", "description", "email", "phone", "website", "legal_form", "cvr_number")
        held = {name: getattr(found, name) for name in plain}
        return held | {
            "second_factor": found.second_factor,
            "version": found.version,
            "topics": topics.chosen(found.topics),
            "covers": [place.pk for place in found.covers.all()],
        }


class OfficeForm(Shown):
    """An office or a meeting place."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    kind = forms.ChoiceField(
        label=gettext_lazy("Slags"), choices=OfficeKind.choices, widget=forms.RadioSelect
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"))
    address = forms.CharField(label=gettext_lazy("Adresse"), required=False, max_length=200)
    host = forms.ChoiceField(
        label=gettext_lazy("Hos"),
        required=False,
        help_text=gettext_lazy("Den lokale operatør eller anden, der lægger hus til."),
    )
    closed_on = DayField(
        label=gettext_lazy("Lukket"), required=False, help_text=gettext_lazy("Første dag, det er lukket.")
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hosts: Iterable[Organisation], new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("municipality", [("", _("Vælg kommune")), *frame.places()])
        self.offer("host", [("", _("Egne lokaler")), *((each.pk, each.name) for each in hosts)])
        if new:
            del self.fields["closed_on"]


class AgreementForm(Shown):
    """What an organisation does for a municipality."""

    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"))
    role = forms.ChoiceField(label=gettext_lazy("Opgave"), choices=AgreementRole.choices)
    legal_kind = forms.ChoiceField(
        label=gettext_lazy("Grundlag"),
        choices=AgreementKind.choices,
        help_text=gettext_lazy("Køber kommunen hos en nabo, er organisationen her leverandøren."),
    )
    valid_from = DayField(label=gettext_lazy("Fra"))
    valid_to = DayField(label=gettext_lazy("Til og med"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("municipality", [("", _("Vælg kommune")), *frame.places()])


class EndForm(Shown):
    """The last day of an agreement."""

    last = DayField(label=gettext_lazy("Sidste dag"))


class MergeForm(Shown):
    """With whom an organisation is merged, and from when."""

    successor = forms.ChoiceField(label=gettext_lazy("Går videre som"))
    on = DayField(label=gettext_lazy("Fra"), help_text=gettext_lazy("Første dag under det nye navn."))
    why = forms.CharField(label=gettext_lazy("Begrundelse"), required=False, max_length=500)

    def __init__(self, *args: Any, others: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("successor", [("", _("Vælg organisation")), *((each.pk, each.name) for each in others)])
