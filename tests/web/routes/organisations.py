"""The pages of organisations, each with an address to open it by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone

from samspil.competence.actions import note_certificate, say_what_one_knows
from samspil.organisations import actions
from samspil.organisations.absences import note_absence
from samspil.organisations.invitations import invite
from samspil.organisations.kinds import AgreementKind, AgreementRole, OrganisationKind, Role
from samspil.organisations.models import Municipality, User
from tests.web.routes.route import Route

if TYPE_CHECKING:
    from tests.web.scored import Scored

# Routes that answer with something else than a page: a redirect, a file, a part of a page.
NO_PAGE: set[str] = {
    "absence-end",
    "certificate-end",
    "invite-again",
    "organisation-close",
    "reactivate",
    "role-end",
}
DAY = dt.date(2022, 9, 1)


def pages(scored: Scored) -> Iterator[Route]:
    """Every page of the area; make here what a page needs to be opened."""
    hub = scored.hub
    director = User.objects.filter(memberships__organisation=hub, memberships__role=Role.DIRECTOR).first()
    lemvig = Municipality.objects.get(pk="0665")
    office = hub.offices.first() or actions.open_office(
        by=None, organisation=hub, name="Herning", municipality=lemvig
    )
    agreement = hub.agreements.first() or actions.agree_operator(
        by=None,
        organisation=hub,
        municipality=lemvig,
        legal_kind=AgreementKind.SHARED,
        role=AgreementRole.PREPARATION,
        valid_from=DAY,
    )
    signe = _colleague(hub.pk, director)
    yield from (Route(name, reverse(name)) for name in ALONE)
    for name, keys in {
        "organisation": (),
        "organisation-edit": (),
        "organisation-merge": (),
        "office-new": (),
        "office-edit": (office.pk,),
        "agreement-new": (),
        "agreement-end": (agreement.pk,),
    }.items():
        yield Route(name, reverse(name, args=[hub.pk, *keys]))
    for name in ("person", "person-edit", "leave", "competence", "certificate-new", "absence-new"):
        yield Route(name, reverse(name, args=[signe.pk]))
    seat = signe.memberships.get()
    yield Route("role-edit", reverse("role-edit", args=[signe.pk, seat.pk]))
    yield Route("specialists", reverse("specialists") + "?topics=green&kommune=0665")
    keeper = actions.create_user(by=None, email="vaert@example.dk", name="Vært", password=None)
    actions.grant(by=None, user=keeper, organisation=hub, role=Role.ADMINISTRATOR)
    _guest, token = invite(
        by=keeper, email="ny@example.dk", name="Ny", organisation=hub, role=Role.ADVISER, now=timezone.now()
    )
    yield Route("welcome", reverse("welcome", args=[token]), "stranger")


ALONE = (
    "directory",
    "actor-new",
    "organisations",
    "people",
    "invite",
    "profile",
    "specialists",
    "workload",
)


def _colleague(hub: int, director: User | None) -> User:
    """The adviser of the example, who knows something and is away."""
    signe = User.objects.get(email="signe@example.dk")
    if not signe.competences.exists():
        say_what_one_knows(by=None, user=signe, depths={"green": 3, "capital": 1})
        note_certificate(
            by=None, user=signe, title="Cirkulær økonomi", institution="MEA", passed_on=DAY, today=DAY
        )
        actions.create_organisation(
            by=None, code="gts", name="Teknologisk Institut", kind=OrganisationKind.GTS
        )
        if director is not None:
            note_absence(by=signe, user=signe, substitute=director, first=DAY, last=dt.date(2099, 1, 1))
    return signe
