"""Every change to cases and contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.actions import note_approach
from samspil.companies.kinds import ApproachKind
from samspil.guidance.kinds import InteractionKind, Level, Segment
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.guidance.rules import shown_as, topic_codes
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def open_case(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    level: Level,
    started: dt.date,
    adviser: User | None = None,
    topics: Iterable[str] = (),
    **details: Any,
) -> GuidanceCase:
    """Open a case; `details` are further fields: office, target_group, meeting_municipality, shielded …

    A segment is judged by `judge_segment`, since a judgement has a judge and a day.
    """
    case = GuidanceCase(
        subject=subject,
        organisation=organisation,
        level=level,
        started=started,
        adviser=adviser or by,
        topics=topic_codes(topics),
        **details,
    )
    checked(case)
    keep(case, by=by, action="open_case", level=str(level), shielded=case.shielded)
    return case


@transaction.atomic
def judge_segment(
    *, by: User | None, case: GuidanceCase, segment: Segment, on: dt.date, judge: User | None = None
) -> GuidanceCase:
    """Note which segment the company is in, who judged it and when (B80)."""
    case.segment, case.segment_by, case.segment_on = segment, judge or by, on
    checked(case)
    keep(case, by=by, action="judge_segment", segment=str(segment))
    return case


@transaction.atomic
def close_case(
    *, by: User | None, case: GuidanceCase, on: dt.date, signed_up: bool | None = None, reason: str = ""
) -> GuidanceCase:
    """Close a case: effects are counted from this day (B71); `reason` says why it is not evaluated."""
    if case.ended is not None:
        raise ValidationError(_("Forløbet er allerede afsluttet."))
    if on < case.started:
        raise ValidationError(_("Et forløb kan ikke slutte, før det er begyndt."))
    case.ended = on
    if signed_up is not None:
        case.signed_up, case.not_signed_up_reason = signed_up, reason
    checked(case)
    keep(case, by=by, action="close_case")
    return case


@transaction.atomic
def shield_case(*, by: User | None, case: GuidanceCase) -> GuidanceCase:
    """Hide a case from all partners, with every trace that its contacts have left."""
    case.shielded = True
    keep(case, by=by, action="shield_case")
    for interaction in case.interactions.select_related("approach").exclude(approach=None):
        assert interaction.approach is not None
        interaction.approach.delete()
    return case


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
) -> Interaction:
    """Register a contact, and the minimum fact of it that partners may know (B21)."""
    must_fit(case, subject, organisation)
    interaction = Interaction(
        subject=subject,
        case=case,
        organisation=organisation,
        adviser=adviser or by,
        on=on,
        kind=kind,
        topics=topic_codes(topics),
        note=note,
    )
    shown = shown_as(kind=kind, shielded=case is not None and case.shielded)
    if shown:
        interaction.approach = note_approach(
            by=adviser or by, subject=subject, organisation=organisation, day=on, kind=ApproachKind(shown)
        )
    checked(interaction)
    keep(interaction, by=by, action="register_interaction", kind=str(kind))
    return interaction


def must_fit(case: GuidanceCase | None, subject: Subject, organisation: Organisation) -> None:
    """What is noted on a case is about its subject, by its organisation."""
    if case is not None and (case.subject_id, case.organisation_id) != (subject.pk, organisation.pk):
        raise ValidationError(_("Forløbet hører til en anden virksomhed eller en anden organisation."))
