"""Who may see whose answers to the user evaluation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.guidance.rules import READERS
from samspil.organisations.kinds import Role
from samspil.organisations.models import Membership
from samspil.surveys.models import EvaluationAnswer

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User


def answers_for(user: User | AnonymousUser) -> QuerySet[EvaluationAnswer]:
    """Return the answers that the user may see by name: the evaluator's own, and those consented to."""
    places = Membership.objects.filter(user__pk=user.pk or 0, user__is_active=True)
    evaluated = places.filter(role=Role.EVALUATOR).values("organisation")
    read = places.filter(role__in=sorted(READERS)).values("organisation")
    return EvaluationAnswer.objects.filter(
        Q(organisation__in=evaluated) | Q(organisation__in=read, consented=True)
    )
