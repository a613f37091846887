"""Who may say what somebody knows: the person, and whoever leads or administers the person's work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.organisations.queries import managed_by
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User


@permission("competence.edit")
def may_edit_profile(user: User | AnonymousUser, other: User | None) -> bool:
    """Whether the user keeps the other's profile."""
    if other is None or not user.is_authenticated:
        return False
    if user.pk == other.pk:
        return user.is_active
    return managed_by(user).filter(memberships__user=other).exists()
