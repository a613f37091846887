"""Who may mend what the scorecard could not count, and who has a leader's overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.companies.permissions import may_change
from samspil.guidance.permissions import may_edit_case, may_shield, roles_in
from samspil.guidance.rules import LEADERS
from samspil.organisations.kinds import WORKING, Role
from samspil.organisations.models import User
from samspil.organisations.queries import hubs
from samspil.platform.permissions import permission
from samspil.workday.kinds import Reason
from samspil.workday.queries import defects_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import Membership
    from samspil.workday.models import Defect


@permission("workday.see_defect")
def may_see_defect(user: User | AnonymousUser, defect: Defect | None) -> bool:
    """The rule of `queries.defects_for`, for one."""
    return defect is not None and defects_for(user).filter(pk=defect.pk).exists()


@permission("workday.mend")
def may_mend(user: User | AnonymousUser, defect: Defect | None) -> bool:
    """The right that the mend itself takes: a segment is judged by who decides, not by a student helper."""
    if defect is None or not may_see_defect(user, defect):
        return False
    if defect.reason in (Reason.NO_SEGMENT, Reason.NO_SEGMENT_JUDGEMENT):
        return may_shield(user, defect.case)
    if defect.reason == Reason.OPEN_CASE:
        return may_edit_case(user, defect.case)
    if defect.reason == Reason.NO_MUNICIPALITY:
        return may_change(user, defect.subject)
    return bool(roles_in(user, defect.organisation_id) & {str(role) for role in WORKING})


@permission("workday.lead")
def may_lead(user: User | AnonymousUser, organisation: int | None) -> bool:
    """Whether the user has the leader's overview of an organisation."""
    return bool(roles_in(user, organisation) & LEADERS)


@permission("workday.keep_installation")
def keeps_installation(user: User | AnonymousUser, row: object = None) -> bool:
    """Whether the user keeps the installation running: an administrator of a house."""
    places = [seat.organisation_id for seat in seats(user) if seat.role == Role.ADMINISTRATOR]
    return bool(places) and hubs().filter(pk__in=places).exists()


def works(user: User | AnonymousUser) -> bool:
    """Whether the user works with companies anywhere, and so has a day to plan."""
    return any(seat.role in WORKING for seat in seats(user))


def leads_anywhere(user: User | AnonymousUser) -> bool:
    """Whether the user leads an organisation."""
    return any(seat.role in LEADERS for seat in seats(user))


def seats(user: User | AnonymousUser) -> list[Membership]:
    """What the user is; asks nothing where the page has fetched the memberships beforehand."""
    return list(user.memberships.all()) if isinstance(user, User) and user.is_active else []
