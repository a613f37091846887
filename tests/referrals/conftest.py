"""What the tests share: a local service that sends, a hub that receives, and a provider outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from samspil.companies.actions import register_company
from samspil.companies.models import Company
from samspil.guidance.actions import open_case
from samspil.guidance.kinds import Level
from samspil.guidance.models import GuidanceCase
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.referrals import actions, rules
from samspil.referrals.actions import Receiver
from samspil.referrals.models import Referral

# A Wednesday without a holiday near.
DAY = dt.date(2022, 9, 14)

TEXTS = {
    "need": "Skal eksportere til Tyskland og mangler en plan",
    "tried": "Vi har talt med dem to gange",
    "contact_name": "Karen Smed",
    "contact_phone": "97 82 00 00",
    "contact_email": "karen@nordvest.example",
    "choice_reason": "De har eksportkonsulenter for området",
    "basis": "consent",
    "consent_by": "Karen Smed, direktør",
    "consent_on": DAY,
    "consent_how": "call",
    "share_case": True,
}


@dataclass
class Field:
    """Everybody who takes part."""

    company: Company
    lemvig: Organisation
    hub: Organisation
    provider: Organisation
    sender: User
    receiver: User
    case: GuidanceCase

    def draft(self, *receivers: Receiver, **texts: Any) -> Referral:
        """A draft to the hub, or to whoever is named; the first of its rows."""
        to = receivers or (Receiver(self.hub),)
        return actions.draft(
            by=self.sender, subject=self.company, organisation=self.lemvig, case=self.case, receivers=to,
            on=DAY, texts={**TEXTS, **texts}, topics=["internationalisation"],
        )[0]  # fmt: skip

    def sent(self, *receivers: Receiver, on: dt.date = DAY, **texts: Any) -> Referral:
        """One that was sent."""
        return actions.send(by=self.sender, referral=self.draft(*receivers, **texts), on=on)[0]

    def step(self, referral: Referral, step: str, on: dt.date = DAY, **details: Any) -> Referral:
        """Take the receiver's step as the hub's adviser, or the sender's as Lemvig's."""
        party = rules.SENDER if step in {"withdraw", "discard"} else rules.RECEIVER
        by = self.sender if party == rules.SENDER else self.receiver
        return actions.take(by=by, referral=referral, step=step, party=party, on=on, **details)


@pytest.fixture
def somebody(db: None) -> Callable[..., User]:
    """Make a user without a password, which takes longest to make."""

    def make(name: str, organisation: Organisation, role: Role = Role.ADVISER) -> User:
        user = organisations.create_user(
            by=None, email=f"{name}@example.dk", name=name.title(), password=None
        )
        organisations.grant(by=None, user=user, organisation=organisation, role=role)
        return user

    return make


@pytest.fixture
def field(hub: Organisation, somebody: Callable[..., User]) -> Field:
    """Business Lemvig, the hub, a provider who has no log-in, and a company with a case at Lemvig."""
    lemvig = organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    provider = organisations.create_organisation(
        by=None, code="fjord", name="Fjord Rådgivning", kind=OrganisationKind.PRIVATE_ADVISER
    )
    provider.email = "post@fjord.example"
    provider.save()
    company = register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")
    sender, receiver = somebody("lis", lemvig), somebody("hans", hub)
    case = open_case(by=sender, subject=company, organisation=lemvig, level=Level.BASIC, started=DAY)
    return Field(company, lemvig, hub, provider, sender, receiver, case)
