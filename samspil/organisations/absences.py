"""Holiday and leave: who is away, and who stands in meanwhile. Why is never asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.organisations.models import Absence, Membership
from samspil.platform.audit.actions import keep, record
from samspil.platform.columns import checked

if TYPE_CHECKING:
    from samspil.organisations.models import User


@transaction.atomic
def note_absence(*, by: User, user: User, substitute: User, first: dt.date, last: dt.date) -> Absence:
    """Note that somebody is away, both days included, and who stands in.

    Raises ValidationError when the substitute is not an active colleague or the days lie over others.
    """
    if last < first:
        raise ValidationError(_("Fraværet slutter, før det begynder."))
    if substitute.pk == user.pk:
        raise ValidationError(_("Man kan ikke være sin egen afløser."))
    shared = Membership.objects.filter(user=substitute, organisation__memberships__user=user)
    if not substitute.is_active or not shared.exists():
        raise ValidationError(_("Afløseren skal være en kollega i samme organisation."))
    lies_over = Absence.objects.filter(user=user, first__lte=last, last__gte=first).first()
    if lies_over is not None:
        raise ValidationError(
            _("Der er allerede fravær fra %(first)s til %(last)s.")
            % {"first": f"{lies_over.first:%d-%m-%Y}", "last": f"{lies_over.last:%d-%m-%Y}"}
        )
    absence = Absence(user=user, substitute=substitute, first=first, last=last)
    checked(absence)
    keep(absence, by=by, action="note_absence", user=user.pk)
    return absence


@transaction.atomic
def cancel_absence(*, by: User, absence: Absence, on: dt.date) -> None:
    """Take an absence back: one that has begun ends the day before, one to come is as if never noted."""
    if absence.first < on <= absence.last:
        absence.last = on - dt.timedelta(days=1)
        keep(absence, by=by, action="end_absence")
        return
    if absence.last < on:
        raise ValidationError(_("Fraværet er allerede slut."))
    record(by=by, action="cancel_absence", row=absence, user=absence.user_id)
    absence.delete()
