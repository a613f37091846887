"""A small office: an adviser, a colleague, a leader, a company with an open case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from samspil.companies.actions import register_company
from samspil.companies.models import Subject
from samspil.guidance.casework import open_case
from samspil.guidance.kinds import Level
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User

# A Friday.
FRIDAY = dt.date(2022, 9, 30)


@dataclass
class Desk:
    """What the tests point at."""

    hub: Organisation
    lemvig: Organisation
    anna: User
    bo: User
    leader: User
    helper: User
    outsider: User
    smith: Subject
    case: GuidanceCase


@pytest.fixture
def desk(hub: Organisation, municipalities: dict[str, Municipality], make_user: Callable[..., User]) -> Desk:
    """The office, made through the actions."""
    lemvig = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", hub)
    smith = register_company(by=anna, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=None)
    case = open_case(
        by=anna, subject=smith, organisation=hub, level=Level.SPECIALISED, started=dt.date(2022, 3, 1)
    )
    return Desk(
        hub=hub, lemvig=lemvig, anna=anna, bo=bo,
        leader=make_user("leder@example.dk", hub, Role.UNIT_LEADER),
        helper=make_user("hjaelper@example.dk", hub, Role.STUDENT_HELPER),
        outsider=make_user("lokal@example.dk", lemvig),
        smith=smith, case=case,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages stand at the day of the example."""
    monkeypatch.setenv("SAMSPIL_TODAY", FRIDAY.isoformat())
