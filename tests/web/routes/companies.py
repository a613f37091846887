"""The pages of companies, each with an address to open it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.companies.models import Subject
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {"search-suggestions", "company-choices", "company-new-fields"}


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    company = Subject.objects.filter(cases__shielded=False, kind="company").order_by("pk")[0]
    yield Route("search", reverse("search") + "?q=smed")
    yield Route("company", reverse("company", args=[company.pk]))
