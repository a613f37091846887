"""Who may see a run, the names behind its figures, and those behind survey answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from samspil.organisations.models import Membership
from samspil.platform.permissions import permission
from samspil.scorecards import rules

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User
    from samspil.scorecards.models import Run


@dataclass(frozen=True)
class Sight:
    """What a user sees of one hub's runs; each line presupposes the one before."""

    runs: bool
    names: bool
    answers: bool


def sight_of(user: User | AnonymousUser, hub: int) -> Sight:
    """What the user sees of the runs of the hub with that number, asked in one query.

    Roles in the hub count, and secretariat and evaluator in an organisation placed under it.
    """
    rows = Membership.objects.filter(
        Q(organisation=hub) | Q(organisation__parent=hub, role__in=rules.SEES_RUNS_FROM_BELOW),
        user=user.pk or 0,
        user__is_active=True,
    )
    roles = frozenset(rows.order_by().values_list("role", flat=True))
    return Sight(
        runs=bool(roles & rules.SEES_RUNS),
        names=bool(roles & rules.SEES_NAMES),
        answers=bool(roles & rules.SEES_ANSWERS),
    )


@permission("scorecards.view_run")
def may_see_run(user: User | AnonymousUser, run: Run | None) -> bool:
    """The rule of `queries.runs_for`, for one run."""
    return run is not None and sight_of(user, run.hub_id).runs


@permission("scorecards.view_names")
def may_see_names(user: User | AnonymousUser, run: Run | None) -> bool:
    """Whether rows are named; others see how many there are."""
    return run is not None and sight_of(user, run.hub_id).names


@permission("scorecards.view_answers")
def may_see_answers(user: User | AnonymousUser, run: Run | None) -> bool:
    """Whether rows behind survey answers are named also without the respondents' consent."""
    return run is not None and sight_of(user, run.hub_id).answers
