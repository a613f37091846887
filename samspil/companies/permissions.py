"""Who may work with companies, and whose contact persons one reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from samspil.companies import queries
from samspil.platform.permissions import permission

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.companies.models import ContactPerson, Subject
    from samspil.organisations.models import User


@permission("companies.work")
def may_work(user: User | AnonymousUser, row: object = None) -> bool:
    """Whether the user registers and changes companies anywhere."""
    return bool(queries.reach_of(user).works)


@permission("companies.read")
def may_read(user: User | AnonymousUser, subject: Subject | None) -> bool:
    """The rule of `queries.subjects_for`, for one subject."""
    return subject is not None and queries.subjects_for(user).filter(pk=subject.pk).exists()


@permission("companies.change")
def may_change(user: User | AnonymousUser, subject: Subject | None) -> bool:
    """Whoever works with companies keeps what all see of them true."""
    return may_work(user) and may_read(user, subject)


@permission("companies.read_contact")
def may_read_contact(user: User | AnonymousUser, person: ContactPerson | None) -> bool:
    """The rule of `queries.contact_persons_for`, for one person."""
    return person is not None and queries.contact_persons_for(user).filter(pk=person.pk).exists()


@permission("companies.change_contact")
def may_change_contact(user: User | AnonymousUser, person: ContactPerson | None) -> bool:
    """Only who works in the organisation that noted the person and reads them; others only read."""
    return person is not None and queries.own_person(person.pk, queries.reach_of(user)) is not None
