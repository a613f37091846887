"""A colleague: where and how to reach the person, what the person knows, and who stands in meanwhile."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.competence.kinds import Depth
from samspil.competence.permissions import may_edit_profile
from samspil.competence.queries import certificates_of, competences_of
from samspil.organisations import queries
from samspil.organisations.kinds import Role
from samspil.organisations.permissions import may_keep, roles_to_give
from samspil.platform.clock import today
from samspil.web.second_factor import is_missing
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame

if TYPE_CHECKING:
    from samspil.organisations.models import Membership, User


@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """Show the reader's own page."""
    return _shown(request, frame.reader(request))


@require_safe
def person(request: HttpRequest, person: int) -> HttpResponse:
    """Show a colleague to anybody who has a place here."""
    return _shown(request, person_or_404(request, person))


def person_or_404(request: HttpRequest, key: int) -> User:
    """Return the person of an address; 404 where there is nobody, and for who has no place here."""
    found = queries.person(key)
    reader = frame.reader(request)
    if found is None or not (found.pk == reader.pk or reader.memberships.all()):
        raise Http404
    return found


def _shown(request: HttpRequest, found: User) -> HttpResponse:
    reader, on = frame.reader(request), today()
    own = reader.pk == found.pk
    queries.fetch_seats(found)
    seats = list(found.memberships.all())
    keeps = may_edit_profile(reader, found)
    may_change = may_keep(reader, found)
    absences = list(queries.absences_of(found, since=on))
    gives = {} if own else {seat.pk: roles_to_give(reader, seat.organisation) for seat in seats}
    context: dict[str, Any] = {
        "person": found,
        "own": own,
        "seats": [_seat(seat, gives.get(seat.pk, frozenset())) for seat in seats],
        "competences": [
            (Depth(depth).label, topics.labels([each.topic for each in group]))
            for depth, group in _by_depth(list(competences_of(found)))
        ],
        "certificates": [_certificate(each, on) for each in certificates_of(found)],
        "away": next((each for each in absences if each.first <= on), None),
        # When somebody is away is for the colleagues to know, not for the whole region.
        "absences": absences if keeps or _is_colleague(reader, seats) else [],
        "may_edit": keeps,
        "may_give": any(gives.values()) or (not own and not seats and keeps),
        "may_change": may_change,
        "may_let_go": may_change and found.is_active,
        "invited": found.is_active and not found.has_usable_password() and may_change,
        "second_factor_missing": own and is_missing(request),
        "on": on,
    }
    return render(request, "staff/organisations/person.jinja", context)


def _seat(seat: Membership, gives: frozenset[str]) -> dict[str, Any]:
    return {
        "key": seat.pk,
        "role": Role(seat.role).label,
        "organisation": seat.organisation.name,
        "href": reverse("organisation", args=[seat.organisation_id]),
        "closed": seat.organisation.closed_on,
        "office": seat.office.name if seat.office else "",
        "employer": seat.employer.name if seat.employer else "",
        "may_end": seat.role in gives,
    }


def _by_depth(every: list[Any]) -> list[tuple[int, list[Any]]]:
    depths = sorted({each.depth for each in every}, reverse=True)
    return [(depth, [each for each in every if each.depth == depth]) for depth in depths]


def _certificate(each: Any, on: dt.date) -> dict[str, Any]:
    soon = on + dt.timedelta(days=90)
    state = ""
    if each.expires_on is not None and each.expires_on < on:
        state = _("udløbet")
    elif each.expires_on is not None and each.expires_on <= soon:
        state = _("udløber snart")
    return {
        "key": each.pk,
        "title": each.title,
        "institution": each.institution,
        "topics": topics.labels(each.topics) if each.topics else [],
        "passed": each.passed_on,
        "expires": each.expires_on,
        "state": state,
    }


def _is_colleague(reader: User, seats: list[Membership]) -> bool:
    return queries.organisations_of(reader).filter(pk__in=[seat.organisation_id for seat in seats]).exists()
