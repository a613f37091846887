"""Who may move tables in and merge: those who work with companies and decide, not the student helper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.companies.queries import subjects_for
from samspil.guidance.rules import DECIDERS, LEADERS
from samspil.organisations.kinds import Role
from samspil.organisations.queries import has_role
from samspil.platform.imports.models import Import
from samspil.platform.permissions import permission
from samspil.upkeep.queries import deciding_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User


@permission("upkeep.import")
def may_import(user: User | AnonymousUser, organisation: Organisation | int | None) -> bool:
    """Advisers and leaders, for their own organisation."""
    return organisation is not None and has_role(user, organisation, map(Role, DECIDERS))


@permission("upkeep.open_import")
def may_open_import(user: User | AnonymousUser, imported: Import | None) -> bool:
    """The rule of `queries.imports_for`: its own adviser, while there, and the leaders.

    A file may speak of shielded cases, so colleagues do not see it.
    """
    if imported is None:
        return False
    if imported.by_id == user.pk:
        return may_import(user, imported.organisation_id)
    return has_role(user, imported.organisation_id, map(Role, LEADERS))


@permission("upkeep.merge")
def may_merge(user: User | AnonymousUser, subject: Subject | None) -> bool:
    """Advisers and leaders, for companies and founders that they know of: the minimum fact is enough."""
    if subject is None or not deciding_for(user).exists():
        return False
    return subjects_for(user).filter(pk=subject.pk).exists()
