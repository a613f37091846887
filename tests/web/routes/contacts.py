"""The pages of contacts, each with an address to open it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.guidance.actions import register_enquiry
from samspil.guidance.kinds import Channel
from samspil.guidance.models import Interaction
from samspil.mailbox.kinds import State
from samspil.mailbox.models import IncomingMail
from samspil.organisations.kinds import Role
from samspil.organisations.models import Membership
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {
    "register-find",
    "register-who",
    "contact-undo",
    "cancel-contact",
    "restore-contact",
    "enquiry-undo",
    "enquiry-restore",
}


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    row = Interaction.objects.filter(case__shielded=False).order_by("pk")[0]
    enquiry = register_enquiry(
        by=None, organisation=scored.hub, on=dt.date(2022, 9, 1), channel=Channel.CALL, topics=["capital"]
    )
    for name in ("register", "register-many", "call-back", "contacts", "enquiries", "mails"):
        yield Route(name, reverse(name))
    yield Route("register", f"{reverse('register')}?virksomhed={row.subject_id}&gemt={row.pk}")
    yield Route("register", f"{reverse('register')}?hvem=anonym")
    yield Route("contact", reverse("contact", args=[row.pk]))
    yield Route("edit-contact", reverse("edit-contact", args=[row.pk]))
    # A mail is its owner's alone: the director's, who opens the pages, where there is one.
    seats = Membership.objects.filter(organisation=scored.hub)
    owner = seats.filter(role=Role.DIRECTOR).first() or seats.order_by("pk")[0]
    mail = IncomingMail.objects.create(
        user=owner.user, digest="1", received_at=dt.datetime(2022, 9, 1, tzinfo=dt.UTC),
        on=dt.date(2022, 9, 1), title="Om eksport", text="Hej", state=State.WAITING,
    )  # fmt: skip
    yield Route("mail", reverse("mail", args=[mail.pk]))
    yield Route("enquiry", reverse("enquiry", args=[enquiry.pk]))
