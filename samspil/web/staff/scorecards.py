"""Målopfyldelse: the scorecard of a run, and the page of each of its goals."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.governance import queries as governance
from samspil.governance.permissions import hubs_of
from samspil.organisations import queries as organisations
from samspil.scorecards import queries
from samspil.web import words
from samspil.web.components import navigation
from samspil.web.staff import lines

if TYPE_CHECKING:
    from samspil.core.measures.contract import ResultContract
    from samspil.core.measures.scorecard import Scorecard
    from samspil.organisations.models import User
    from samspil.scorecards.models import Run

# How many runs the picker offers; a year has far fewer.
PICKED = 24


def run_for(request: HttpRequest, key: int) -> Run:
    """Return a run that the reader may see; 404 for all others, so that nobody learns which there are."""
    run = queries.runs_for(cast("User", request.user)).filter(pk=key).first()
    if run is None:
        raise Http404
    return run


def frame(request: HttpRequest, run: Run) -> dict[str, Any]:
    """Return what all pages of a run show: the run, the others to choose from, whose it is."""
    others = queries.runs_for(cast("User", request.user)).filter(
        hub=run.hub, contract_version__code=run.contract_version.code
    )
    return {
        "run": run,
        "runs": list(others[:PICKED]),
        "hub": run.hub.name,
        "contract_title": queries.contract(run).title,
    }


def read(run: Run) -> tuple[Scorecard, ResultContract]:
    """Return the stored scorecard and the contract it was scored by; nothing is computed."""
    return queries.scorecard(run), queries.contract(run)


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Go to the newest scorecard of the reader's hub, or say what will stand here and the first step."""
    user = cast("User", request.user)
    run = queries.latest_run(user)
    if run is not None:
        return redirect("scorecard", run.pk)
    hub = hubs_of(user).first()
    version = governance.versions_of(hub).first() if hub else None
    context = {
        "hub": hub.name if hub else "",
        "version": version,
        "memberships": organisations.memberships_of(user),
    }
    return render(request, "staff/scorecards/empty.jinja", context)


@require_safe
def scorecard(request: HttpRequest, run: int) -> HttpResponse:
    """Show every goal and point of a run on one screen."""
    stored = run_for(request, run)
    card, contract = read(stored)
    context = {
        **frame(request, stored),
        "title": words.title(contract),
        "card": card,
        "season": season(stored.as_of, card.year),
        "blocks": lines.blocks(card, contract, governance.reported_results(contract.id)),
    }
    return render(request, "staff/scorecards/scorecard.jinja", context)


@require_safe
def goal(request: HttpRequest, run: int, number: int) -> HttpResponse:
    """Show one goal with its points and the words behind them."""
    stored = run_for(request, run)
    context = {**frame(request, stored), "block": block_of(stored, number)}
    return render(request, "staff/scorecards/goal.jinja", context)


def block_of(run: Run, number: int) -> lines.Block:
    """Return one goal of a run; 404 when the contract has none of that number."""
    card, contract = read(run)
    found = lines.blocks(card, contract, governance.reported_results(contract.id))
    for block in found:
        if block.goal.number == number:
            return block
    raise Http404


def season(as_of: dt.date, year: int) -> str:
    """How far the contract's year has come: uge 39 af 52; nothing for another year."""
    here = as_of.isocalendar()
    if here.year != year:
        return ""
    # The last week of a year is the one with 28 December in it.
    weeks = dt.date(year, 12, 28).isocalendar().week
    return _("uge %(week)s af %(weeks)s") % {"week": here.week, "weeks": weeks}


navigation.add(navigation.Room("scorecards", gettext_lazy("Målopfyldelse"), place=90, go="s"))
