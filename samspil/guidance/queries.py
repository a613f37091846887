"""Every question about cases, contacts, tasks and enquiries, always scoped to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from samspil.guidance.models import Enquiry, GuidanceCase, Interaction, Share, Task
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


def _shared(user: User | AnonymousUser, case: str) -> Exists:
    """Whether the row's owner lets one of the user's organisations read it; `case` is its case's column.

    A share with a day in `until` has been withdrawn or has run out (actions.end_shares): from then on
    nothing is read by it, also on that day.
    """
    return Exists(
        Share.objects.filter(
            Q(case__isnull=True) | Q(case=OuterRef(case)),
            subject=OuterRef("subject"),
            owner=OuterRef("organisation"),
            reader_id__in=_organisations(user, READERS),
            until__isnull=True,
        )
    )


def _open_or_own(user: User | AnonymousUser, prefix: str = "") -> Q:
    """A case that is not shielded, or whose adviser or leader the user is; also what is on no case."""
    return (
        Q(**{f"{prefix}shielded": False})
        | Q(**{f"{prefix}adviser_id": user.pk or 0})
        | Q(**{f"{prefix}organisation_id__in": _organisations(user, LEADERS)})
    )


def cases_for(user: User | AnonymousUser) -> QuerySet[GuidanceCase]:
    """Return the cases whose content the user may read: the own organisation's, and those shared with it.

    A shielded case is for its own adviser and the leaders of its organisation, and is never shared.
    """
    own = Q(organisation_id__in=_organisations(user, READERS)) & _open_or_own(user)
    return GuidanceCase.objects.filter(own | Q(shielded=False) & Q(_shared(user, "pk")))


def interactions_for(user: User | AnonymousUser, *, also_cancelled: bool = False) -> QuerySet[Interaction]:
    """Return the contacts whose content the user may read; those on a case follow the case.

    One that was registered by mistake is in no list and no count: only its own page asks for it.
    """
    own = Q(organisation_id__in=_organisations(user, READERS))
    own &= Q(case__isnull=True) | _open_or_own(user, "case__")
    open_case = Q(case__isnull=True) | Q(case__shielded=False)
    found = Interaction.objects.filter(own | open_case & Q(_shared(user, "case")))
    return found if also_cancelled else found.filter(cancelled=False)


def tasks_for(user: User | AnonymousUser) -> QuerySet[Task]:
    """Return the tasks of the user's organisations; those on a shielded case for its own people only."""
    mine = Q(organisation_id__in=_organisations(user, READERS))
    mine &= Q(case__isnull=True) | _open_or_own(user, "case__")
    return Task.objects.filter(mine)


def enquiries_for(user: User | AnonymousUser, *, also_cancelled: bool = False) -> QuerySet[Enquiry]:
    """Return the anonymous enquiries of the user's organisations; those struck out only when asked for."""
    found = Enquiry.objects.filter(organisation_id__in=_organisations(user, READERS))
    return found if also_cancelled else found.filter(cancelled=False)


def shares_for(user: User | AnonymousUser) -> QuerySet[Share]:
    """Return what is or was shared by or with the user's organisations."""
    mine = _organisations(user, READERS)
    return Share.objects.filter(Q(owner_id__in=mine) | Q(reader_id__in=mine))


def shared_with(user: User | AnonymousUser) -> QuerySet[Share]:
    """Return what other organisations let the user's read now."""
    return Share.objects.filter(until__isnull=True, reader_id__in=_organisations(user, READERS))


def shielded_from(user: User | AnonymousUser) -> QuerySet[GuidanceCase]:
    """Return the shielded cases of which the user may learn nothing, not even whose they are."""
    return GuidanceCase.objects.filter(shielded=True).exclude(
        Q(pk__in=cases_for(user).filter(shielded=True).values("pk"))
    )
