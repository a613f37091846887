"""The list of one's own organisations' contacts: narrowed, ordered and read page by page in the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Model, Q, QuerySet

from samspil.guidance.queries import enquiries_for, interactions_for
from samspil.guidance.rules import READERS
from samspil.organisations.models import User
from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.guidance.models import Enquiry, Interaction

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Narrowing:
    """What a list is narrowed to; what is empty narrows nothing."""

    adviser: int | None = None
    kind: str = ""
    # All codes that are shown under the chosen topic.
    topics: frozenset[str] = frozenset()
    first: dt.date | None = None
    last: dt.date | None = None
    municipality: str = ""
    search: str = ""


def own_organisations(user: User | AnonymousUser) -> list[int]:
    """Return where the user reads contacts."""
    if not isinstance(user, User):
        return []
    return list(user.memberships.filter(role__in=sorted(READERS)).values_list("organisation_id", flat=True))


def contacts_of(
    user: User | AnonymousUser, narrowing: Narrowing, own: Iterable[int]
) -> QuerySet[Interaction]:
    """Return the contacts of the user's own organisations; others' that are shared stand with the company."""
    found = _narrowed(interactions_for(user).filter(organisation__in=list(own)), narrowing)
    if narrowing.kind:
        found = found.filter(kind=narrowing.kind)
    if narrowing.municipality:
        found = found.filter(subject__municipality=narrowing.municipality)
    for word in search_key(narrowing.search).split():
        found = found.filter(subject__search_key__contains=word)
    return found


def enquiries_of(user: User | AnonymousUser, narrowing: Narrowing, own: Iterable[int]) -> QuerySet[Enquiry]:
    """Return the anonymous enquiries of the user's own organisations."""
    found = _narrowed(enquiries_for(user).filter(organisation__in=list(own)), narrowing)
    if narrowing.kind:
        found = found.filter(channel=narrowing.kind)
    return found.filter(municipality=narrowing.municipality) if narrowing.municipality else found


def _narrowed(found: QuerySet[M], narrowing: Narrowing) -> QuerySet[M]:
    if narrowing.adviser is not None:
        found = found.filter(adviser=narrowing.adviser)
    if narrowing.first:
        found = found.filter(on__gte=narrowing.first)
    if narrowing.last:
        found = found.filter(on__lte=narrowing.last)
    return found.filter(_about(narrowing.topics)) if narrowing.topics else found


def _about(codes: frozenset[str]) -> Q:
    """Rows with one of the topics; the column holds codes with semicolons between."""
    found = Q()
    for code in sorted(codes):
        found |= Q(topics=code) | Q(topics__startswith=f"{code};")
        found |= Q(topics__endswith=f";{code}") | Q(topics__contains=f";{code};")
    return found
