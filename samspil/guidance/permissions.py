"""Who may read and change what is in the room: the twin of `queries`, one row at a time.

Written on its own and not through the queries, so that the tests of access can hold one to the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.guidance.models import GuidanceCase, Share
from samspil.guidance.rules import DECIDERS, LEADERS, READERS, WORKERS, reads_own
from samspil.organisations.models import User
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.guidance.models import Enquiry, Interaction, Task
    from samspil.organisations.models import Organisation


def roles_in(user: User | AnonymousUser, organisation: int | None) -> frozenset[str]:
    """What the user is in an organisation; nothing for a stranger or who has left.

    Asks once for each call, or not at all where the page has fetched the memberships beforehand.
    """
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    return frozenset(row.role for row in user.memberships.all() if row.organisation_id == organisation)


def _shared(user: User | AnonymousUser, *, owner: int, subject: int, case: GuidanceCase | None) -> bool:
    """Whether an organisation that the user reads for has been let in, and not only to another case."""
    if case is not None and case.shielded:
        return False
    shares = Share.objects.filter(owner_id=owner, subject_id=subject, until=None)
    readers = {share.reader_id for share in shares if share.case_id in (None, case.pk if case else None)}
    return any(roles_in(user, reader) & READERS for reader in sorted(readers))


def _reads_own(user: User | AnonymousUser, organisation: int, case: GuidanceCase | None) -> bool:
    """Whether the user reads, in the organisation, what is on the case or on none."""
    roles = roles_in(user, organisation)
    if case is None:
        return bool(roles & READERS)
    # A row's case is of the row's own organisation, except in data that was never checked.
    leads = roles if case.organisation_id == organisation else roles_in(user, case.organisation_id)
    return bool(roles & READERS) and reads_own(
        READERS & roles | leads & LEADERS, shielded=case.shielded, adviser=case.adviser_id == user.pk
    )


@permission("guidance.read_case")
def may_read_case(user: User | AnonymousUser, case: GuidanceCase | None) -> bool:
    """The rule of `queries.cases_for`, for one case."""
    if case is None:
        return False
    own = _reads_own(user, case.organisation_id, case)
    return own or _shared(user, owner=case.organisation_id, subject=case.subject_id, case=case)


@permission("guidance.read_interaction")
def may_read_interaction(user: User | AnonymousUser, interaction: Interaction | None) -> bool:
    """The rule of `queries.interactions_for`, for one contact: what is on a case follows the case."""
    if interaction is None:
        return False
    owner, case = interaction.organisation_id, interaction.case
    own = _reads_own(user, owner, case)
    return own or _shared(user, owner=owner, subject=interaction.subject_id, case=case)


@permission("guidance.read_task")
def may_read_task(user: User | AnonymousUser, task: Task | None) -> bool:
    """The rule of `queries.tasks_for`, for one task: plans are never shared."""
    return task is not None and _reads_own(user, task.organisation_id, task.case)


@permission("guidance.read_enquiry")
def may_read_enquiry(user: User | AnonymousUser, enquiry: Enquiry | None) -> bool:
    """The rule of `queries.enquiries_for`, for one anonymous enquiry."""
    return enquiry is not None and _reads_own(user, enquiry.organisation_id, None)


@permission("guidance.read_share")
def may_read_share(user: User | AnonymousUser, share: Share | None) -> bool:
    """Both sides see what is shared between them."""
    return share is not None and any(
        roles_in(user, side) & READERS for side in (share.owner_id, share.reader_id)
    )


@permission("guidance.work_for")
def may_work_for(user: User | AnonymousUser, organisation: Organisation | None) -> bool:
    """Whether the user registers contacts, opens cases and makes appointments for the organisation."""
    return organisation is not None and bool(roles_in(user, organisation.pk) & WORKERS)


@permission("guidance.edit_case")
def may_edit_case(user: User | AnonymousUser, case: GuidanceCase | None) -> bool:
    """The owning organisation's people change a case they read; whom it is shared with only reads."""
    if case is None:
        return False
    works = roles_in(user, case.organisation_id) & WORKERS
    return bool(works) and _reads_own(user, case.organisation_id, case)


@permission("guidance.edit_interaction")
def may_edit_interaction(user: User | AnonymousUser, interaction: Interaction | None) -> bool:
    """As for a case."""
    if interaction is None:
        return False
    works = roles_in(user, interaction.organisation_id) & WORKERS
    return bool(works) and _reads_own(user, interaction.organisation_id, interaction.case)


@permission("guidance.edit_task")
def may_edit_task(user: User | AnonymousUser, task: Task | None) -> bool:
    """As for a case."""
    if task is None:
        return False
    works = roles_in(user, task.organisation_id) & WORKERS
    return bool(works) and _reads_own(user, task.organisation_id, task.case)


@permission("guidance.shield_case")
def may_shield(user: User | AnonymousUser, case: GuidanceCase | None) -> bool:
    """Shielding, and judging a segment, is a decision: not for a student helper."""
    if case is None:
        return False
    return may_edit_case(user, case) and bool(roles_in(user, case.organisation_id) & DECIDERS)


@permission("guidance.hand_over_case")
def may_hand_over(user: User | AnonymousUser, case: GuidanceCase | None) -> bool:
    """Its adviser gives a case to a colleague, and a leader does so for anybody."""
    if case is None or not may_edit_case(user, case):
        return False
    return case.adviser_id == user.pk or bool(roles_in(user, case.organisation_id) & LEADERS)


def may_grant_access(user: User | AnonymousUser, *, organisation: int, subject: int) -> bool:
    """Who lets others read what the organisation has on a subject: a leader, or the adviser of its case."""
    roles = roles_in(user, organisation)
    if roles & LEADERS or not roles & DECIDERS:
        return bool(roles & LEADERS)
    mine = GuidanceCase.objects.filter(organisation_id=organisation, subject_id=subject, shielded=False)
    return mine.filter(adviser_id=user.pk).exists()
