"""Who reads an event and who changes it: the people of all who arrange it, alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.organisations.models import User
from samspil.platform.permissions import permission
from samspil.programmes.rules import READERS, WORKERS, counted_by

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.programmes.models import GroupOffer


def _roles(user: User | AnonymousUser, offer: GroupOffer) -> set[str]:
    if not isinstance(user, User) or not user.is_active:
        return set()
    arrange = counted_by(offer.organiser_id, [each.pk for each in offer.co_organisers.all()])
    return {row.role for row in user.memberships.all() if row.organisation_id in arrange}


@permission("programmes.read_offer")
def may_read_offer(user: User | AnonymousUser, offer: GroupOffer | None) -> bool:
    """The rule of `queries.offers_for`, for one event."""
    return offer is not None and bool(_roles(user, offer) & READERS)


@permission("programmes.edit_offer")
def may_edit_offer(user: User | AnonymousUser, offer: GroupOffer | None) -> bool:
    """Each organiser fills the list and ticks off; a shared event is shared work (B17)."""
    return offer is not None and bool(_roles(user, offer) & WORKERS)
