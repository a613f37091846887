"""Every change to the places where a company works (produktionsenheder)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import ProductionUnit, Subject
from samspil.companies.rules import bare_number
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked

if TYPE_CHECKING:
    from samspil.organisations.models import Municipality, User

EDITABLE = frozenset({"name", "address", "municipality"})


@transaction.atomic
def add_unit(
    *,
    by: User | None,
    subject: Subject,
    p_number: str,
    name: str = "",
    address: str = "",
    municipality: Municipality | None = None,
) -> ProductionUnit:
    """Add a place with a P-number of its own; ValidationError when it is none or another company's."""
    if subject.kind != SubjectKind.COMPANY:
        raise ValidationError(_("Kun en virksomhed har produktionsenheder."))
    number = bare_number(p_number)
    if len(number) != 10 or not number.isdecimal():
        raise ValidationError({"p_number": _("Et P-nummer har ti cifre.")})
    other = ProductionUnit.objects.filter(p_number=number).select_related("subject").first()
    if other is not None:
        told = _("P-nummer %(number)s er allerede registreret hos %(name)s.")
        raise ValidationError({"p_number": told % {"number": number, "name": other.subject.name}})
    unit = ProductionUnit(
        subject=subject,
        p_number=number,
        name=name.strip(),
        address=address.strip(),
        municipality=municipality,
    )
    checked(unit)
    keep(unit, by=by, action="add_unit")
    return unit


@transaction.atomic
def edit_unit(*, by: User | None, unit: ProductionUnit, **changes: Any) -> ProductionUnit:
    """Change a place's name, address or municipality; its number never changes."""
    if unknown := set(changes) - EDITABLE:
        raise ValueError(f"{sorted(unknown)} cannot be changed here; wanted some of {sorted(EDITABLE)}")
    for name, value in changes.items():
        setattr(unit, name, value)
    checked(unit)
    keep(unit, by=by, action="edit_unit")
    return unit


@transaction.atomic
def close_unit(*, by: User | None, unit: ProductionUnit, on: dt.date | None) -> ProductionUnit:
    """Note that the company no longer works there, or with no day that it does after all."""
    unit.ceased = on
    keep(unit, by=by, action="close_unit" if on else "reopen_unit")
    return unit
