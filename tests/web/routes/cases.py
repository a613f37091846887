"""The pages of cases, each with an address to open it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.guidance.kinds import InteractionKind
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.programmes.models import GroupOffer, Participation, Session
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {
    "case-advice",
    "case-documents",
    "case-step",
    "document",
    "document-remove",
    "event-add",
    "event-attendance",
    "event-cancel",
    "event-day",
}


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    case = GuidanceCase.objects.filter(organisation=scored.hub, shielded=False).order_by("pk")[0]
    GuidanceCase.objects.filter(pk=case.pk).update(ended=None)
    Interaction.objects.bulk_create(
        Interaction(
            subject_id=case.subject_id, case=case, organisation=scored.hub, adviser_id=case.adviser_id,
            on=dt.date(2022, 3, 1), kind=InteractionKind.MEETING, topics="green", note="Talte om energi.",
        )
        for _ in range(12)
    )  # fmt: skip
    yield Route("cases", reverse("cases"))
    yield Route("cases", reverse("cases") + "?status=alle&konsulent=mig&emne=green&sort=-kontakt&q=nord")
    yield Route("open-case", reverse("open-case", args=[case.subject_id]))
    yield Route("case-choices", reverse("case-choices"))
    for name in ("case", "case-edit", "case-close", "case-hand-over"):
        yield Route(name, reverse(name, args=[case.pk]))
    for kind in ("referat", "handlingsplan", "opfoelgning"):
        yield Route("case-letter", reverse("case-letter", args=[case.pk, kind]))
    yield Route("events", reverse("events"))
    yield Route("events", reverse("events") + "?status=afholdte&type=event&emne=green&sort=-personer")
    yield Route("event-new", reverse("event-new"))
    offer = GroupOffer.objects.filter(organiser=scored.hub).order_by("pk")[0]
    session = Session.objects.filter(offer=offer).order_by("pk")[0]
    stranger = Participation.objects.create(session=session, told="Ida Holm · ida@example.dk")
    for name in ("event", "event-edit"):
        yield Route(name, reverse(name, args=[offer.pk]))
    yield Route("participant", reverse("participant", args=[stranger.pk]))
