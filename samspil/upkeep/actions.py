"""Every change a user makes to pairs that may be the same; merging itself is in merge.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from samspil.platform.audit.actions import record

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.upkeep.models import Likeness


@transaction.atomic
def dismiss(*, by: User, pair: Likeness) -> Likeness:
    """Remember that two are not the same; they are not proposed again."""
    pair.dismissed_at, pair.dismissed_by = timezone.now(), by
    pair.save()
    record(by=by, action="dismiss_likeness", row=pair, first=pair.first_id, second=pair.second_id)
    return pair


@transaction.atomic
def propose_again(*, by: User, pair: Likeness) -> Likeness:
    """Take a dismissal back."""
    pair.dismissed_at = pair.dismissed_by = None
    pair.save()
    record(by=by, action="propose_likeness_again", row=pair, first=pair.first_id, second=pair.second_id)
    return pair
