"""Every question about saved views: one's own, and those shared where one works."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.platform.views.models import SavedView

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser


def views_for(user: AbstractBaseUser | AnonymousUser) -> QuerySet[SavedView]:
    """Return the user's own views and those shared with the organisations that the user belongs to."""
    shared = Q(organisation__memberships__user__pk=user.pk or 0)
    return SavedView.objects.filter(Q(user__pk=user.pk or 0) | shared).distinct()


def of_list(user: AbstractBaseUser | AnonymousUser, route: str) -> QuerySet[SavedView]:
    """Return the views of one list."""
    return views_for(user).filter(route=route)
