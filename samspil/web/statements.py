"""Pages about the system itself: how accessible it is."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """Show the accessibility statement, which the law asks for on every page."""
    return render(request, "statements/accessibility.jinja")
