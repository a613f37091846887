"""Every change to companies, founders, successions and the facts of contact."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.companies.models import Approach, Company, Founder, Subject, Succession
from samspil.platform.audit.actions import record

if TYPE_CHECKING:
    from samspil.organisations.models import Municipality, Organisation, User


@transaction.atomic
def register_company(
    *,
    by: User | None,
    name: str,
    cvr_number: str | None = None,
    municipality: Municipality | None = None,
    **register: Any,
) -> Company:
    """Register a company; `register` holds what the register knows: industry, employees, founded …

    Raises ValidationError for a CVR number that is wrong or already here.
    """
    company = Company(name=name, cvr_number=cvr_number or None, municipality=municipality, **register)
    company.kind = company.kind or "company"
    company.full_clean()
    company.save()
    record(by=by, action="register_company", row=company)
    return company


@transaction.atomic
def register_founder(*, by: User | None, name: str, municipality: Municipality | None = None) -> Founder:
    """Register a founder, who has no CVR number yet."""
    founder = Founder(kind="founder", name=name, municipality=municipality)
    founder.full_clean()
    founder.save()
    record(by=by, action="register_founder", row=founder)
    return founder


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
    approach.full_clean()
    approach.save()
    return approach
