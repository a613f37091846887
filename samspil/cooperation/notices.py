"""Tells people that something waits for them; what it is about stands on the page and not in the mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.urls import reverse

from samspil.guidance.rules import LEADERS
from samspil.organisations.kinds import Role
from samspil.organisations.queries import people_of, reader_of_mail
from samspil.platform.messages.actions import post

if TYPE_CHECKING:
    from django.db.models import Model

    from samspil.organisations.models import Organisation, User

KIND = "cooperation"
# The page of each kind of row.
PAGES = {"AccessRequest": "access-request", "JointVisit": "visit", "GreyArea": "grey-area"}

# Whose each kind of row is.
PARTIES = {
    "AccessRequest": ("asker_id", "owner_id"),
    "JointVisit": ("proposer_id", "invited_id"),
    "GreyArea": ("hub_id", "local_id"),
}


def tell(people: Iterable[User | None], *, subject: str, body: str, about: Model, on: dt.date) -> None:
    """Post one message to each, once, or to who stands in for somebody away; who has left gets none."""
    here = [person for person in people if person is not None and person.is_active]
    at = [getattr(about, name) for name in PARTIES[type(about).__name__]]
    case = getattr(about, "case", None)
    shielded = case is not None and case.shielded
    everybody = {reader_of_mail(person, at=at, on=on, shielded=shielded) for person in here}
    link = reverse(PAGES[type(about).__name__], args=[about.pk])
    for person in sorted(everybody, key=lambda each: each.pk):
        post(to=person, subject=subject, body=body, kind=KIND, about=about, on=on, link=link)


def tell_leaders(
    organisation: Organisation,
    *,
    subject: str,
    body: str,
    about: Model,
    on: dt.date,
    also: Iterable[User | None] = (),
) -> None:
    """Tell who leads an organisation, and those it concerns besides."""
    leaders = people_of(organisation, roles=[Role(each) for each in sorted(LEADERS)])
    tell([*leaders, *also], subject=subject, body=body, about=about, on=on)
