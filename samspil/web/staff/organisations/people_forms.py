"""The forms about people: invitations, seats, absences, competence and courses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.organisations import directory
from samspil.organisations.kinds import Role
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations.forms import Shown
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import Office, Organisation, User

EMPLOYER = gettext_lazy("Kun for en indstationeret kollega, fx fra Eksportrådet.")


class InviteForm(Shown):
    """Who is invited, as what and where."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"))
    role = forms.ChoiceField(label=gettext_lazy("Rolle"), choices=Role.choices)
    office = forms.ChoiceField(label=gettext_lazy("Kontor"), required=False)
    employer_key = forms.ChoiceField(label=gettext_lazy("Ansat hos"), required=False, help_text=EMPLOYER)

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = list(organisations)
        self.offer("organisation", [(each.pk, each.name) for each in every])
        self._offices = list(directory.open_offices(every))
        several = len(every) > 1
        self.offer("office", [("", _("Intet kontor")), *((o.pk, _place(o, several)) for o in self._offices)])
        self._employers = list(directory.employers())
        self.offer(
            "employer_key", [("", _("Organisationen selv")), *((e.pk, e.name) for e in self._employers)]
        )

    def chosen_office(self) -> Office | None:
        """Return the chosen office; the action refuses one of another organisation."""
        return next((o for o in self._offices if str(o.pk) == self.cleaned_data["office"]), None)

    def employer(self) -> Organisation | None:
        """Return who lends the colleague, if anybody."""
        return next((e for e in self._employers if str(e.pk) == self.cleaned_data["employer_key"]), None)


def _place(office: Office, with_organisation: bool) -> str:
    return f"{office.organisation.name}: {office.name}" if with_organisation else office.name


class SeatForm(Shown):
    """Another office or employer for somebody who has a role."""

    office_key = forms.ChoiceField(label=gettext_lazy("Kontor"), required=False)
    employer_key = forms.ChoiceField(label=gettext_lazy("Ansat hos"), required=False, help_text=EMPLOYER)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offices = list(directory.open_offices([organisation]))
        self.offer("office_key", [("", _("Intet kontor")), *((o.pk, o.name) for o in self._offices)])
        self._employers = [each for each in directory.employers() if each.pk != organisation.pk]
        self.offer(
            "employer_key", [("", _("Organisationen selv")), *((e.pk, e.name) for e in self._employers)]
        )

    def office(self) -> Office | None:
        """Return the chosen office."""
        return next((o for o in self._offices if str(o.pk) == self.cleaned_data["office_key"]), None)

    def employer(self) -> Organisation | None:
        """Return who lends the colleague, if anybody."""
        return next((e for e in self._employers if str(e.pk) == self.cleaned_data["employer_key"]), None)


class PersonForm(Shown):
    """Who somebody is."""

    name = forms.CharField(label=gettext_lazy("Navn"), max_length=200)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"), help_text=gettext_lazy("Adressen bruges til at logge ind med.")
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Sprog"), choices=[("da", "Dansk"), ("en", "English")], widget=forms.RadioSelect
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One's own address is a way in: somebody else vouches for it.
        del self.fields["email" if own else "language"]


class AbsenceForm(Shown):
    """From when to when somebody is away, and who stands in."""

    first = DayField(label=gettext_lazy("Fra"))
    last = DayField(label=gettext_lazy("Til og med"))
    substitute = forms.ChoiceField(label=gettext_lazy("Afløser"))

    def __init__(self, *args: Any, colleagues: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("substitute", [("", _("Vælg kollega")), *((each.pk, each.name) for each in colleagues)])


class CertificateForm(Shown):
    """A course or certificate."""

    title = forms.CharField(label=gettext_lazy("Kursus eller certifikat"), max_length=200)
    institution = forms.CharField(
        label=gettext_lazy("Udstedt af"),
        max_length=200,
        help_text=gettext_lazy("Fx Midtjysk Erhvervsudviklings Akademi (MEA)."),
    )
    passed_on = DayField(label=gettext_lazy("Bestået"))
    expires_on = DayField(label=gettext_lazy("Gælder til og med"), required=False)
    topics = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("topics", topics.options())
