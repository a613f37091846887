"""The page of a company or founder: who knows it, and one timeline across organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from samspil.companies import queries

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import User


def subject_or_404(request: HttpRequest, key: int) -> Subject:
    """Return whom the user knows of; 404 for the rest, so that nobody learns who there is."""
    found = queries.subject_for(cast("User", request.user), key)
    if found is None:
        raise Http404
    return found


@require_safe
def company(request: HttpRequest, subject: int) -> HttpResponse:
    """Show the page; a row that was merged leads to the one that stands."""
    found = subject_or_404(request, subject)
    if found.pk != subject:
        return redirect("company", found.pk)
    return render(request, "staff/companies/company.jinja", {"subject": found})
