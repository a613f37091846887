"""The pages of cooperation, each with an address to open it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.companies.kinds import ApproachKind
from samspil.companies.models import Approach, Subject
from samspil.cooperation import actions
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = set()
TOMORROW = dt.date(2099, 1, 4)
ON = dt.date(2022, 9, 30)


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    local, bo = neighbours()
    hub = scored.hub
    company = Subject.objects.filter(cases__shielded=False, kind="company").order_by("pk")[1]
    Approach.objects.create(subject=company, organisation=local, adviser=bo, day=ON, kind=ApproachKind.VISIT)
    request = actions.ask_access(
        by=bo, subject=company, asker=local, owner=_known(company, hub), reason="x", on=ON
    )
    visit = actions.propose_visit(
        by=bo,
        subject=company,
        proposer=local,
        invited=hub,
        days=[TOMORROW],
        purpose="Generationsskifte",
        on=ON,
    )
    grey = actions.ask_grey_area(
        by=bo, organisation=local, hub=hub, local=local, title="Netværk for engle", question="Hvem?",
        service="specialised", level="basic", on=ON,
    )  # fmt: skip
    agreement = actions.agree(
        by=bo, title="Aftale 2022", parties=[hub, local], valid_from=ON, obligations="Vi mødes hvert kvartal."
    )
    yield Route("cooperation", reverse("cooperation"))
    yield Route("cooperation", reverse("cooperation") + "?vis=adgang")
    yield Route("cooperation", reverse("cooperation") + "?vis=aftaler")
    yield Route("access-request", reverse("access-request", args=[request.pk]))
    yield Route("visit", reverse("visit", args=[visit.pk]))
    yield Route("joint-visit", reverse("joint-visit", args=[company.pk]))
    yield Route("ask-access", reverse("ask-access", args=[company.pk]))
    yield Route("grey-areas", reverse("grey-areas") + "?vis=aaben")
    yield Route("grey-areas", reverse("grey-areas"))
    yield Route("ask-grey-area", reverse("ask-grey-area") + "?ydelse=specialised")
    yield Route("grey-area", reverse("grey-area", args=[grey.pk]))
    yield Route("new-agreement", reverse("new-agreement"))
    yield Route("agreement", reverse("agreement", args=[agreement.pk]))


def neighbours() -> tuple[Organisation, User]:
    """A local service and its leader."""
    local = organisations.create_organisation(
        by=None, code="business-naboer", name="Business Naboer", kind=OrganisationKind.LOCAL_SERVICE
    )
    bo = organisations.create_user(by=None, email="bo@naboer.dk", name="Bo Nabo", password=None)
    organisations.grant(by=None, user=bo, organisation=local, role=Role.UNIT_LEADER)
    return local, bo


def _known(company: Subject, hub: Organisation) -> Organisation:
    """The hub, once partners know that it was in contact."""
    Approach.objects.create(subject=company, organisation=hub, day=ON, kind=ApproachKind.MEETING)
    return hub
