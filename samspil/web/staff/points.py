"""The page of a measurement point: figure, words, readings, and what others measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.core.measures.contract import Baseline, Point, ResultContract
from samspil.core.reference import municipalities
from samspil.governance import queries
from samspil.platform.danish import search_key
from samspil.web.staff import drawings, lines, reported, scorecards

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.scorecards.models import Run


@require_http_methods(["GET", "HEAD", "POST"])
def point(request: HttpRequest, run: int, point: str) -> HttpResponse:
    """Show a point; a post enters a result that somebody else measured."""
    stored = scorecards.run_for(request, run)
    block, line = line_of(stored, point)
    _card, contract = scorecards.read(stored)
    form = _form(request, stored, line)
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        user = cast("User", request.user)
        if form.is_valid() and form.save(by=user, contract=contract.id, point=line.result.id):
            messages.success(request, _("Resultatet er gemt."))
            return redirect("point", stored.pk, point)
    context = {
        **scorecards.frame(request, stored),
        "block": block,
        "line": line,
        "columns": lines.group_columns(line.result),
        "rows": lines.group_rows(line.result, line.chosen),
        "drawing": drawings.drawing(line),
        "readings": lines.readings(line.result, deciding(line, contract)),
        "switches": deciding(line, contract).switches,
        "exclusions": lines.exclusions(line.chosen),
        "baselines": baselines(line, contract),
        "results": reported.rows(queries.results_at(contract.id, line.result.id), line),
        "form": form,
    }
    return render(
        request, "staff/scorecards/point.jinja", context, status=422 if form and form.errors else 200
    )


def line_of(run: Run, point: str) -> tuple[lines.Block, lines.Line]:
    """Return a point of a run with its goal; 404 when the contract has none of that id."""
    block = scorecards.block_of(run, int(point.partition(".")[0]))
    for line in block.lines:
        if line.result.id == point:
            return block, line
    raise Http404


def deciding(line: lines.Line, contract: ResultContract) -> Point:
    """Return the point whose switches the readings turn: its own, or the one that decides it."""
    return contract.point(line.rows_of)


def _form(request: HttpRequest, run: Run, line: lines.Line) -> reported.ResultForm | None:
    if not request.user.has_perm("governance.enter_result", run.hub):
        return None
    return reported.ResultForm(line, request.POST if request.method == "POST" else None)


@dataclass(frozen=True)
class Baselines:
    """What an earlier year showed in all houses; `hubs` holds name, value, and whether it is our own."""

    year: int
    national: float
    quote: str
    hubs: list[tuple[str, float, bool]]


def baselines(line: lines.Line, contract: ResultContract) -> Baselines | None:
    """Return the six houses' baselines where the point is measured from one."""
    goal = int(line.result.id.partition(".")[0])
    found: Baseline | None = next((each for each in contract.baselines if each.goal == goal), None)
    if found is None or not line.point.baselines:
        return None
    areas = {each.hub_area for each in municipalities().values()}
    names = {f"erhvervshus-{search_key(area)}": f"Erhvervshus {area}" for area in areas}
    ordered = sorted(found.hubs.items(), key=lambda each: -each[1])
    hubs = [(names.get(code, code), value, code == contract.hub) for code, value in ordered]
    return Baselines(found.year, found.national, found.quote, hubs)
