"""Every question about the tick: whether it is alive, and what it did last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.platform.jobs.models import Lease, SweepRun

if TYPE_CHECKING:
    from django.db.models import QuerySet


def lease(name: str) -> Lease | None:
    """Return who holds a lease, or held it last; None when nobody ever has."""
    return Lease.objects.filter(name=name).first()


def sweep_runs() -> QuerySet[SweepRun]:
    """Return the last run of each sweep, by name."""
    return SweepRun.objects.all()
