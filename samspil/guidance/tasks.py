"""Every change to tasks: next steps, call-backs and appointments, the last with the fact partners see."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.actions import note_approach
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import Task
from samspil.guidance.rules import planned_as
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase, Interaction
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def create_task(
    *,
    by: User | None,
    organisation: Organisation,
    kind: TaskKind,
    due: dt.date,
    assignee: User | None = None,
    subject: Subject | None = None,
    case: GuidanceCase | None = None,
    interaction: Interaction | None = None,
    at: dt.time | None = None,
    text: str = "",
    caller: str = "",
    phone: str = "",
    partner: Organisation | None = None,
) -> Task:
    """Create a task; without an assignee it waits in the organisation's inbox.

    An appointment with a subject has a planned fact that partners see, unless its case is shielded (B26).
    """
    if case is not None and subject is None:
        subject = case.subject
    if case is not None and (case.subject_id, case.organisation_id) != (_key(subject), organisation.pk):
        raise ValidationError(_("Forløbet hører til en anden virksomhed eller en anden organisation."))
    refuse_cpr(**{_("Opgaven"): text, _("Navn"): caller, _("Telefon"): phone})
    task = Task(
        organisation=organisation, assignee=assignee, kind=kind, subject=subject, case=case,
        interaction=interaction, due=due, at=at, text=text.strip(), caller=caller.strip(),
        phone=phone.strip(), partner=partner, created_by=by,
    )  # fmt: skip
    checked(task)
    shown = planned_as(kind=kind, shielded=case is not None and case.shielded)
    if shown and subject is not None:
        task.approach = note_approach(
            by=assignee or by,
            subject=subject,
            organisation=organisation,
            day=due,
            kind=ApproachKind(shown),
            state=ApproachState.PLANNED,
        )
    keep(task, by=by, action="create_task", kind=str(kind))
    return task


def _key(subject: Subject | None) -> int | None:
    return None if subject is None else subject.pk


@transaction.atomic
def complete_task(*, by: User | None, task: Task, on: dt.date) -> Task:
    """Note that a task is done; what was planned is no longer to come."""
    _must_be_open(task)
    task.done_on, task.done_by = on, by
    return _settled(task, by=by, action="complete_task")


@transaction.atomic
def drop_task(*, by: User | None, task: Task, on: dt.date, why: str = "") -> Task:
    """Note that a task will not be done; its history stays, and it is in no list of open tasks."""
    _must_be_open(task)
    task.done_on, task.done_by, task.dropped = on, by, True
    return _settled(task, by=by, action="drop_task", why=why)


@transaction.atomic
def reopen_task(*, by: User | None, task: Task) -> Task:
    """Take back that a task was done or dropped; an appointment is planned again."""
    task.done_on, task.done_by, task.dropped = None, None, False
    shown = planned_as(kind=task.kind, shielded=task.case is not None and task.case.shielded)
    if shown and task.subject is not None and task.approach_id is None:
        task.approach = note_approach(
            by=task.assignee or by,
            subject=task.subject,
            organisation=task.organisation,
            day=task.due,
            kind=ApproachKind(shown),
            state=ApproachState.PLANNED,
        )
    keep(task, by=by, action="reopen_task")
    return task


@transaction.atomic
def postpone_task(*, by: User | None, task: Task, due: dt.date, at: dt.time | None = None) -> Task:
    """Move a task to another day, and with it what partners see coming."""
    _must_be_open(task)
    task.due, task.at = due, at
    if task.approach is not None:
        task.approach.day = due
        task.approach.save(update_fields=["day"])
    keep(task, by=by, action="postpone_task")
    return task


@transaction.atomic
def assign_task(*, by: User | None, task: Task, assignee: User | None) -> Task:
    """Give a task to somebody else, or back to the organisation's inbox."""
    _must_be_open(task)
    task.assignee = assignee
    keep(task, by=by, action="assign_task")
    return task


@transaction.atomic
def move_task(*, by: User | None, task: Task, case: GuidanceCase | None) -> Task:
    """Put a task on another case, or on none; what partners see coming follows the case's shielding."""
    task.case = case
    shown = planned_as(kind=task.kind, shielded=case is not None and case.shielded)
    fact = task.approach
    if not shown or task.done_on is not None:
        task.approach = None
    elif fact is None and task.subject is not None:
        task.approach = note_approach(
            by=task.assignee or by,
            subject=task.subject,
            organisation=task.organisation,
            day=task.due,
            kind=ApproachKind(shown),
            state=ApproachState.PLANNED,
        )
    keep(task, by=by, action="move_task")
    if fact is not None and task.approach is None:
        fact.delete()
    return task


def _must_be_open(task: Task) -> None:
    if task.done_on is not None:
        raise ValidationError(_("Opgaven er allerede afsluttet."))


def _settled(task: Task, *, by: User | None, action: str, why: str = "") -> Task:
    """Store a task that is over, without the planned fact that it had."""
    planned, task.approach = task.approach, None
    keep(task, by=by, action=action, why=why)
    if planned is not None:
        planned.delete()
    return task
