"""Every question about companies and founders that all may ask: the minimum facts (B21)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from samspil.companies.models import Approach

if TYPE_CHECKING:
    from samspil.companies.models import Subject


def approaches_to(subject: Subject) -> QuerySet[Approach]:
    """Return who was or will be in contact, newest first: party, day and form, and nothing else."""
    return subject.approaches.select_related("organisation").order_by("-day", "-pk")
