"""The pages of referrals, each with an address to open it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.companies.models import Subject
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Organisation
from samspil.platform.clock import today
from samspil.referrals import actions, links
from samspil.referrals.actions import Receiver
from samspil.referrals.models import Referral
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {"referral-receivers"}

TEXTS = {
    "need": "Skal eksportere til Tyskland",
    "contact_name": "Karen Smed",
    "contact_email": "karen@nordvest.example",
    "choice_reason": "De har eksportkonsulenter",
    "basis": "consent",
    "consent_by": "Karen Smed",
    "consent_on": dt.date(2022, 1, 1),
    "consent_how": "call",
}


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    hub = scored.hub
    company = Subject.objects.filter(cases__shielded=False).order_by("pk")[0]
    lemvig = create_organisation(
        by=None, code="ref-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    outgoing = _draft(company, hub, Receiver(name="Fjord Rådgivning", email="post@fjord.example"))
    incoming = actions.send(by=None, referral=_draft(company, lemvig, Receiver(hub)), on=today())[0]
    returned = _draft(company, hub, Receiver(name="Hav", email="h@hav.example"))
    actions.send(by=None, referral=returned, on=today())
    outside = actions.send(
        by=None, referral=_draft(company, hub, Receiver(name="Bro", email="b@bro.example")), on=today()
    )[0]
    # The first look at one is a step of its own; here somebody has looked before.
    Referral.objects.filter(pk=incoming.pk).update(state="seen")
    Referral.objects.filter(pk=returned.pk).update(state="returned", closed_on=today())
    tick = Referral.objects.filter(state="ticked").order_by("pk")[0]
    yield Route("referrals", reverse("referrals"))
    for tab in ("ud", "spoerg", "afsluttede"):
        yield Route("referrals", reverse("referrals") + f"?fane={tab}")
    for row in (outgoing, incoming, returned, tick):
        yield Route("referral", reverse("referral", args=[row.pk]))
    yield Route("refer", reverse("refer", args=[company.pk]))
    yield Route("refer", reverse("refer", args=[company.pk]) + f"?kladde={outgoing.pk}")
    yield Route("referral-figures", reverse("referral-figures") + "?aar=2022")
    yield Route("referral-clocks", reverse("referral-clocks"))
    yield Route("referral-answer", links.address(outside), "stranger")


def _draft(company: Subject, sender: Organisation, receiver: Receiver) -> Referral:
    return actions.draft(
        by=None, subject=company, organisation=sender, receivers=[receiver], on=today(), texts=TEXTS
    )[0]
