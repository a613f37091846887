"""Who may change organisations and people; the rules are in rules.py, this looks up who is what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.organisations.kinds import LEADING, TAKING_PART, Role
from samspil.organisations.queries import (
    arranged_by,
    managed_by,
    roles_in,
    works_with_companies,
)
from samspil.organisations.rules import grantable
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import Organisation, User


# Who keeps an organisation's own particulars and people.
KEEPERS = {*LEADING, Role.ADMINISTRATOR}


@permission("organisations.manage")
def may_manage(user: User | AnonymousUser, organisation: Organisation | None) -> bool:
    """Whether the user keeps an organisation's particulars and people: a leader of it, an administrator."""
    if organisation is None:
        return False
    if roles_in(user, organisation.pk) & KEEPERS:
        return True
    # From above only an administrator keeps anything; most readers are told without a question.
    return may_administer(user) and managed_by(user).filter(pk=organisation.pk).exists()


@permission("organisations.arrange")
def may_arrange(user: User | AnonymousUser, organisation: Organisation | None) -> bool:
    """Whether the user keeps an organisation's agreements, and merges it with another."""
    if organisation is None or may_manage(user, organisation):
        return organisation is not None
    return may_administer(user) and arranged_by(user).filter(pk=organisation.pk).exists()


@permission("organisations.edit")
def may_edit(user: User | AnonymousUser, organisation: Organisation | None) -> bool:
    """Whether the user may change what stands about an organisation.

    An actor in the directory has no people of its own here, so everybody who works with companies keeps
    the directory together; the history says who wrote what.
    """
    if organisation is None:
        return False
    if organisation.kind not in TAKING_PART and works_with_companies(user):
        return not organisation.memberships.exists() or may_manage(user, organisation)
    return may_manage(user, organisation)


@permission("organisations.add_actor")
def may_add_actor(user: User | AnonymousUser, row: object = None) -> bool:
    """Whether the user may put an actor into the directory."""
    return works_with_companies(user) or may_administer(user)


@permission("organisations.administer")
def may_administer(user: User | AnonymousUser, row: object = None) -> bool:
    """Whether the user founds organisations and keeps agreements between them: an administrator anywhere."""
    if not user.is_authenticated or not user.is_active:
        return False
    seats = [seat for seat in user.memberships.all() if seat.role == Role.ADMINISTRATOR]
    return any(seat.organisation.closed_on is None for seat in seats)


def roles_to_give(user: User, organisation: Organisation) -> frozenset[str]:
    """Return the roles that the user may give and take away in an organisation."""
    if not may_manage(user, organisation):
        return frozenset()
    own = roles_in(user, organisation.pk)
    # Managed from above: by an administrator of the organisation over it, or of the hub of its area.
    return grantable(own) or grantable({Role.ADMINISTRATOR})


def may_keep(user: User, other: User) -> bool:
    """Whether the user may change who another is and how that one logs in: every role there counts.

    One's own invitation gives a seat and no more: whoever could change the address of somebody with a
    larger role elsewhere could ask for a new password there and be that person.
    """
    seats = list(other.memberships.all()) if user.pk != other.pk else []
    return bool(seats) and all(seat.role in roles_to_give(user, seat.organisation) for seat in seats)


def may_let_go(user: User, other: User) -> bool:
    """Whether the user may hand over what another has and close the log-in."""
    return other.is_active and may_keep(user, other)
