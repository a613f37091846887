"""The form of an event: what it is, who arranges it, and when."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.queries import actors
from samspil.programmes.kinds import OfferKind
from samspil.web.components.places import municipality_options
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation
    from samspil.programmes.models import GroupOffer, Session

# Who can arrange an event together; a directory of everybody would be no choice.
ARRANGERS = (OrganisationKind.HUB, OrganisationKind.LOCAL_SERVICE)


class EventForm(forms.Form):
    """An event; its days have a form of their own once it is there."""

    title = forms.CharField(label=gettext_lazy("Titel"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), choices=OfferKind.choices)
    organiser = forms.ChoiceField(label=gettext_lazy("Arrangør"))
    co_organisers = forms.MultipleChoiceField(
        label=gettext_lazy("Medarrangører"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Hver arrangør tæller deltagerne én gang og kan føre listen."),
    )

    def __init__(
        self, data: Any = None, *, places: list[Organisation], offer: GroupOffer | None = None
    ) -> None:
        initial: dict[str, Any] = {"kind": OfferKind.EVENT}
        if offer is not None:
            held = [each.pk for each in offer.co_organisers.all()]
            initial = {"title": offer.title, "kind": offer.kind, "co_organisers": held}
        super().__init__(data, initial=initial)
        self.places = {str(each.pk): each for each in places}
        self.others = {
            str(each.pk): each
            for each in actors().filter(kind__in=ARRANGERS)
            if each != _first(offer, places)
        }
        cast(forms.ChoiceField, self.fields["organiser"]).choices = [(each.pk, each.name) for each in places]
        cast(forms.ChoiceField, self.fields["co_organisers"]).choices = [
            (key, each.name) for key, each in self.others.items()
        ]
        if offer is not None or len(places) == 1:
            # Who arranges it is settled: it stays whose it was, and for one workplace it is no question.
            del self.fields["organiser"]

    def chosen(self) -> dict[str, Any]:
        """Return what the actions take, with rows instead of keys."""
        given = dict(self.cleaned_data)
        given.pop("organiser", None)
        given["co_organisers"] = [self.others[key] for key in given["co_organisers"]]
        return given

    def arranged_by(self) -> Organisation:
        """Return who arranges it."""
        return self.places.get(self.cleaned_data.get("organiser", "")) or next(iter(self.places.values()))


def _first(offer: GroupOffer | None, places: list[Organisation]) -> Organisation | None:
    if offer is not None:
        return offer.organiser
    # With several workplaces any may be chosen as the other's partner.
    return places[0] if len(places) == 1 else None


class SessionForm(forms.Form):
    """A day of an event, to come or held."""

    day = DayField(label=gettext_lazy("Dato"))
    at = forms.TimeField(
        label=gettext_lazy("Klokken"),
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"invalid": gettext_lazy("Skriv et klokkeslæt, f.eks. 13.00.")},
    )
    municipality = forms.ChoiceField(label=gettext_lazy("Kommune"), required=False)
    place = forms.CharField(label=gettext_lazy("Sted"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, session: Session | None = None) -> None:
        initial: dict[str, Any] = {}
        if session is not None:
            hour = session.at.strftime("%H.%M") if session.at else ""
            initial = {"day": session.day, "at": hour, "place": session.place}
            initial["municipality"] = session.municipality_id or ""
        super().__init__(data, initial=initial)
        self.fields["day"].widget.input_type = "date"
        cast(forms.ChoiceField, self.fields["municipality"]).choices = [("", "–"), *municipality_options()]

    def clean_day(self) -> dt.date:
        """Years that are a slip of the finger are caught here."""
        day = cast(dt.date, self.cleaned_data["day"])
        if not 1990 <= day.year <= 2100:
            raise forms.ValidationError(_("Skriv et årstal mellem 1990 og 2100."))
        return day

    def chosen(self) -> dict[str, Any]:
        """Return what the actions take."""
        given = dict(self.cleaned_data)
        given["municipality_id"] = given.pop("municipality") or None
        return given
