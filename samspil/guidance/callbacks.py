"""Takes a message to call back, for an adviser or the organisation's inbox, and tells whom it is for."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.guidance.kinds import TaskKind
from samspil.guidance.tasks import create_task
from samspil.organisations.queries import people_of, reader_of_mail
from samspil.platform.cpr import refuse_cpr
from samspil.platform.messages.actions import post

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import Task
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def ask_to_call_back(
    *,
    by: User,
    organisation: Organisation,
    due: dt.date,
    today: dt.date,
    assignee: User | None = None,
    subject: Subject | None = None,
    caller: str = "",
    phone: str = "",
    text: str = "",
) -> Task:
    """Note whom to call and about what; without an assignee it waits in the organisation's inbox.

    The letter goes to whoever stands in for an adviser who is away, and who sees the adviser's day
    meanwhile. It says neither whom to call nor about what: no content leaves by mail.
    """
    if not (caller.strip() or subject is not None):
        raise ValidationError({"caller": _("Skriv, hvem der skal ringes til, eller vælg virksomheden.")})
    if not phone.strip() and subject is None:
        raise ValidationError({"phone": _("Skriv det nummer, der skal ringes til.")})
    for name, label, said in (("caller", _("Navn"), caller), ("phone", _("Telefon"), phone)):
        try:
            refuse_cpr(label, said)
        except ValidationError as error:
            raise ValidationError({name: error.messages}) from None
    if assignee is not None and not people_of(organisation).filter(pk=assignee.pk).exists():
        raise ValidationError({"assignee": _("Vælg en, der arbejder her.")})
    task = create_task(
        by=by, organisation=organisation, kind=TaskKind.CALL_BACK, due=due, assignee=assignee,
        subject=subject, text=text, caller=caller, phone=phone,
    )  # fmt: skip
    told = assignee and reader_of_mail(assignee, at=[organisation.pk], on=today)
    if told is not None and told.pk != by.pk:
        post(
            to=told,
            subject=_("Ring tilbage"),
            body=_("%(name)s har bedt dig ringe til nogen. Hvem og om hvad står på din dag.")
            % {"name": by.name},
            kind="call_back",
            on=today,
            about=task,
            link="/min-dag/",
            key=f"call-back-{task.pk}",
        )
    return task
