"""Every change to companies and founders, to whom they became, and to the facts of contact."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.kinds import ApproachKind, ApproachState, SubjectKind
from samspil.companies.models import Approach, Company, Founder, Subject, Succession
from samspil.companies.people import add_contact_person, edit_contact_person, mark_left
from samspil.companies.rules import bare_number, is_cvr_number
from samspil.companies.units import add_unit, close_unit, edit_unit
from samspil.platform.audit.actions import keep, record
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.organisations.models import Municipality, Organisation, User

__all__ = [
    "add_contact_person",
    "add_unit",
    "become_company",
    "close_unit",
    "continue_as",
    "edit_contact_person",
    "edit_subject",
    "edit_unit",
    "mark_left",
    "note_approach",
    "register_company",
    "register_founder",
    "succeed",
]

# What those who work with companies may change; the rest is the system's own.
EDITABLE = frozenset(
    {
        "name", "cvr_number", "municipality", "industry", "employees", "founded", "ceased",
        "advertising_protected", "address", "website",
    }
)  # fmt: skip


@transaction.atomic
def register_company(
    *,
    by: User | None,
    name: str,
    cvr_number: str | None = None,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
    **register: Any,
) -> Company:
    """Register a company; `register` holds what the register knows: industry, employees, founded …

    Raises ValidationError for a CVR number that is wrong or already here; `taken_by` finds whose it is.
    """
    company = Company(
        name=" ".join(name.split()),
        cvr_number=_cvr_number(cvr_number),
        municipality=municipality,
        organisation=organisation,
        **register,
    )
    company.kind = SubjectKind.COMPANY
    _must_hold(company)
    keep(company, by=by, action="register_company")
    return company


@transaction.atomic
def register_founder(
    *,
    by: User | None,
    name: str,
    municipality: Municipality | None = None,
    organisation: Organisation | None = None,
    phone: str = "",
    email: str = "",
) -> Founder:
    """Register a founder, who has no CVR number yet; telephone and e-mail become the contact person."""
    founder = Founder(
        kind=SubjectKind.FOUNDER,
        name=" ".join(name.split()),
        municipality=municipality,
        organisation=organisation,
    )
    _must_hold(founder)
    keep(founder, by=by, action="register_founder")
    if phone or email:
        if organisation is None:
            raise ValueError("a founder's telephone belongs to the organisation that noted it; give one")
        add_contact_person(
            by=by,
            subject=founder,
            organisation=organisation,
            name=founder.name,
            phone=phone,
            email=email,
            primary=True,
        )
    return founder


@transaction.atomic
def edit_subject(*, by: User | None, subject: Subject, why: str = "", **changes: Any) -> Subject:
    """Change what all see of a company or founder: name, number, municipality, industry …

    Raises ValidationError for what cannot be, StaleRowError when another changed it meanwhile.
    """
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"{sorted(unknown)} cannot be changed here; wanted some of {sorted(EDITABLE)}")
    if "cvr_number" in changes:
        changes["cvr_number"] = _cvr_number(changes["cvr_number"])
    for name, value in changes.items():
        setattr(subject, name, value)
    _must_hold(subject)
    keep(subject, by=by, action="edit_subject", why=why)
    return subject


@transaction.atomic
def become_company(
    *, by: User | None, founder: Subject, name: str, cvr_number: str | None, on: dt.date, **register: Any
) -> Subject:
    """Let a founder go on as a company: the one with that CVR number, or one that is registered now.

    The founder's history stays where it is and is read and counted with the company's.
    """
    if founder.kind != SubjectKind.FOUNDER:
        raise ValidationError(_("Kun en iværksætter kan blive til en virksomhed."))
    return continue_as(by=by, subject=founder, name=name, cvr_number=cvr_number, on=on, **register)


@transaction.atomic
def continue_as(
    *, by: User | None, subject: Subject, name: str, cvr_number: str | None, on: dt.date, **register: Any
) -> Subject:
    """Note that a subject goes on under another CVR number; the company is found by it, or registered.

    Raises ValidationError when the number is wrong or the subject's own, or it has a successor already.
    """
    number = _cvr_number(cvr_number)
    if Succession.objects.filter(predecessor=subject).exists():
        raise ValidationError(_("Det er allerede noteret, hvem der førte den videre."))
    if number is not None and number == subject.cvr_number:
        raise ValidationError({"cvr_number": _("Det er virksomhedens eget nummer.")})
    successor: Subject | None = taken_by(number)
    if successor is None:
        register.setdefault("municipality", subject.municipality)
        register.setdefault("organisation", subject.organisation)
        successor = register_company(by=by, name=name, cvr_number=number, **register)
    succeed(by=by, predecessor=subject, successor=successor, on=on)
    return successor


def taken_by(cvr_number: str | None) -> Subject | None:
    """Return who has the CVR number; a row that was merged leads to the one it was merged into."""
    if not cvr_number:
        return None
    found = Subject.objects.filter(cvr_number=cvr_number).select_related("merged_into").first()
    while found is not None and found.merged_into is not None:
        found = found.merged_into
    return found


def _cvr_number(text: str | None) -> str | None:
    """Parse a CVR number as people write it; ValidationError says what is wrong with it."""
    bare = bare_number(text or "")
    if not bare:
        return None
    if len(bare) != 8 or not bare.isdecimal():
        raise ValidationError({"cvr_number": _("Et CVR-nummer har otte cifre.")})
    if not is_cvr_number(bare):
        told = _("%(number)s er ikke et CVR-nummer: kontrolcifferet passer ikke.")
        raise ValidationError({"cvr_number": told % {"number": bare}})
    return bare


def _must_hold(subject: Subject) -> None:
    """The rules that have words; the database guards the rest."""
    refuse_cpr(**{_("Navn"): subject.name, _("Adresse"): subject.address})
    checked(subject)
    if not subject.name:
        raise ValidationError({"name": _("Skriv et navn.")})
    if subject.kind == SubjectKind.FOUNDER and subject.cvr_number:
        told = _("En iværksætter har intet CVR-nummer; notér, at den er blevet til en virksomhed.")
        raise ValidationError({"cvr_number": told})
    if subject.founded and subject.ceased and subject.ceased < subject.founded:
        raise ValidationError({"ceased": _("En virksomhed kan ikke ophøre, før den er stiftet.")})
    other = taken_by(subject.cvr_number)
    if other is not None and other.pk != subject.pk:
        told = _("CVR-nummer %(number)s er allerede registreret: %(name)s.")
        raise ValidationError(
            {
                "cvr_number": ValidationError(
                    told,
                    code="taken",
                    params={"number": subject.cvr_number, "name": other.name, "subject": other.pk},
                )
            }
        )


@transaction.atomic
def succeed(*, by: User | None, predecessor: Subject, successor: Subject, on: dt.date) -> Succession:
    """Note that one went on as the other; history stays where it is and is followed when counting.

    Raises ValidationError when the predecessor has a successor already or the two would form a ring.
    """
    later: int | None = successor.pk
    while later is not None:
        if later == predecessor.pk:
            raise ValidationError(_("Rækken af videreførelser bider sig selv i halen."))
        later = Succession.objects.filter(predecessor_id=later).values_list("successor_id", flat=True).first()
    succession = Succession(predecessor=predecessor, successor=successor, on=on)
    succession.full_clean()
    succession.save()
    record(by=by, action="succeed", row=succession)
    for end in (predecessor, successor):
        record(by=by, action="succeed", row=end, predecessor=predecessor.pk, successor=successor.pk)
    return succession


def note_approach(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    day: dt.date,
    kind: ApproachKind,
    state: ApproachState = ApproachState.HELD,
) -> Approach:
    """Write the minimum fact; called by the action that stores the contact, inside its transaction.

    It has no line of its own in the audit trail: the contact's line says who did it.
    """
    approach = Approach(
        subject=subject, organisation=organisation, adviser=by, day=day, kind=kind, state=state
    )
    checked(approach)
    approach.save()
    return approach
