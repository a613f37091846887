"""Who may read a case: its organisation's people, and a shielded one its own adviser and leaders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.guidance.rules import LEADERS, READERS
from samspil.organisations.kinds import Role
from samspil.organisations.queries import has_role
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import User


@permission("guidance.read_case")
def may_read_case(user: User | AnonymousUser, case: GuidanceCase | None) -> bool:
    """The rule of `queries.cases_for`, for one case."""
    if case is None or not has_role(user, case.organisation_id, map(Role, READERS)):
        return False
    if not case.shielded or case.adviser_id == user.pk:
        return True
    return has_role(user, case.organisation_id, map(Role, LEADERS))
