"""Lets rows follow that were written about a duplicate at the very moment in which it was merged."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from samspil.companies.models import Subject
from samspil.companies.queries import survivor_of
from samspil.platform.audit.actions import record_all
from samspil.platform.versioning import Versioned
from samspil.upkeep.relations import RELATIONS


@transaction.atomic
def follow(*, on: dt.date) -> int:
    """Point rows that still point to a signpost to the one it leads to; return how many. For the tick.

    Only where nothing can clash; what may stand once only stays with the signpost.
    """
    moved = 0
    for relation in RELATIONS:
        if relation.rule != "move" or relation.alike is not None or relation.label == "companies.Subject":
            continue
        manager = relation.model._base_manager
        left = manager.filter(**{f"{relation.column}__merged_into__isnull": False})
        keys = set(left.values_list(f"{relation.column}_id", flat=True))
        for signpost in Subject.objects.filter(pk__in=keys):
            rows = manager.filter(**{relation.column: signpost})
            columns = {relation.column: survivor_of(signpost)}
            moving = list(rows)
            bump = {"version": F("version") + 1} if issubclass(relation.model, Versioned) else {}
            moved += rows.update(**columns, **bump)
            record_all(by=None, action="merge_moved", rows=moving, into=columns[relation.column].pk)
    return moved
