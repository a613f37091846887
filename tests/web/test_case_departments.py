"""What an edit of a case keeps: departments that are no longer near the company."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.guidance.actions import open_case
from samspil.guidance.kinds import Level
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Municipality, Organisation, User
from tests.web.reading import text


def test_departments_that_are_far_away_are_named_and_kept(
    municipalities: dict[str, Municipality],
    hub: Organisation,
    make_user: Callable[..., User],
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")
    anna = make_user("anna@example.dk", hub)
    company = register_company(by=None, name="Nordvest Smedeværk A/S", municipality=municipalities["0665"])
    far = create_organisation(
        by=None, code="teknik", name="Teknik og Miljø", kind=OrganisationKind.MUNICIPAL_DEPARTMENT
    )
    case = open_case(
        by=anna, subject=company, organisation=hub, level=Level.SPECIALISED, started=dt.date(2022, 9, 1)
    )
    case.departments.set([far])
    company.municipality = municipalities["0657"]
    company.save()
    client.force_login(anna)
    address = reverse("case-edit", args=[case.pk])
    assert "Teknik og Miljø" in text(client.get(address))
    sent = {"level": "specialised", "started": "01-09-2022", "adviser": str(anna.pk), "target_group": "smv"}
    answer = client.post(address, sent | {"departments": [str(far.pk)], "version": str(case.version)})
    assert answer.status_code == 302
    assert [each.name for each in case.departments.all()] == ["Teknik og Miljø"]
