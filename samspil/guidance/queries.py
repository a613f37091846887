"""Every question about cases, always scoped to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.guidance.models import GuidanceCase
from samspil.guidance.rules import LEADERS, READERS
from samspil.organisations.models import Membership

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User


def _organisations(user: User | AnonymousUser, roles: Iterable[str]) -> QuerySet[Membership, int]:
    """Where the user has one of the roles, as a subquery; nowhere for who is not logged in or has left."""
    return Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(roles)
    ).values_list("organisation_id", flat=True)


def _own_or_leader(user: User | AnonymousUser) -> Q:
    return Q(adviser_id=user.pk or 0) | Q(organisation_id__in=_organisations(user, LEADERS))


def cases_for(user: User | AnonymousUser) -> QuerySet[GuidanceCase]:
    """Return the cases whose content the user may read: the own organisation's, shielded ones by few."""
    return GuidanceCase.objects.filter(
        Q(shielded=False) | _own_or_leader(user), organisation_id__in=_organisations(user, READERS)
    )


def shielded_from(user: User | AnonymousUser) -> QuerySet[GuidanceCase]:
    """Return the shielded cases of which the user may learn nothing, not even whose they are."""
    return GuidanceCase.objects.filter(shielded=True).exclude(
        Q(pk__in=cases_for(user).filter(shielded=True).values("pk"))
    )
