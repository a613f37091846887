"""What the form shows of whom the contact was with: people, cases, and who else is in contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.translation import gettext as _

from samspil.companies.queries import contact_persons_for, search, subjects_for
from samspil.cooperation.queries import collisions
from samspil.core.reference import municipalities
from samspil.guidance.queries import cases_for
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.queries import workplaces_of
from samspil.platform.danish import sort_key
from samspil.web.jinja import formats

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.companies.search import Hit
    from samspil.organisations.models import Organisation, User

MOST_HITS = 8


@dataclass(frozen=True)
class About:
    """A company or founder as the form shows it."""

    subject: Subject
    persons: list[tuple[str, str]]
    cases: list[tuple[str, str]]
    # The case that is meant unless one says otherwise: one's own, when there is only one.
    likely: str
    found: list[Any] = field(default_factory=list)


def places_of(user: Any) -> list[Organisation]:
    """Where the user registers contacts, the default first; 404 for who works with no companies."""
    places = list(workplaces_of(user))
    if not places:
        raise Http404
    return places


def about(user: User, key: str, places: Sequence[Organisation], today: dt.date) -> About | None:
    """Return the company or founder of that key with what the form needs; None when one knows of none."""
    if not (key.isascii() and key.isdigit() and len(key) < 15):
        return None
    subject = subjects_for(user).select_related("municipality").filter(pk=int(key)).first()
    if subject is None:
        return None
    theirs = contact_persons_for(user).filter(
        subject=subject, organisation__in=[place.pk for place in places], left_on__isnull=True
    )
    persons = [(str(each.pk), _person(each)) for each in theirs.order_by("-primary", "name", "pk")[:100]]
    open_cases = list(
        cases_for(user)
        .filter(subject=subject, organisation__in=[place.pk for place in places], ended__isnull=True)
        .select_related("adviser")
        .order_by("-started", "-pk")[:50]
    )
    own = [case for case in open_cases if case.adviser_id == user.pk]
    return About(
        subject=subject,
        persons=persons,
        cases=[(str(case.pk), _case(case)) for case in [*own, *(c for c in open_cases if c not in own)]],
        likely=str(own[0].pk) if len(own) == 1 else "",
        found=collisions(user, subject, on=today),
    )


def _person(person: Any) -> str:
    return ", ".join(part for part in (person.name, person.title, person.phone) if part)


def _case(case: Any) -> str:
    begun = _("Forløb fra %(day)s") % {"day": formats.day(case.started)}
    return f"{begun} · {case.adviser.name}" if case.adviser else begun


def hits(user: User, text: str) -> list[Hit]:
    """Return whom the text may mean; nothing for less than two signs."""
    text = " ".join(text.split())[:100]
    return search(user, text, limit=MOST_HITS) if len(text) > 1 else []


def areas(place: Organisation) -> list[tuple[str, str]]:
    """Return the municipalities to choose from, those that the organisation works in first."""
    own = set(
        place.municipalities.values_list("pk", flat=True)
        if place.kind == OrganisationKind.HUB
        else place.agreements.filter(valid_to__isnull=True).values_list("municipality_id", flat=True)
    )
    named = [(code, each.name) for code, each in municipalities().items()]
    return sorted(named, key=lambda pair: (pair[0] not in own, sort_key(pair[1])))
