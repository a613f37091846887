"""Turns what the form says into one action, with rows that the user may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from samspil.companies.queries import contact_persons_for, subjects_for
from samspil.guidance.actions import NextStep, register_enquiry
from samspil.guidance.kinds import InteractionKind, TaskKind
from samspil.guidance.queries import cases_for, enquiries_for, interactions_for
from samspil.guidance.registering import NewPerson, municipality, register_contact
from samspil.platform.clock import today
from samspil.web.staff.contacts.form import ANONYMOUS, CHANNELS, FOUNDER, KNOWN, NEW_PERSON, RegisterForm
from samspil.web.staff.cooperation.frame import whole_number

if TYPE_CHECKING:
    from samspil.companies.models import ContactPerson, Subject
    from samspil.guidance.models import GuidanceCase, Task
    from samspil.organisations.models import Organisation, User


@dataclass(frozen=True)
class Saved:
    """What was stored; no subject means an anonymous enquiry."""

    key: int
    subject: int | None = None
    case: int | None = None


def save(
    user: User, places: Sequence[Organisation], data: dict[str, Any], form: RegisterForm, answers: Task | None
) -> Saved:
    """Store the contact or the enquiry; ValidationError says in which field something is wrong."""
    case = None if data["who"] != KNOWN else _case(user, data["case"])
    # What is noted on a case is by the case's organisation.
    wanted = case.organisation_id if case else data["organisation"]
    place = next((each for each in places if each.pk == wanted), places[0])
    common = {
        "by": user, "organisation": place, "on": data["on"], "topics": data["topics"], "today": today(),
        "draft": data["draft"] or None,
    }  # fmt: skip
    if data["who"] == ANONYMOUS:
        enquiry = register_enquiry(
            **common, channel=CHANNELS[data["kind"]], municipality=municipality(data["municipality"])
        )
        return Saved(enquiry.pk)
    about = form.founder() if data["who"] == FOUNDER else known(user, data["subject"])
    interaction = register_contact(
        **common,
        about=about,
        kind=InteractionKind(data["kind"]),
        at=data["at"],
        note=data["note"],
        conveyed=data["conveyed"],
        person=None if data["who"] == FOUNDER else _person(user, data, form.new_person()),
        case=case,
        next_step=_step(data),
        answers=answers,
    )
    return Saved(interaction.pk, interaction.subject_id, interaction.case_id)


def before(user: User, data: dict[str, Any]) -> Saved | None:
    """Return what was stored when the same draft came the first time; None when that was another's."""
    if data["who"] == ANONYMOUS:
        enquiry = enquiries_for(user).filter(draft=data["draft"]).first()
        return Saved(enquiry.pk) if enquiry else None
    row = interactions_for(user, also_cancelled=True).filter(draft=data["draft"]).first()
    return Saved(row.pk, row.subject_id, row.case_id) if row else None


def known(user: User, key: int | None) -> Subject:
    """Return the company or founder, when the user knows of it."""
    found = subjects_for(user).filter(pk=key or 0).first()
    if found is None:
        raise ValidationError({"subject": _("Virksomheden findes ikke mere. Søg den frem igen.")})
    return found


def _person(user: User, data: dict[str, Any], new: NewPerson | None) -> ContactPerson | NewPerson | None:
    if new is not None or data["person"] in ("", NEW_PERSON):
        return new
    found = contact_persons_for(user).filter(pk=whole_number(data["person"]) or 0).first()
    if found is None:
        raise ValidationError({"person": _("Kontaktpersonen findes ikke mere. Vælg igen.")})
    return found


def _case(user: User, key: int | None) -> GuidanceCase | None:
    if key is None:
        return None
    found = cases_for(user).filter(pk=key).first()
    if found is None:
        raise ValidationError({"case": _("Forløbet findes ikke mere. Vælg igen.")})
    return found


def _step(data: dict[str, Any]) -> NextStep | None:
    if data["step_day"] is None:
        return None
    return NextStep(TaskKind(data["step"]), data["step_day"], data["step_at"])
