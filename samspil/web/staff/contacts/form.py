"""Reads the thirty-second form: who, how, when, about what, what follows; all in words one can mend."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.core.reference import municipalities
from samspil.guidance.kinds import Channel, InteractionKind, TaskKind
from samspil.guidance.registering import NewFounder, NewPerson
from samspil.web.components.typed import day_from
from samspil.web.staff.contacts import topics

LONGEST_NOTE = 20_000
KNOWN, FOUNDER, ANONYMOUS = "known", "founder", "anonymous"
WHO = (
    (KNOWN, gettext_lazy("Virksomhed")),
    (FOUNDER, gettext_lazy("Ny iværksætter")),
    (ANONYMOUS, gettext_lazy("Anonym")),
)
# The quickest first: most of them are calls.
KINDS = (
    InteractionKind.CALL, InteractionKind.VISIT, InteractionKind.MEETING, InteractionKind.MAIL,
    InteractionKind.EVENT,
)  # fmt: skip
WEB = "web"
CHANNELS = {"call": Channel.CALL, "visit": Channel.VISIT, "meeting": Channel.VISIT, "mail": Channel.MAIL,
            "event": Channel.EVENT, WEB: Channel.WEB}  # fmt: skip
NOTHING, REFER, CASE = "", "refer", "case"
STEPS = (
    (NOTHING, gettext_lazy("Intet")),
    ("call_back", gettext_lazy("Ring igen")),
    ("meeting", gettext_lazy("Møde")),
    ("visit", gettext_lazy("Besøg")),
    (REFER, gettext_lazy("Henvis videre")),
    (CASE, gettext_lazy("Opret forløb")),
)
NEW_PERSON = "ny"
# Whose digital services are conveyed: the national platform and the portal it lies on (A21).
CONVEYED_FROM = ("virksomhedsguiden.dk", "virk.dk")
_CLOCK = re.compile(r"(\d{1,2})(?:[.: ]?(\d{2}))?")


def clock_from(text: str) -> dt.time | None:
    """Read 10.42, 10:42, 1042 or 10; None for an empty field, ValidationError for no time of day."""
    text = text.strip().lower().removeprefix("kl").lstrip(". ")
    if not text:
        return None
    match = _CLOCK.fullmatch(text)
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour > 23 or minute > 59:
        raise ValidationError(_("Skriv et klokkeslæt, f.eks. 10.42"))
    return dt.time(hour, minute)


def spoken_day(text: str, today: dt.date) -> dt.date:
    """Read a day as typed.day_from does, or i dag, i går, i morgen; ValidationError says what was wanted."""
    near = {"i dag": 0, "idag": 0, "i går": -1, "igår": -1, "i morgen": 1, "imorgen": 1}
    word = " ".join(text.lower().split())
    if word in near:
        return today + dt.timedelta(near[word])
    try:
        return day_from(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def conveyed_from(text: str) -> str:
    """Read the address of a digital service; ValidationError when it is not the national platform's."""
    text = text.strip()
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    if not any(host == known or host.endswith(f".{known}") for known in CONVEYED_FROM):
        raise ValidationError(_("Skriv en adresse på virksomhedsguiden.dk eller virk.dk."))
    return address


def text(most: int, **options: Any) -> forms.CharField:
    """Free text that is not required, and that says kindly where its end is."""
    field = forms.CharField(required=False, max_length=most, **options)
    for validator in field.validators:
        if getattr(validator, "code", "") == "max_length":
            told: Any = validator
            told.message = gettext_lazy(
                "Der er plads til %(limit_value)d tegn her; du har skrevet %(show_value)d."
            )
    return field


class RegisterForm(forms.Form):
    """A contact with somebody known, with a founder made on the way, or with somebody who stays unknown."""

    who = forms.ChoiceField(choices=WHO, required=False)
    subject = forms.IntegerField(required=False)
    founder_name = text(200)
    founder_municipality = text(4)
    founder_phone = text(30)
    municipality = text(4)
    kind = forms.ChoiceField(choices=[*((kind.value, kind.label) for kind in KINDS), (WEB, WEB)])
    on = text(40)
    at = text(20)
    topics = forms.MultipleChoiceField(required=False)
    note = text(LONGEST_NOTE)
    person = text(20)
    person_name = text(200)
    person_phone = text(30)
    person_email = forms.EmailField(
        required=False,
        max_length=254,
        error_messages={"invalid": gettext_lazy("Skriv en e-mailadresse, f.eks. navn@firma.dk")},
    )
    case = forms.IntegerField(required=False)
    organisation = forms.IntegerField(required=False)
    conveyed = text(300)
    step = forms.ChoiceField(choices=STEPS, required=False)
    step_on = text(40)
    step_at = text(20)
    task = forms.IntegerField(required=False)
    draft = forms.SlugField(required=False, max_length=40)

    def __init__(self, data: Any, *, today: dt.date) -> None:
        super().__init__(data)
        self.today = today
        names = dict(topics.options(today))
        chosen: Any = self.fields["topics"]
        chosen.choices = list(names.items())
        chosen.error_messages["invalid_choice"] = _("Emnet »%(value)s« findes ikke. Vælg fra listen.")

    def clean_on(self) -> dt.date:
        """The day it was held: today unless said otherwise."""
        given = self.cleaned_data["on"]
        day = spoken_day(given, self.today) if given else self.today
        if day > self.today:
            raise ValidationError(_("Dagen er ikke kommet endnu. Skriv en aftale som næste skridt i stedet."))
        if day.year < 1990:
            raise ValidationError(_("Dagen ligger for langt tilbage. Er årstallet rigtigt?"))
        return day

    def clean_at(self) -> dt.time | None:
        """The time of day, if it was given."""
        return clock_from(self.cleaned_data["at"])

    def clean_step_at(self) -> dt.time | None:
        """The time of the next step, if it was given."""
        return clock_from(self.cleaned_data["step_at"])

    def clean_conveyed(self) -> str:
        """The digital service, if one was conveyed."""
        return conveyed_from(self.cleaned_data["conveyed"])

    def clean_founder_municipality(self) -> str:
        """A municipality's code, or nothing."""
        return known_municipality(self.cleaned_data["founder_municipality"])

    def clean_municipality(self) -> str:
        """A municipality's code, or nothing."""
        return known_municipality(self.cleaned_data["municipality"])

    def clean(self) -> dict[str, Any]:
        """What hangs together: who it was, and the day of the next step."""
        data = super().clean() or {}
        data["who"] = data.get("who") or KNOWN
        if data["who"] == KNOWN and not data.get("subject"):
            self.add_error("subject", _("Vælg virksomheden eller iværksætteren fra listen."))
        if data["who"] == FOUNDER and not data.get("founder_name"):
            self.add_error("founder_name", _("Skriv iværksætterens navn."))
        if data["who"] == ANONYMOUS and not (data.get("topics") or data.get("municipality")):
            self.add_error("topics", _("Vælg mindst et emne eller en kommune."))
        if data["who"] != ANONYMOUS and data.get("kind") == WEB:
            self.add_error("kind", _("Vælg, hvordan kontakten var."))
        if data.get("person") == NEW_PERSON and not data.get("person_name"):
            self.add_error("person_name", _("Skriv navnet på kontaktpersonen."))
        data["step_day"] = self._step_day(data)
        return data

    def _step_day(self, data: dict[str, Any]) -> dt.date | None:
        """The day of the next step, which lies ahead."""
        if data["who"] == ANONYMOUS or data.get("step") not in TaskKind.values:
            return None
        if not data.get("step_on"):
            self.add_error("step_on", _("Skriv, hvilken dag det næste skridt er."))
            return None
        try:
            day = spoken_day(data["step_on"], self.today)
        except ValidationError as error:
            self.add_error("step_on", error)
            return None
        if day < self.today:
            self.add_error("step_on", _("Dagen er gået. Vælg en dag fra i dag og frem."))
        return day

    def founder(self) -> NewFounder:
        """The founder that is made on the way."""
        data = self.cleaned_data
        return NewFounder(data["founder_name"], data["founder_municipality"], data["founder_phone"])

    def new_person(self) -> NewPerson | None:
        """The contact person that is made on the way, if one is."""
        data = self.cleaned_data
        if data["who"] != KNOWN or not data["person_name"]:
            return None
        return NewPerson(data["person_name"], data["person_phone"], data["person_email"])


def known_municipality(code: str) -> str:
    """Return the code when there is such a municipality."""
    if code and code not in municipalities():
        raise ValidationError(_("Vælg kommunen fra listen."))
    return code
