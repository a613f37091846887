"""Who may read a referral and take its steps: its sender and its receiver, each their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.platform.permissions import permission
from samspil.referrals import rules
from samspil.referrals.queries import parties_of, referrals_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User
    from samspil.referrals.models import Referral


@permission("referrals.read_referral")
def may_read_referral(user: User | AnonymousUser, referral: Referral | None) -> bool:
    """The rule of `queries.referrals_for`, for one referral."""
    return referral is not None and referrals_for(user).filter(pk=referral.pk).exists()


@permission("referrals.send_referral")
def may_send(user: User | AnonymousUser, referral: Referral | None) -> bool:
    """Whether the user acts for the sender."""
    return referral is not None and rules.SENDER in parties_of(user, referral)


@permission("referrals.answer_referral")
def may_answer(user: User | AnonymousUser, referral: Referral | None) -> bool:
    """Whether the user acts for the receiver; a student helper does not take over."""
    return referral is not None and rules.RECEIVER in parties_of(user, referral)
