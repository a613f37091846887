"""Every change to contacts that were held: registered, corrected, struck out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samspil.companies.actions import note_approach
from samspil.companies.kinds import ApproachKind
from samspil.guidance.kinds import InteractionKind, TaskKind
from samspil.guidance.models import Interaction, Task
from samspil.guidance.rules import shown_as, topic_codes
from samspil.guidance.shielding import lifted_last
from samspil.guidance.tasks import create_task, drop_task, move_task
from samspil.guidance.topics import unknown
from samspil.platform.audit.actions import keep
from samspil.platform.audit.queries import history_of
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.companies.models import ContactPerson, Subject
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User


class StoredBeforeError(Exception):
    """A draft was sent twice, as after a lost connection: it is stored, and once."""


@dataclass(frozen=True)
class NextStep:
    """What is to follow a contact: a call (ring igen) or an appointment, and when."""

    kind: TaskKind
    due: dt.date
    at: dt.time | None = None
    text: str = ""


@transaction.atomic
def register_interaction(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    on: dt.date,
    kind: InteractionKind,
    case: GuidanceCase | None = None,
    adviser: User | None = None,
    topics: Iterable[str] = (),
    note: str = "",
    at: dt.time | None = None,
    person: ContactPerson | None = None,
    conveyed: str = "",
    draft: str | None = None,
    next_step: NextStep | None = None,
    today: dt.date | None = None,
) -> Interaction:
    """Register a contact, and the minimum fact of it that partners may know (B21).

    `today` lets a day that has not come be refused; without it any day is taken, as for history moved in.
    Raises StoredBeforeError when `draft` is stored already: see `stored_before`.
    """
    must_fit(case, subject, organisation)
    must_have_been(on, today)
    must_be_theirs(person, subject, organisation)
    refuse_cpr(**{_("Notat"): note})
    interaction = Interaction(
        subject=subject, case=case, organisation=organisation, adviser=adviser or by, on=on, at=at,
        kind=kind, person=person, topics=known_topics(topics), note=note.strip(), conveyed=conveyed.strip(),
        draft=draft or None,
    )  # fmt: skip
    checked(interaction)
    _show(interaction)
    try:
        with transaction.atomic():
            keep(interaction, by=by, action="register_interaction", kind=str(kind))
    except IntegrityError:
        if draft and Interaction.objects.filter(draft=draft).exists():
            raise StoredBeforeError(draft) from None
        raise
    if next_step is not None:
        follow_up(by=by, interaction=interaction, step=next_step)
    return interaction


def follow_up(*, by: User | None, interaction: Interaction, step: NextStep) -> Task:
    """Create the task that follows a contact, for whoever held it."""
    return create_task(
        by=by,
        organisation=interaction.organisation,
        kind=step.kind,
        due=step.due,
        at=step.at,
        text=step.text,
        assignee=interaction.adviser,
        subject=interaction.subject,
        case=interaction.case,
        interaction=interaction,
    )


def _show(interaction: Interaction) -> None:
    """Make what partners see of a contact true to it: write, change or take away the fact."""
    case = interaction.case
    shielded = case is not None and case.shielded
    shown = None if interaction.cancelled else shown_as(kind=interaction.kind, shielded=shielded)
    fact = interaction.approach
    if fact is None and shown and _stays_unknown(interaction):
        return
    if not shown:
        interaction.approach = None
        if fact is not None:
            fact.delete()
    elif fact is None:
        interaction.approach = note_approach(
            by=interaction.adviser,
            subject=interaction.subject,
            organisation=interaction.organisation,
            day=interaction.on,
            kind=ApproachKind(shown),
        )
    elif (fact.day, fact.kind) != (interaction.on, shown):
        fact.day, fact.kind = interaction.on, ApproachKind(shown)
        fact.save(update_fields=["day", "kind"])


def _stays_unknown(interaction: Interaction) -> bool:
    """Whether it was there before a shield over its case was lifted: lifting brings nothing back."""
    if interaction.pk is None:
        return False
    stored = Interaction.objects.filter(pk=interaction.pk).values_list("case", flat=True).first()
    cases = [key for key in {interaction.case_id, stored} if key is not None]
    lifted = lifted_last(cases) if cases else None
    return lifted is not None and history_of(interaction).filter(pk__lt=lifted).exists()


@transaction.atomic
def edit_interaction(
    *,
    by: User | None,
    interaction: Interaction,
    version: int,
    on: dt.date,
    kind: InteractionKind,
    case: GuidanceCase | None = None,
    topics: Iterable[str] = (),
    note: str = "",
    at: dt.time | None = None,
    person: ContactPerson | None = None,
    conveyed: str = "",
    today: dt.date | None = None,
) -> Interaction:
    """Correct a contact; raises StaleRowError when somebody changed it after `version`.

    Moved to another case, it takes along what was to follow it: a plan beside a shielded case would
    tell of it.
    """
    if interaction.cancelled:
        raise ValidationError(_("Kontakten er slettet som fejlregistreret. Fortryd det først."))
    must_fit(case, interaction.subject, interaction.organisation)
    must_have_been(on, today)
    must_be_theirs(person, interaction.subject, interaction.organisation)
    refuse_cpr(**{_("Notat"): note})
    interaction.version, before = version, interaction.case_id
    interaction.on, interaction.at, interaction.kind = on, at, kind
    interaction.case, interaction.person = case, person
    # Topics of an older catalogue that came along are kept as they were.
    interaction.topics = known_topics(topics, kept=interaction.topics)
    interaction.note, interaction.conveyed = note.strip(), conveyed.strip()
    checked(interaction)
    _show(interaction)
    keep(interaction, by=by, action="edit_interaction")
    _take_along(by, interaction, before)
    return interaction


def _take_along(by: User | None, interaction: Interaction, before: int | None) -> None:
    """Put what was to follow a contact on the case that it is on now; what was put elsewhere stays there."""
    if interaction.case_id == before:
        return
    with_it = interaction.tasks.filter(case=before).select_related("subject", "assignee", "approach")
    for task in list(with_it):
        move_task(by=by, task=task, case=interaction.case)


@transaction.atomic
def attach_interaction(*, by: User | None, interaction: Interaction, case: GuidanceCase) -> Interaction:
    """Put a contact on the case that was opened because of it."""
    must_fit(case, interaction.subject, interaction.organisation)
    before, interaction.case = interaction.case_id, case
    _show(interaction)
    keep(interaction, by=by, action="attach_interaction")
    _take_along(by, interaction, before)
    return interaction


@transaction.atomic
def cancel_interaction(*, by: User | None, interaction: Interaction, on: dt.date, why: str) -> Interaction:
    """Strike a contact out that was registered by mistake: it counts nowhere, and its history stays.

    What was to follow it and is not done yet is dropped with it.
    """
    if interaction.cancelled:
        return interaction
    refuse_cpr(**{_("Hvorfor"): why})
    if not why.strip():
        raise ValidationError(_("Skriv, hvorfor kontakten slettes."))
    interaction.cancelled = True
    fact, interaction.approach = interaction.approach, None
    keep(interaction, by=by, action="cancel_interaction", why=why.strip()[:500])
    if fact is not None:
        fact.delete()
    for task in interaction.tasks.filter(done_on__isnull=True).select_related("approach"):
        drop_task(by=by, task=task, on=on, why=why.strip()[:500])
    return interaction


@transaction.atomic
def restore_interaction(*, by: User | None, interaction: Interaction) -> Interaction:
    """Take back that a contact was struck out; what was to follow it is not taken up again."""
    if interaction.cancelled:
        interaction.cancelled = False
        _show(interaction)
        keep(interaction, by=by, action="restore_interaction")
    return interaction


def must_fit(case: GuidanceCase | None, subject: Subject, organisation: Organisation) -> None:
    """What is noted on a case is about its subject, by its organisation."""
    if case is not None and (case.subject_id, case.organisation_id) != (subject.pk, organisation.pk):
        raise ValidationError(_("Forløbet hører til en anden virksomhed eller en anden organisation."))


def must_have_been(on: dt.date, today: dt.date | None) -> None:
    """A contact that was held lies not after today."""
    if today is not None and on > today:
        raise ValidationError(
            {"on": _("Dagen er ikke kommet endnu. Skriv en aftale som næste skridt i stedet.")}
        )


def must_be_theirs(person: ContactPerson | None, subject: Subject, organisation: Organisation) -> None:
    """A contact person is one of the subject's, noted by the same organisation."""
    if person is not None and (person.subject_id, person.organisation_id) != (subject.pk, organisation.pk):
        raise ValidationError({"person": _("Kontaktpersonen hører til en anden virksomhed.")})


def known_topics(topics: Iterable[str], *, kept: str = "") -> str:
    """Return topic codes as they are stored; ValidationError for one that is in no catalogue."""
    chosen = list(topics)
    strange = [code for code in unknown(chosen) if code not in kept.split(";")]
    if strange:
        raise ValidationError(
            {"topics": _("Emnet »%(topic)s« findes ikke. Vælg fra listen.") % {"topic": strange[0]}}
        )
    return topic_codes(chosen)
