"""The pages of companies, each with an address to open it by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.companies.actions import add_contact_person, add_unit
from samspil.companies.models import ContactPerson, ProductionUnit, Subject
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {"search-suggestions", "company-choices", "company-new-fields", "contact-person-left"}
TABS = ("kontakter", "p-enheder", "forloeb", "henvisninger", "arrangementer", "evalueringer")
P_NUMBER = "1012345678"


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    company = Subject.objects.filter(cases__shielded=False, kind="company").order_by("pk")[0]
    founder = Subject.objects.filter(cases__shielded=False, kind="founder").order_by("pk")[0]
    person = ContactPerson.objects.filter(subject=company, organisation=scored.hub).first()
    person = person or add_contact_person(
        by=None, subject=company, organisation=scored.hub, name="Karen Holm", phone="97820000"
    )
    unit = ProductionUnit.objects.filter(p_number=P_NUMBER).first()
    unit = unit or add_unit(by=None, subject=company, p_number=P_NUMBER, name="Værkstedet")
    address = reverse("company", args=[company.pk])
    yield Route("search", reverse("search") + "?q=smed")
    yield Route("companies", reverse("companies"))
    yield Route("companies", reverse("companies") + "?q=smedevrk&kontakt=none&ansatte=1-9&forloeb=open")
    yield Route("founders", reverse("founders"))
    yield Route("company-new", reverse("company-new"))
    yield Route("founder-new", reverse("founder-new"))
    yield Route("company", address)
    yield from (Route("company", f"{address}?vis={tab}") for tab in TABS)
    yield Route("company", reverse("company", args=[founder.pk]))
    for name in ("company-edit", "company-successor", "company-seen", "contact-person-new", "unit-new"):
        yield Route(name, reverse(name, args=[company.pk]))
    yield Route("unit-edit", reverse("unit-edit", args=[company.pk, unit.pk]))
    yield Route("contact-person", reverse("contact-person", args=[person.pk]))
