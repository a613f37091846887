"""The first page after log-in: who I am, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samspil.organisations import queries

if TYPE_CHECKING:
    from samspil.organisations.models import User


def home(request: HttpRequest) -> HttpResponse:
    """Show the reader's roles."""
    user = cast("User", request.user)
    return render(request, "staff/home.jinja", {"memberships": queries.memberships_of(user)})
