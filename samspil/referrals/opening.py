"""Opening referrals: what is shown is noted in the access log, and a receiver's first look is a step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from samspil.platform.audit.actions import note_access
from samspil.platform.versioning import StaleRowError
from samspil.referrals import rules, steps
from samspil.referrals.models import Referral
from samspil.referrals.queries import parties_of, referrals_for

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from samspil.organisations.models import User

WITH = (
    "subject__municipality",
    "case",
    "organisation",
    "adviser",
    "handover",
    "receiver",
    "receiver_adviser",
)


def open_referral(*, by: User, key: int, on: dt.date) -> Referral | None:
    """Return a referral the user may read, with all that its page shows; None for any other.

    The first time somebody at the receiver's opens it, it is seen.
    """
    referral = referrals_for(by).select_related(*WITH).filter(pk=key).first()
    if referral is None:
        return None
    note_access(by=by, place="referrals.referral", kind=Referral, keys=[key])
    if referral.state == rules.SENT and rules.RECEIVER in parties_of(by, referral):
        try:
            steps.take(by=by, referral=referral, step="see", party=rules.RECEIVER, on=max(on, referral.on))
        except StaleRowError:
            # Somebody else opened or answered it at the same moment.
            referral.refresh_from_db()
    return referral


def open_list(*, by: User, rows: QuerySet[Referral], first: int, size: int) -> Sequence[Referral]:
    """Return some rows of a list, each noted as opened."""
    found = list(rows.select_related("subject", "organisation", "receiver")[first : first + size])
    note_access(by=by, place="referrals.list", kind=Referral, keys=[row.pk for row in found])
    return found
