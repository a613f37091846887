"""Every question about runs, always scoped to who asks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.core.measures.scorecard import ReadingResult, Scorecard
from samspil.governance.queries import contract_of
from samspil.organisations.models import Membership
from samspil.scorecards import rules
from samspil.scorecards.members import MemberPage, MemberRow, members
from samspil.scorecards.models import Run

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.core.measures.contract import ResultContract
    from samspil.organisations.models import User

__all__ = [
    "MemberPage",
    "MemberRow",
    "contract",
    "development",
    "latest_run",
    "members",
    "runs_for",
    "scorecard",
]


def runs_for(user: User | AnonymousUser) -> QuerySet[Run]:
    """Return the runs the user may see, newest day first, without their scorecards."""
    mine = Membership.objects.filter(user=user.pk or 0, user__is_active=True)
    at_hub = mine.filter(role__in=rules.SEES_RUNS).values("organisation")
    below = mine.filter(role__in=rules.SEES_RUNS_FROM_BELOW, organisation__parent__isnull=False)
    return (
        Run.objects.filter(Q(hub__in=at_hub) | Q(hub__in=below.values("organisation__parent")))
        .select_related("hub", "contract_version")
        .defer("scorecard", "contract_version__content", "contract_version__files")
    )


def latest_run(user: User | AnonymousUser, contract: str | None = None) -> Run | None:
    """Return the newest run the user may see, of any contract or of one; None when there is none."""
    runs = runs_for(user)
    return (runs.filter(contract_version__code=contract) if contract else runs).first()


def scorecard(run: Run) -> Scorecard:
    """Return the scorecard of a run; kept in the process, since a run never changes."""
    return _parsed(run.pk, run.folder)


@lru_cache(maxsize=128)
def _parsed(key: int, folder: str) -> Scorecard:
    # The folder beside the key, because test databases use keys again.
    text = Run.objects.values_list("scorecard", flat=True).get(pk=key, folder=folder)
    return Scorecard.model_validate_json(text)


def contract(run: Run) -> ResultContract:
    """Return the contract as it stood for the run."""
    return contract_of(run.contract_version)


def development(
    user: User | AnonymousUser, run: Run, point: str, reading: str = "chosen", *, limit: int = 24
) -> list[tuple[Run, ReadingResult]]:
    """Return the figure in the contract's runs the user may see, oldest first; later knowledge wins a day."""
    by_day: dict[object, tuple[Run, ReadingResult]] = {}
    for each in runs_for(user).filter(contract_version__code=run.contract_version.code, hub=run.hub)[:limit]:
        try:
            figure = scorecard(each).point(point).reading(reading)
        except KeyError:
            # An earlier version of the contract had no such point or reading.
            continue
        by_day.setdefault(each.as_of, (each, figure))
    return list(reversed(by_day.values()))
