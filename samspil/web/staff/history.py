"""Historik: who changed what in a record, when and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samspil.upkeep.history import open_history
from samspil.web import trail

if TYPE_CHECKING:
    from samspil.organisations.models import User


@require_safe
def history(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """Show every change of a record; 404 for who may not read it."""
    found = open_history(by=cast("User", request.user), kind=kind, key=key)
    if found is None:
        raise Http404
    lines = [{"line": line, "action": trail.said(line.action)} for line in found.lines]
    context = {"kind": kind, "row": found.row, "lines": lines, "more": found.more}
    return render(request, "staff/history.jinja", context)
