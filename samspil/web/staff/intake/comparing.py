"""What an import brought, year by year, beside what was reported at the time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.platform.imports import actions, kinds
from samspil.upkeep.queries import tallies_of
from samspil.web.components.typed import number_from
from samspil.web.staff.intake.frame import import_or_404, reader

if TYPE_CHECKING:
    from samspil.platform.imports.models import Import


@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, number: int) -> HttpResponse:
    """Show the counts in one way of counting, and take the totals that were reported."""
    imported = import_or_404(request, number)
    if imported.state != "done":
        return redirect("import", number)
    tallies = tallies_of(imported)
    ways = list(tallies)
    asked = request.POST.get("way") or request.GET.get("efter", "")
    way = asked if asked in tallies else ways[0]
    typed: dict[str, str] = {}
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        totals, typed, errors = _typed(request, way, tallies[way])
        if not errors:
            actions.compare_with(by=reader(request), imported=imported, totals=totals)
            messages.success(request, _("Tallene er gemt."))
            return redirect(f"{reverse('import-compare', args=[number])}?efter={way}")
    context = {
        "imported": imported,
        "kind": kinds.get(imported.kind),
        "way": way,
        "chips": [{"label": each, "href": f"?efter={each}", "chosen": each == way} for each in ways],
        # Companies have no year of their own.
        "dated": any(year != "–" for year, _what, _count in tallies[way]),
        "lines": _lines(imported, way, tallies[way], typed),
        "errors": errors,
    }
    return render(request, "staff/intake/compare.jinja", context, status=422 if errors else 200)


def _key(way: str, year: str, what: str) -> str:
    return f"{way}|{year}|{what}"


def _typed(
    request: HttpRequest, way: str, counts: list[tuple[str, str, int]]
) -> tuple[dict[str, int | None], dict[str, str], list[tuple[str, str]]]:
    """Read the totals as they were written; an empty field takes a total away."""
    totals: dict[str, int | None] = {}
    typed: dict[str, str] = {}
    errors = []
    for place, (year, what, _count) in enumerate(counts):
        written = request.POST.get(f"total-{place}", "").strip()
        typed[_key(way, year, what)] = written
        try:
            totals[_key(way, year, what)] = int(number_from(written)) if written else None
        except ValueError as error:
            errors.append((f"total-{place}", f"{year} {what}: {error}"))
    return totals, typed, errors


def _lines(
    imported: Import, way: str, counts: list[tuple[str, str, int]], typed: dict[str, str]
) -> list[dict[str, Any]]:
    lines = []
    for place, (year, what, count) in enumerate(counts):
        reported = imported.totals.get(_key(way, year, what))
        lines.append(
            {
                "field": f"total-{place}",
                "year": year,
                "what": what,
                "count": count,
                "typed": typed.get(_key(way, year, what), "" if reported is None else str(reported)),
                "difference": None if reported is None else count - reported,
            }
        )
    return lines
