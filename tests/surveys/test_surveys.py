"""Evaluations and awareness surveys."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samspil.companies.actions import register_company
from samspil.core.measures import tables
from samspil.organisations.models import Organisation
from samspil.surveys import actions, kinds
from samspil.surveys.models import AwarenessRespondent

DAY = dt.date(2022, 9, 1)


def test_codes_are_those_of_a_snapshot() -> None:
    assert tuple(kinds.Satisfaction.values) == tables.SATISFACTION
    assert tuple(kinds.Degree.values) == tables.DEGREE
    assert tuple(kinds.Use.values) == tables.USE
    assert tuple(kinds.YesNo.values) == tables.YES_NO
    assert tuple(kinds.Heard.values) == tables.HEARD
    assert tuple(kinds.ReceiverSector.values) == tables.RECEIVER_SECTORS


@pytest.mark.requirement("B50")
def test_recommendation_is_a_number_from_0_to_10(hub: Organisation) -> None:
    company = register_company(by=None, name="Firma")
    answer = {"by": None, "subject": company, "organisation": hub, "guided_year": 2021, "on": DAY}
    actions.record_answer(**answer, recommend=10)  # type: ignore[arg-type]  # the same answer twice
    with pytest.raises(ValidationError):
        actions.record_answer(**answer, recommend=11)  # type: ignore[arg-type]


@pytest.mark.requirement("B64")
def test_only_who_knows_the_hub_is_asked_about_its_green_guidance(hub: Organisation) -> None:
    wave = actions.open_wave(by=None, organisation=hub, year=2022, population=40_000)
    AwarenessRespondent.objects.create(wave=wave, on=DAY, heard="yes", green="no")
    with pytest.raises(IntegrityError), transaction.atomic():
        AwarenessRespondent.objects.create(wave=wave, on=DAY, heard="no", green="yes")
