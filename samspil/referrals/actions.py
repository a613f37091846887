"""Every change to referrals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.guidance.actions import must_fit
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.referrals.kinds import ReceiverKind
from samspil.referrals.models import Referral

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def refer(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    on: dt.date,
    receiver_kind: ReceiverKind,
    case: GuidanceCase | None = None,
    receiver: Organisation | None = None,
    receiver_name: str = "",
    follow_up: bool = False,
) -> Referral:
    """Refer on; without follow-up it is one tick with receiver and day, and counts for goal 8 (B82)."""
    must_fit(case, subject, organisation)
    if receiver == organisation:
        raise ValidationError(_("Man kan ikke henvise til sig selv."))
    referral = Referral(
        subject=subject,
        case=case,
        organisation=organisation,
        adviser=by,
        on=on,
        receiver_kind=receiver_kind,
        receiver=receiver,
        receiver_name=receiver_name,
        follow_up=follow_up,
    )
    checked(referral)
    keep(referral, by=by, action="refer", receiver_kind=str(receiver_kind))
    return referral
