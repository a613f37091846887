"""Stores what the thirty-second form says: who it was, what was said, what follows; all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from samspil.companies.actions import add_contact_person, register_founder
from samspil.guidance.contacts import NextStep, register_interaction
from samspil.guidance.kinds import InteractionKind
from samspil.guidance.tasks import complete_task
from samspil.organisations.models import Municipality

if TYPE_CHECKING:
    from samspil.companies.models import ContactPerson, Subject
    from samspil.guidance.models import GuidanceCase, Interaction, Task
    from samspil.organisations.models import Organisation, User


@dataclass(frozen=True)
class NewFounder:
    """Somebody met for the first time, who has no CVR number."""

    name: str
    # Its code.
    municipality: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class NewPerson:
    """Somebody at the company who was not known yet."""

    name: str
    phone: str = ""
    email: str = ""


@transaction.atomic
def register_contact(
    *,
    by: User,
    organisation: Organisation,
    about: Subject | NewFounder,
    on: dt.date,
    kind: InteractionKind,
    today: dt.date,
    at: dt.time | None = None,
    person: ContactPerson | NewPerson | None = None,
    case: GuidanceCase | None = None,
    topics: Iterable[str] = (),
    note: str = "",
    conveyed: str = "",
    next_step: NextStep | None = None,
    answers: Task | None = None,
    draft: str | None = None,
) -> Interaction:
    """Register a contact together with whoever is new in it; `answers` is the task that it settles.

    A task of another organisation, or about another company, is not settled by it and stays open.

    Raises StoredBeforeError for a draft that is stored: then nothing is stored again, no founder either.
    """
    if isinstance(about, NewFounder):
        subject: Subject = register_founder(
            by=by, name=about.name, municipality=municipality(about.municipality), organisation=organisation,
            phone=about.phone, email=about.email,
        )  # fmt: skip
    else:
        subject = about
    if isinstance(person, NewPerson):
        person = add_contact_person(
            by=by, subject=subject, organisation=organisation, name=person.name, phone=person.phone,
            email=person.email,
        )  # fmt: skip
    interaction = register_interaction(
        by=by, subject=subject, organisation=organisation, on=on, at=at, kind=kind, person=person, case=case,
        topics=topics, note=note, conveyed=conveyed, next_step=next_step, draft=draft, today=today,
    )  # fmt: skip
    if answers is not None and answers.done_on is None and _answers(answers, interaction):
        complete_task(by=by, task=answers, on=today)
    return interaction


def _answers(task: Task, interaction: Interaction) -> bool:
    """Whether the contact can be what the task asked for; a caller who was not known yet may be anybody."""
    return task.organisation_id == interaction.organisation_id and task.subject_id in (
        None, interaction.subject_id,
    )  # fmt: skip


def municipality(code: str) -> Municipality | None:
    """The municipality of that code; None for no code, since many callers do not say where they live."""
    return Municipality.objects.get(pk=code) if code else None
