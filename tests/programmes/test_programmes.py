"""Group offers and who came."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samspil.companies.actions import register_company
from samspil.companies.kinds import ApproachState
from samspil.companies.models import Company
from samspil.companies.queries import approaches_to
from samspil.organisations.models import Organisation
from samspil.programmes import actions
from samspil.programmes.models import Participation, Session

DAY = dt.date(2022, 3, 1)


@pytest.fixture
def company(db: None) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S")


@pytest.fixture
def session(hub: Organisation) -> Session:
    offer = actions.create_offer(by=None, organiser=hub, title="Gå-hjem-møde", co_organisers=[hub])
    return actions.add_session(by=None, offer=offer, day=DAY)


@pytest.mark.requirement("B17", "B79")
def test_a_company_is_counted_once_per_session_by_action_and_by_database(
    session: Session, company: Company
) -> None:
    actions.record_participation(by=None, session=session, subject=company, persons=3, attended=True)
    with pytest.raises(ValidationError):
        actions.record_participation(by=None, session=session, subject=company)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participation.objects.create(session=session, subject=company)


@pytest.mark.requirement("B79")
def test_participants_nobody_knows_may_be_several(session: Session) -> None:
    for _ in range(2):
        actions.record_participation(by=None, session=session, subject=None, attended=True)
    assert session.participations.count() == 2


def test_an_organiser_is_no_co_organiser_of_its_own_offer(session: Session) -> None:
    assert not session.offer.co_organisers.exists()


@pytest.mark.requirement("B21")
def test_an_attendance_is_a_meeting_partners_know_of_and_a_no_show_is_none(
    session: Session, company: Company
) -> None:
    row = actions.record_participation(by=None, session=session, subject=company)
    assert [each.state for each in approaches_to(company)] == [ApproachState.PLANNED]
    actions.tick_off(by=None, participation=row, attended=True)
    assert [each.state for each in approaches_to(company)] == [ApproachState.HELD]
    actions.tick_off(by=None, participation=row, attended=False)
    assert not approaches_to(company).exists()
