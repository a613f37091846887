"""Who may read a hub's contract, and who may enter what others measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser
    from django.db.models import QuerySet

# Those who answer for the contract or keep it; an adviser reads, an evaluator must not mark own work.
ENTERS_RESULTS = frozenset({Role.DIRECTOR, Role.UNIT_LEADER, Role.SECRETARIAT, Role.ADMINISTRATOR})


def hubs_of(user: User | AnonymousUser) -> QuerySet[Organisation]:
    """Return the hubs whose contracts a user reads: as one of its own, or of an organisation under it.

    A contract is no secret, but whose figures one works with decides which one stands first.
    """
    if not isinstance(user, User) or not user.is_active:
        return Organisation.objects.none()
    mine = Q(memberships__user=user) | Q(children__memberships__user=user)
    return Organisation.objects.filter(mine, kind=OrganisationKind.HUB).distinct().order_by("name")


@permission("governance.read_contract")
def reads_contract(user: User | AnonymousUser, hub: Organisation | None) -> bool:
    """Whether a user reads the hub's contract; the same as membership of hubs_of."""
    return hub is not None and hubs_of(user).filter(pk=hub.pk).exists()


@permission("governance.enter_result")
def enters_results(user: User | AnonymousUser, hub: Organisation | None) -> bool:
    """Whether a user may enter what others measured for the hub."""
    if hub is None or not isinstance(user, User) or not user.is_active:
        return False
    here = Q(organisation=hub) | Q(organisation__parent=hub, role=Role.SECRETARIAT)
    return user.memberships.filter(here, role__in=ENTERS_RESULTS).exists()
