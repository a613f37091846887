"""Refuses what no keyboard types: a NUL character, which PostgreSQL cannot store."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

NUL = "\0"


class NulMiddleware:
    """Answers 400 where an address or a form holds a NUL character, before any page reads it.

    Django's form fields refuse it too, but many a page reads a name or a note from the request itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """Look once the view is known, so that nobody's upload is read for an address there is none of."""
        said = [request.path, *request.GET, *request.POST]
        for given in (request.GET, request.POST):
            said += [value for values in given.lists() for value in values[1]]
        if any(NUL in each for each in said):
            raise BadRequest("The request holds a NUL character.")
