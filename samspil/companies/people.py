"""Every change to contact persons: noted by an organisation, normalised, and never deleted."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.models import ContactPerson, Subject
from samspil.companies.rules import is_phone, phone_written
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import find_cpr, refuse_cpr

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User

EDITABLE = frozenset({"name", "title", "email", "phone", "primary"})


@transaction.atomic
def add_contact_person(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    name: str,
    title: str = "",
    email: str = "",
    phone: str = "",
    primary: bool = False,
) -> ContactPerson:
    """Note somebody to talk to; the organisation that notes the person owns what is noted."""
    person = ContactPerson(
        subject=subject,
        organisation=organisation,
        name=name,
        title=title,
        email=email,
        phone=phone,
        primary=primary,
    )
    _must_hold(person)
    keep(person, by=by, action="add_contact_person")
    _one_primary(person, by)
    return person


@transaction.atomic
def edit_contact_person(*, by: User | None, person: ContactPerson, **changes: Any) -> ContactPerson:
    """Change what is noted of a person; StaleRowError when another changed it meanwhile."""
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"{sorted(unknown)} cannot be changed here; wanted some of {sorted(EDITABLE)}")
    for name, value in changes.items():
        setattr(person, name, value)
    _must_hold(person)
    keep(person, by=by, action="edit_contact_person")
    _one_primary(person, by)
    return person


@transaction.atomic
def mark_left(*, by: User | None, person: ContactPerson, on: dt.date | None) -> ContactPerson:
    """Note that the person is no longer there, or with no day that they are after all."""
    person.left_on = on
    if on is not None:
        person.primary = False
    keep(person, by=by, action="mark_left" if on else "mark_returned")
    return person


def _must_hold(person: ContactPerson) -> None:
    """Tidy what was typed, and say what cannot be."""
    person.name, person.title = " ".join(person.name.split()), " ".join(person.title.split())
    person.email, person.phone = person.email.strip().lower(), person.phone.strip()
    if not person.name:
        raise ValidationError({"name": _("Skriv et navn.")})
    refuse_cpr(**{_("Navn"): person.name, _("Stilling"): person.title})
    if _is_cpr(person.phone):
        told = _("Telefonnummeret ligner et CPR-nummer. CPR-numre må ikke stå her; slet det, og gem igen.")
        raise ValidationError({"phone": told})
    if person.phone and not is_phone(person.phone):
        raise ValidationError({"phone": _("Skriv et telefonnummer, fx 97 82 00 00 eller +46 8 123 45 67.")})
    person.phone = phone_written(person.phone)
    checked(person)


def _is_cpr(phone: str) -> bool:
    """Whether a telephone number is a CPR number, however it is spaced.

    With a country's code in front, ten digits may look like one; no Danish number has ten.
    """
    digits = "".join(sign for sign in phone if sign.isdigit())
    abroad = phone.lstrip(" (").startswith(("+", "00"))
    return not abroad and len(digits) == 10 and bool(find_cpr(digits))


def _one_primary(person: ContactPerson, by: User | None) -> None:
    """An organisation has one first contact at a company."""
    if not person.primary:
        return
    others = ContactPerson.objects.filter(
        subject=person.subject_id, organisation=person.organisation_id, primary=True
    ).exclude(pk=person.pk)
    for other in others:
        other.primary = False
        keep(other, by=by, action="edit_contact_person")
