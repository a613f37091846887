"""The form of a case, the same for opening and editing, filled with what is known already."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.cooperation import queries as cooperation
from samspil.cooperation import rules as cooperation_rules
from samspil.core import standards
from samspil.core.programmes import programmes_on
from samspil.guidance.kinds import Level, Segment
from samspil.guidance.permissions import may_hand_over
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.queries import actors, people_of
from samspil.platform.clock import today
from samspil.web import words
from samspil.web.components.places import municipality_options
from samspil.web.staff.contacts import topics
from samspil.web.staff.reported import DayField

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase, Interaction
    from samspil.organisations.models import Municipality, Organisation, User

# A municipality has a handful of departments; more would be a directory and not a choice.
MOST_DEPARTMENTS = 30


class CaseForm(forms.Form):
    """What an adviser decides about a case; the rest is known or derived."""

    level = forms.ChoiceField(
        label=gettext_lazy("Niveau"),
        choices=Level.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Vælg et niveau.")},
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Ydelse"),
        required=False,
        help_text=gettext_lazy("Hvad hjælper I med? Snitfladen siger, hvor det normalt hører til."),
    )
    level_reason = forms.CharField(
        label=gettext_lazy("Begrundelse for niveau"), required=False, max_length=500
    )
    started = DayField(label=gettext_lazy("Begyndt"))
    adviser = forms.ChoiceField(label=gettext_lazy("Ansvarlig konsulent"))
    office = forms.ChoiceField(label=gettext_lazy("Kontor"), required=False)
    meeting_municipality = forms.ChoiceField(
        label=gettext_lazy("Mødekommune"),
        required=False,
        help_text=gettext_lazy("Der, hvor I mødes; det kan være et andet sted end virksomhedens adresse."),
    )
    target_group = forms.ChoiceField(label=gettext_lazy("Målgruppe"), required=False)
    programmes = forms.MultipleChoiceField(
        label=gettext_lazy("Program"), required=False, widget=forms.CheckboxSelectMultiple
    )
    departments = forms.MultipleChoiceField(
        label=gettext_lazy("Inddragede forvaltninger"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organisation: Organisation,
        subject: Subject,
        user: User,
        case: GuidanceCase | None = None,
        contact: Interaction | None = None,
    ) -> None:
        begun = {"started": contact.on} if contact is not None else {}
        super().__init__(data, initial=_initial(case, organisation, subject, user) | begun)
        # A case that is opened because of a contact is about what the contact was about.
        self.about = case or contact
        self.organisation, self.subject, self.case = organisation, subject, case
        self.people = _people(organisation, case)
        self.offices = list(organisation.offices.select_related("municipality"))
        self.nearby = _departments(subject, case)
        if case is not None and not may_hand_over(user, case):
            del self.fields["adviser"]
        self._offer()
        self.fields["started"].widget.input_type = "date"
        # A choice of one and a list of none are no questions.
        for name, offered in (("office", self.offices), ("departments", self.nearby)):
            if not offered:
                del self.fields[name]

    def _offer(self) -> None:
        day = today()
        groups = standards.target_groups().version(day).groups
        offered: dict[str, list[tuple[Any, Any]]] = {
            "service": [("", _("Vælg, hvis det er til at sige"))]
            + [(each.code, _name(each)) for each in cooperation_rules.services(day)],
            "adviser": [(each.pk, each.name) for each in self.people],
            "office": [("", "–")] + [(each.pk, f"{each.name}") for each in self.offices],
            "meeting_municipality": [("", "–"), *municipality_options()],
            "target_group": [("", "–")] + [(each.code, _name(each)) for each in groups],
            "programmes": [(each.code, _name(each)) for each in programmes_on(day)],
            "departments": [(each.pk, each.name) for each in self.nearby],
        }
        for name, choices in offered.items():
            held = self.initial.get(name)
            # A code that is offered no longer stays as it is, rather than be lost in an edit.
            for code in held if isinstance(held, list) else [held]:
                if code not in (None, "") and str(code) not in {str(each) for each, _label in choices}:
                    choices.append((code, code))
            if name in self.fields:
                cast(forms.ChoiceField, self.fields[name]).choices = choices

    def chosen_topics(self) -> list[str]:
        """The topics that the picker shows as chosen."""
        if self.is_bound:
            return list(cast("Any", self.data).getlist("topics"))
        return topics.chosen(self.about.topics) if self.about is not None else []

    def fields_for(self) -> dict[str, Any]:
        """Return what the actions take, with rows instead of keys."""
        given = dict(self.cleaned_data)
        people = {str(each.pk): each for each in self.people}
        offices = {str(each.pk): each for each in self.offices}
        if "adviser" in self.fields:
            given["adviser"] = people.get(given["adviser"])
        if "office" in self.fields:
            given["office"] = offices.get(given["office"])
        # A key of its own code: the row need not be fetched to be pointed at.
        given["meeting_municipality_id"] = given.pop("meeting_municipality") or None
        if "departments" in self.fields:
            given["departments"] = [each for each in self.nearby if str(each.pk) in given["departments"]]
        before = self.about.topics if self.about is not None else ""
        given["topics"] = topics.stored(self.chosen_topics(), before)
        return given


def _people(organisation: Organisation, case: GuidanceCase | None) -> list[User]:
    people = list(people_of(organisation))
    if case is not None and case.adviser is not None and case.adviser not in people:
        people.append(case.adviser)
    return people


def _departments(subject: Subject, case: GuidanceCase | None) -> list[Organisation]:
    """The departments near the company, and those that are on the case already wherever they are."""
    near = actors(kind=OrganisationKind.MUNICIPAL_DEPARTMENT, municipality=subject.municipality_id or "")
    found = list(near[:MOST_DEPARTMENTS])
    held = [] if case is None else list(case.departments.all())
    return found + [each for each in held if each not in found]


def _initial(
    case: GuidanceCase | None, organisation: Organisation, subject: Subject, user: User
) -> dict[str, Any]:
    if case is None:
        return {
            "level": cooperation_rules.LEVEL_OF.get(organisation.kind, ""),
            "started": today(),
            "adviser": user.pk,
            "meeting_municipality": subject.municipality_id,
            "target_group": suggested_group(subject, today()),
        }
    return {
        "level": case.level,
        "service": case.service,
        "level_reason": case.level_reason,
        "started": case.started,
        "adviser": case.adviser_id,
        "office": case.office_id,
        "meeting_municipality": case.meeting_municipality_id,
        "target_group": case.target_group or suggested_group(subject, case.started),
        "programmes": [code for code in case.programmes.split(";") if code],
        "departments": list(case.departments.values_list("pk", flat=True)),
    }


def suggested_group(subject: Subject, on: dt.date) -> str:
    """Return the reporting group that the standard's rule gives (B84), "" when none fits."""
    try:
        group = (
            standards.target_groups()
            .version(on)
            .group_of(subject.kind, founded=subject.founded, employees=subject.employees, on=on)
        )
    except KeyError:
        return ""
    return group.code


def advice(user: User, organisation: Organisation, data: Any) -> dict[str, Any]:
    """Return what the advice component draws for what is chosen so far (B18)."""
    service, level = str(data.get("service") or ""), str(data.get("level") or "")
    day = today()
    given = cooperation_rules.advice(service, level, organisation_kind=organisation.kind, on=day)
    return {
        "given": given,
        "precedents": cooperation.precedents(user, service=service) if service else [],
        "reason_value": str(data.get("level_reason") or ""),
    }


def segments(on: dt.date) -> list[dict[str, str]]:
    """Return the segments with the words they are judged by (B80)."""
    return [
        {"code": each.code, "label": str(Segment(each.code).label), "definition": each.definition}
        for each in standards.segments().version(on).segments
    ]


def named(codes: str, kind: str, on: dt.date) -> list[str]:
    """Return stored codes of a kind ("programmes", "target_group", "service") by their names."""
    every: dict[str, list[Any]] = {
        "programmes": list(programmes_on(on)),
        "target_group": list(standards.target_groups().version(on).groups),
        "service": list(cooperation_rules.services(on)),
    }
    known = {each.code: _name(each) for each in every[kind]}
    return [known.get(code, code) for code in codes.split(";") if code]


def _name(entry: Any) -> str:
    return str(entry.english if words.in_english() else entry.danish)


def municipality_name(place: Municipality | None) -> str:
    """Return a municipality's name, or nothing."""
    return place.name if place is not None else ""
