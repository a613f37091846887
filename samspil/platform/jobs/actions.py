"""Every change to leases and to what is known of sweeps; housekeeping, so not in the history of records."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from samspil.platform.jobs.models import Lease, SweepRun

# Long enough to live through a slow disk, short enough that a killed tick is replaced within minutes.
LEASE = dt.timedelta(minutes=3)


def take(*, name: str, holder: str, now: dt.datetime, length: dt.timedelta = LEASE) -> bool:
    """Take or renew a lease; False while another holds it. One statement decides, so never both."""
    mine = Lease.objects.filter(Q(holder=holder) | Q(until__lte=now), name=name)
    if mine.update(holder=holder, beat_at=now, until=now + length):
        return True
    if Lease.objects.filter(name=name).exists():
        return False
    try:
        with transaction.atomic():
            Lease.objects.create(name=name, holder=holder, taken_at=now, beat_at=now, until=now + length)
    except IntegrityError:
        return False
    return True


def give_back(*, name: str, holder: str, now: dt.datetime) -> None:
    """Let others have the lease at once."""
    Lease.objects.filter(name=name, holder=holder).update(until=now, holder="")


def note_start(*, name: str, now: dt.datetime) -> None:
    """Note that a sweep has begun."""
    SweepRun.objects.update_or_create(
        name=name, defaults={"started_at": now, "finished_at": None, "ok": False}
    )


def note_end(*, name: str, now: dt.datetime, count: int = 0, error: str = "") -> None:
    """Note how a sweep ended: with how much it did, or with what went wrong."""
    SweepRun.objects.filter(name=name).update(
        finished_at=now,
        ok=not error,
        count=count,
        error=error[:500],
        failures=F("failures") + 1 if error else 0,
    )
