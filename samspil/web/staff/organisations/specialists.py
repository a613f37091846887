"""Hvem ved mest? Ranks advisers of all offices for a topic and a place, and why; and who has how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from samspil.competence.kinds import Depth
from samspil.competence.rules import YEARS, points
from samspil.guidance.specialists import Specialist, specialists
from samspil.organisations import queries
from samspil.platform.clock import today
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import Absence


@require_safe
def ranking(request: HttpRequest) -> HttpResponse:
    """Show who knows most about what the address asks for (A33)."""
    reader, on = frame.reader(request), today()
    if not queries.works_with_companies(reader):
        raise Http404
    known = dict(topics.options())
    # A case or company page may hand over the codes of its day.
    asked = [code for code in topics.chosen(";".join(request.GET.getlist("topics"))) if code in known]
    places = dict(frame.places())
    place = request.GET.get("kommune", "")
    place = place if place in places else ""
    found = specialists(reader, topics=asked, municipality=place, on=on)
    absent = queries.away([each.seat.user_id for each in found], on=on)
    context = {
        "tabs": frame.tabs(request),
        "topics": topics.options(),
        "asked": asked,
        "asked_names": [known[code] for code in asked],
        "places": frame.places(),
        "place": place,
        "place_name": places.get(place, ""),
        "rows": [row(each, asked, places.get(place, ""), absent.get(each.seat.user_id)) for each in found],
    }
    return render(request, "staff/organisations/specialists.jinja", context)


def row(found: Specialist, asked: list[str], place: str, away: Absence | None) -> dict[str, Any]:
    """Return one place of the ranking in words."""
    seat = found.seat
    where = seat.organisation.name + (f", {seat.office.name}" if seat.office else "")
    given = points(found.candidate, asked)
    return {
        "key": seat.user_id,
        "name": seat.user.name,
        "email": seat.user.email,
        "where": where,
        "employer": seat.employer.name if seat.employer else "",
        "away": away,
        "reasons": list(reasons(found, place)),
        "points": sum(given.values()),
        "factors": [(label, given[code]) for code, label in factors().items() if given[code]],
    }


def factors() -> dict[str, str]:
    """Return what counts, in the order in which it is told."""
    return {
        "depth": _("emne"),
        "cases": _("forløb"),
        "certificates": _("kurser"),
        "workload": _("belastning"),
        "distance": _("afstand"),
    }


def reasons(found: Specialist, place: str) -> Iterable[str]:
    """Say in a sentence each why somebody stands where the person stands."""
    candidate = found.candidate
    for depth in sorted(set(candidate.depths.values()), reverse=True):
        names = topics.labels([code for code, held in candidate.depths.items() if held == depth])
        yield f"{Depth(depth).label}: {', '.join(names)}."
    if candidate.closed_cases:
        said = ngettext(
            "Har afsluttet %(count)s forløb om det på %(years)s år.",
            "Har afsluttet %(count)s forløb om det på %(years)s år.",
            candidate.closed_cases,
        )
        yield said % {"count": candidate.closed_cases, "years": YEARS}
    if found.certificates:
        yield _("Har bestået %(titles)s.") % {"titles": ", ".join(found.certificates[:3])}
    yield (
        _("Har ingen åbne forløb nu.")
        if not candidate.open_cases
        else ngettext("Har %(count)s åbent forløb nu.", "Har %(count)s åbne forløb nu.", candidate.open_cases)
        % {"count": candidate.open_cases}
    )
    if candidate.kilometres is not None and place:
        if candidate.kilometres == 0:
            yield _("Sidder i %(place)s.") % {"place": place}
        else:
            yield _("Sidder %(km)s km fra %(place)s.") % {"km": candidate.kilometres, "place": place}
