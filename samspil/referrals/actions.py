"""Every change to referrals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.guidance.actions import must_fit
from samspil.guidance.rules import topic_codes
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.referrals.kinds import ReceiverKind
from samspil.referrals.models import Referral

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    topics: Iterable[str] = (),
) -> Referral:
    """Refer on without follow-up: one tick with receiver and day, which counts for goal 8 (B82)."""
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
        topics=topic_codes(topics),
    )
    checked(referral)
    keep(referral, by=by, action="refer", receiver_kind=str(receiver_kind))
    return referral
