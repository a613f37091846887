"""Who took part in what, for those who may know more than that there was a meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.companies.rules import READERS
from samspil.organisations.models import Membership
from samspil.programmes.models import GroupOffer, Participation

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User


def participations_for(user: User | AnonymousUser) -> QuerySet[Participation]:
    """Return the participations in what the user's organisations arranged, alone or with others."""
    mine = Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(READERS)
    ).values("organisation")
    shared = GroupOffer.objects.filter(co_organisers__in=mine).values("pk")
    return Participation.objects.filter(cancelled=False, session__cancelled=False).filter(
        Q(session__offer__organiser__in=mine) | Q(session__offer__in=shared)
    )
