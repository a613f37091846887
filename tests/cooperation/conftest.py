"""Two parties and a company that both know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance.actions import register_interaction
from samspil.guidance.kinds import InteractionKind
from samspil.organisations import actions
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User

DAY = dt.date(2022, 9, 30)
VISIT = InteractionKind.VISIT


@dataclass(frozen=True)
class Parties:
    """A hub with an adviser and a leader, a local service with the same, and a company."""

    hub: Organisation
    lemvig: Organisation
    anna: User
    hanne: User
    bo: User
    lis: User
    company: Company

    def contact(
        self,
        who: User,
        organisation: Organisation,
        on: dt.date = DAY,
        kind: InteractionKind = InteractionKind.VISIT,
    ) -> None:
        """Register a contact, with a note that is nobody else's to read."""
        register_interaction(
            by=who, subject=self.company, organisation=organisation, on=on, kind=kind, note="Fortroligt"
        )


@pytest.fixture
def person(db: None) -> Callable[[str, Organisation, Role], User]:
    """Somebody without a password, which takes longest to make."""

    def make(name: str, organisation: Organisation, role: Role) -> User:
        user = actions.create_user(by=None, email=f"{name}@example.dk", name=name.title(), password=None)
        actions.grant(by=None, user=user, organisation=organisation, role=role)
        return user

    return make


@pytest.fixture
def parties(
    hub: Organisation,
    municipalities: dict[str, Municipality],
    person: Callable[[str, Organisation, Role], User],
) -> Parties:
    """Business Lemvig serves Lemvig, which lies in the hub's area; nobody has been in contact yet."""
    lemvig = actions.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    place = actions.assign_to_hub(by=None, municipality=municipalities["0665"], hub=hub)
    actions.agree_operator(
        by=None,
        organisation=lemvig,
        municipality=place,
        legal_kind=AgreementKind.CONTRACT,
        valid_from=dt.date(2019, 1, 1),
    )
    return Parties(
        hub,
        lemvig,
        person("anna", hub, Role.ADVISER),
        person("hanne", hub, Role.DIRECTOR),
        person("bo", lemvig, Role.ADVISER),
        person("lis", lemvig, Role.UNIT_LEADER),
        register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=place),
    )
