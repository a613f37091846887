"""The page of one company in a run: where it counts, where not, and what mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.scorecards.standing import Place, open_standing
from samspil.web import words
from samspil.web.components.tables import Column
from samspil.web.jinja import formats
from samspil.web.staff import scorecards

if TYPE_CHECKING:
    from samspil.core.measures.contract import ResultContract
    from samspil.organisations.models import User


@require_safe
def standing(request: HttpRequest, run: int, subject: int) -> HttpResponse:
    """Show a company's or founder's role at every point of a run."""
    stored = scorecards.run_for(request, run)
    found = open_standing(by=cast("User", request.user), run=stored, subject=subject)
    if found is None:
        raise Http404
    _card, contract = scorecards.read(stored)
    rows = [shown(contract, place) for place in found.places]
    facts = [(_("CVR-nummer"), formats.cvr(found.cvr_number))] if found.cvr_number else []
    context = {
        **scorecards.frame(request, stored),
        "subject": subject,
        "name": found.name,
        "facts": [*facts, (_("Kommune"), found.municipality or formats.NOTHING)],
        "founder": found.founder,
        "columns": columns(rows),
        "rows": rows,
    }
    return render(request, "staff/scorecards/standing.jinja", context)


def columns(rows: list[dict[str, Any]]) -> list[Column]:
    """Return the columns: the point, how it was counted there, and what mends it where anything does."""
    every = [Column("point", _("Målepunkt")), Column("role", _("Hvordan er den talt?"))]
    if any(row["mend"] for row in rows):
        every.append(Column("mend", _("Sådan rettes det")))
    return every


def shown(contract: ResultContract, place: Place) -> dict[str, Any]:
    """Return one place in words; several rows in the same role are counted."""
    role = words.role(place.role)
    return {
        "id": place.point,
        "point": f"{place.point} {words.title(contract.point(place.point))}",
        "code": place.role,
        "role": role if place.rows == 1 else f"{role} ({formats.number(place.rows)})",
        "mend": words.mend(place.role),
    }
