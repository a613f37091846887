"""What the trail says of shields that were lifted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Max

from samspil.guidance.models import GuidanceCase
from samspil.platform.audit.models import Event, label_of


def lifted_last(cases: Iterable[int]) -> int | None:
    """Return the trail's line in which a shield over one of the cases was lifted last; None if never."""
    lines = Event.objects.filter(
        kind=label_of(GuidanceCase), key__in=[str(key) for key in cases], action="unshield_case"
    )
    last: int | None = lines.aggregate(last=Max("pk"))["last"]
    return last
