"""Every question about messages: one's own, and how the outbox is doing."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db.models import Count, Min, Q, QuerySet

from samspil.platform.messages.kinds import WAITING, Mode, State, kind_of, known
from samspil.platform.messages.models import Message, Preference
from samspil.platform.messages.rules import Quiet

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser
    from django.contrib.auth.models import AnonymousUser

# What somebody has to look at, since nothing more happens by itself.
TROUBLED = (State.GIVEN_UP, State.UNSURE)


def messages_for(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Message]:
    """Return the messages to a user, newest first: nobody else's."""
    return Message.objects.filter(user_id=user.pk or 0)


def preference_of(user: AbstractBaseUser) -> Preference:
    """Return how a user wants messages; the defaults, unsaved, for one who has not chosen."""
    return Preference.objects.filter(user_id=user.pk).first() or Preference(user_id=user.pk)


def mode_of(preference: Preference, kind: str) -> Mode:
    """Return how the user wants messages of that kind."""
    which = kind_of(kind)
    if which.required:
        return Mode.IMMEDIATELY
    return Mode(preference.modes.get(which.code, which.mode))


def modes_of(preference: Preference) -> dict[str, Mode]:
    """Return the choice about every kind that can be chosen about."""
    return {kind.code: mode_of(preference, kind.code) for kind in known()}


def quiet_of(preference: Preference) -> Quiet:
    """Return the quiet hours as the rules take them."""
    return Quiet(preference.quiet_from, preference.quiet_to, preference.quiet_days_off)


def troubled() -> QuerySet[Message]:
    """Return the messages that need a human: given up, perhaps sent, or returned; newest first.

    For who keeps the installation; it shows to whom and why, and no bodies.
    """
    return (
        Message.objects.filter(Q(state__in=TROUBLED) | ~Q(delivery="") & ~Q(delivery="delivered"))
        .select_related("user")
        .defer("body")
    )


def outbox(now: dt.datetime) -> dict[str, int | dt.datetime | None]:
    """Return how the outbox is doing: due, due again after a failure, troubled, and since when the oldest."""
    waiting = Q(state__in=WAITING, due_at__lte=now)
    return Message.objects.filter(Q(state__in=[*WAITING, State.SENDING, *TROUBLED])).aggregate(
        due=Count("pk", filter=waiting),
        later=Count("pk", filter=Q(state__in=WAITING, due_at__gt=now)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        given_up=Count("pk", filter=Q(state=State.GIVEN_UP)),
        unsure=Count("pk", filter=Q(state=State.UNSURE)),
        oldest=Min("due_at", filter=waiting),
    )
