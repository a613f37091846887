"""The forms of companies, founders, contact persons and places, and how two editors are told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.companies import queries
from samspil.core.reference import industries
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.components.places import municipality_options
from samspil.web.staff.changed import Meanwhile, meanwhile
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

    from samspil.companies.models import ContactPerson, ProductionUnit, Subject


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> DayField:
    """A day, drawn as our own field: the browser's would follow the browser's language."""
    field = DayField(label=label, required=required, help_text=help_text)
    field.widget.input_type = "date"
    return field


class RowForm(forms.Form):
    """A form of a stored row: carries the version it was made from, and keeps what was typed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    # Who has the number already, so that the page can lead there.
    taken: int | None = None
    # What another changed meanwhile; None while nobody did.
    theirs: list[Meanwhile] | None = None

    def saved(self, save: Callable[..., Any], row: Model | None = None) -> Any:
        """Do it, or return None with the reasons in the form and what was typed still there."""
        if not self.is_valid():
            return None
        given = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        version = self.cleaned_data.get("version")
        # The row claims to be what its editor saw; keep() refuses when it is not.
        if row is not None and version:
            cast(Any, row).version = version
        try:
            return save(**given)
        except ValidationError as error:
            self._blame(error)
        except StaleRowError:
            assert row is not None
            self._conflict(row, version or 0)
        return None

    def _blame(self, error: ValidationError) -> None:
        errors = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
        for name, found in errors.items():
            for each in found:
                self.add_error(name if name in self.fields else self._blamed(each), each)
            for each in found:
                if each.code == "taken" and each.params:
                    self.taken = each.params["subject"]

    def _blamed(self, error: ValidationError) -> str | None:
        """Return the field that a message about a CPR number names by its label."""
        label = (error.params or {}).get("field") if error.code == "cpr" else None
        return next((name for name, field in self.fields.items() if label and field.label == label), None)

    def _conflict(self, row: Model, version: int) -> None:
        """Show what the other changed; saving once more is then a choice and no accident."""
        self.theirs = meanwhile(row, version)
        newest = type(row)._base_manager.values_list("version", flat=True).get(pk=row.pk)
        self.data = {**{name: self.data.get(name) for name in self.data}, "version": str(newest)}


class SubjectForm(RowForm):
    """What all see of a company or founder."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    cvr_number = forms.CharField(label=gettext_lazy("CVR-nummer"), max_length=20, required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"), required=False)
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=200, required=False)
    website = forms.URLField(
        label=gettext_lazy("Hjemmeside"), max_length=200, required=False, assume_scheme="https"
    )
    industry = forms.ChoiceField(label=gettext_lazy("Branche"), required=False)
    employees = forms.IntegerField(
        label=gettext_lazy("Ansatte"), min_value=0, max_value=999_999, required=False
    )
    founded = day_field(gettext_lazy("Stiftet"))
    ceased = day_field(gettext_lazy("Ophørt"))
    advertising_protected = forms.BooleanField(label=gettext_lazy("Reklamebeskyttet"), required=False)

    OF_FOUNDERS = ("name", "municipality", "address", "website")

    def __init__(
        self, data: Any = None, *, subject: Subject | None = None, founder: bool = False, **more: Any
    ) -> None:
        initial = (
            {}
            if subject is None
            else {
                **{name: getattr(subject, name) for name in type(self).base_fields if hasattr(subject, name)},
                "municipality": subject.municipality_id,
            }
        )
        super().__init__(data, initial={**initial, **more.pop("initial", {})}, **more)
        places = cast(forms.ChoiceField, self.fields["municipality"])
        places.choices = [("", _("ukendt")), *municipality_options()]
        if founder:
            for name in set(self.fields) - {*self.OF_FOUNDERS, "version"}:
                del self.fields[name]
            return
        codes = [(code, f"{code} {each.name}") for code, each in industries().items() if each.level == 4]
        cast(forms.ChoiceField, self.fields["industry"]).choices = [("", _("ukendt")), *codes]
        # Spin buttons change a number by a slip of the wheel.
        self.fields["employees"].widget.input_type = "text"

    def clean_municipality(self) -> Any:
        """Return the municipality itself."""
        return queries.municipality(self.cleaned_data["municipality"])

    def clean_founded(self) -> Any:
        """Return the day, which has been: who is not founded yet is a founder."""
        founded = self.cleaned_data["founded"]
        if founded and founded > today():
            raise ValidationError(_("Dagen ligger i fremtiden."))
        return founded


class SuccessorForm(RowForm):
    """Whom a founder or company went on as."""

    cvr_number = forms.CharField(label=gettext_lazy("CVR-nummer"), max_length=20, required=False)
    name = forms.CharField(
        label=gettext_lazy("Navn"),
        max_length=200,
        help_text=gettext_lazy("Står CVR-nummeret her allerede, bruges det navn, der er registreret."),
    )
    on = day_field(gettext_lazy("Fra den"), required=True)


class PersonForm(RowForm):
    """Somebody to talk to."""

    organisation = forms.ChoiceField(label=gettext_lazy("Noteres af"))
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    title = forms.CharField(label=gettext_lazy("Stilling"), max_length=100, required=False)
    phone = forms.CharField(label=gettext_lazy("Telefon"), max_length=30, required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    primary = forms.BooleanField(label=gettext_lazy("Første kontakt"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        places: list[tuple[int, str]] | None = None,
        person: ContactPerson | None = None,
    ) -> None:
        names = ("version", "name", "title", "phone", "email", "primary")
        super().__init__(data, initial={name: getattr(person, name) for name in names} if person else None)
        self.fields["phone"].widget.input_type = "tel"
        if person is not None:
            del self.fields["organisation"]
            return
        field = cast(forms.ChoiceField, self.fields["organisation"])
        field.choices = [(str(key), name) for key, name in places or []]
        if len(field.choices) == 1:
            # Nobody is asked what can be only one thing.
            field.widget, field.initial = forms.HiddenInput(), field.choices[0][0]


class UnitForm(RowForm):
    """A place with a P-number of its own."""

    p_number = forms.CharField(label=gettext_lazy("P-nummer"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200, required=False)
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=200, required=False)
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"), required=False)

    def __init__(self, data: Any = None, *, unit: ProductionUnit | None = None) -> None:
        initial = None
        if unit is not None:
            initial = {name: getattr(unit, name) for name in ("version", "name", "address")}
            initial["municipality"] = unit.municipality_id
        super().__init__(data, initial=initial)
        if unit is not None:
            del self.fields["p_number"]
        places = cast(forms.ChoiceField, self.fields["municipality"])
        places.choices = [("", _("ukendt")), *municipality_options()]

    def clean_municipality(self) -> Any:
        """Return the municipality itself."""
        return queries.municipality(self.cleaned_data["municipality"])
