"""Every question about runs, always scoped to who asks."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from samspil.core.measures.scorecard import ReadingResult, Scorecard
from samspil.governance.queries import contract_of
from samspil.organisations.models import Membership
from samspil.scorecards import rules
from samspil.scorecards.members import MemberPage, MemberRow, members
from samspil.scorecards.models import Run

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

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
    "scorecards",
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
    return scorecards([run])[run.pk]


def scorecards(runs: Iterable[Run]) -> dict[int, Scorecard]:
    """Return the scorecards of runs by their numbers; those not kept in the process in one query."""
    # Kept under the folder's name, because test databases use numbers again.
    wanted = {run.folder: run.pk for run in runs}
    cards = {folder: card for folder in wanted if (card := _kept.get(folder))}
    missing = wanted.keys() - cards.keys()
    if missing:
        rows = Run.objects.filter(folder__in=missing).values_list("folder", "scorecard")
        for folder, text in rows:
            cards[folder] = _keep(folder, Scorecard.model_validate_json(text))
    return {wanted[folder]: card for folder, card in cards.items()}


_kept: dict[str, Scorecard] = {}
_keeping = Lock()
# A year of monthly runs of several hubs; a scorecard takes about a megabyte.
KEPT = 128


def _keep(folder: str, card: Scorecard) -> Scorecard:
    with _keeping:
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)))
        _kept[folder] = card
    return card


def contract(run: Run) -> ResultContract:
    """Return the contract as it stood for the run."""
    return contract_of(run.contract_version)


def development(
    user: User | AnonymousUser, run: Run, point: str, reading: str = "chosen", *, limit: int = 24
) -> list[tuple[Run, ReadingResult]]:
    """Return the figure in the contract's runs the user may see, oldest first; later knowledge wins a day."""
    same = {"contract_version__code": run.contract_version.code, "hub": run.hub_id}
    runs = list(runs_for(user).filter(**same)[:limit])
    cards = scorecards(runs)
    by_day: dict[dt.date, tuple[Run, ReadingResult]] = {}
    for each in runs:
        try:
            figure = cards[each.pk].point(point).reading(reading)
        except KeyError:
            # An earlier version of the contract had no such point or reading.
            continue
        by_day.setdefault(each.as_of, (each, figure))
    return list(reversed(by_day.values()))
