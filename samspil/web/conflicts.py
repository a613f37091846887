"""Answers who was second of two with words: somebody changed it meanwhile, what, and how to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from samspil.platform.versioning import StaleRowError
from samspil.upkeep.history import KINDS
from samspil.web.staff.changed import Meanwhile, meanwhile

if TYPE_CHECKING:
    from django.db.models import Model
    from django.http.response import HttpResponseBase


class ConflictMiddleware:
    """Catches a StaleRowError that no page has answered itself; what was there stands unchanged.

    A form that is edited at length tells it beside what was typed instead; this is for the one-click steps.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """Draw the page instead of an error; the view's own changes are rolled back by now."""
        if not isinstance(exception, StaleRowError):
            return None
        context = {"lines": _told(request.user, exception.row), "back": _came_from(request)}
        return render(request, "409.html", context, status=409)


def _told(user: Any, row: Model) -> list[Meanwhile]:
    """What the other changed, when the reader may still read it: it may have been shielded just now."""
    model = row._meta.concrete_model
    for reader in KINDS.values():
        rows = reader(user)
        if rows.model._meta.concrete_model is model and rows.filter(pk=row.pk).exists():
            # The row has the version that it was read with.
            return meanwhile(row, getattr(row, "version", 0))
    return []


def _came_from(request: HttpRequest) -> str:
    """The page that the form stood on; the front page for who comes from elsewhere."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    return before if ours else "/"
