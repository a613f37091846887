"""Every change to cases: opened, edited, judged, shielded, handed over, closed and opened again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.models import Approach
from samspil.guidance.kinds import Level, Segment, TaskKind
from samspil.guidance.models import GuidanceCase, IdleRule, Lead, Share, Task
from samspil.guidance.rules import topic_codes
from samspil.guidance.tasks import assign_task, drop_task
from samspil.platform.audit.actions import keep, record
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User

# What edit_case may change; the rest has an action of its own, or never changes.
EDITABLE = frozenset(
    {
        "adviser",
        "departments",
        "ended",
        "level",
        "level_reason",
        "meeting_municipality",
        "meeting_municipality_id",
        "not_signed_up_reason",
        "office",
        "programmes",
        "service",
        "signed_up",
        "started",
        "target_group",
        "topics",
    }
)


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
    programmes: Iterable[str] = (),
    departments: Iterable[Organisation] = (),
    today: dt.date | None = None,
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
        programmes=topic_codes(programmes),
        **details,
    )
    _must_hold(case, today)
    keep(case, by=by, action="open_case", level=str(level), shielded=case.shielded)
    involved = list(departments)
    if involved:
        case.departments.set(involved)
    return case


@transaction.atomic
def edit_case(
    *, by: User | None, case: GuidanceCase, version: int, today: dt.date | None = None, **fields: Any
) -> GuidanceCase:
    """Change a case as it was when it had that version; `fields` are some of EDITABLE.

    Raises StaleRowError when another has changed it since, and leaves it as it stands.
    """
    unknown = fields.keys() - EDITABLE
    if unknown:
        raise TypeError(f"edit_case changes {sorted(EDITABLE)}, not {sorted(unknown)}")
    departments, before_by = fields.pop("departments", None), case.adviser_id
    for name, value in fields.items():
        setattr(case, name, topic_codes(value) if name in {"topics", "programmes"} else value)
    case.version = version
    _must_hold(case, today)
    details: dict[str, Any] = {}
    if departments is not None:
        chosen = sorted(each.pk for each in departments)
        before = sorted(case.departments.values_list("pk", flat=True))
        if chosen != before:
            details["departments"] = [before, chosen]
    keep(case, by=by, action="edit_case", **details)
    if details:
        case.departments.set(departments or [])
    if "adviser" in fields:
        _follow(case)
        if case.adviser is not None and case.adviser_id != before_by:
            _give(Task.objects.filter(done_on=None, case=case, assignee=before_by), by=by, to=case.adviser)
    return case


@transaction.atomic
def judge_segment(
    *, by: User | None, case: GuidanceCase, segment: Segment, on: dt.date, judge: User | None = None
) -> GuidanceCase:
    """Note which segment the company is in, who judged it and when (B80)."""
    if segment not in Segment.values:
        raise ValidationError(_("Vælg et segment."))
    case.segment, case.segment_by, case.segment_on = segment, judge or by, on
    checked(case)
    keep(case, by=by, action="judge_segment", segment=str(segment))
    return case


@transaction.atomic
def close_case(
    *,
    by: User | None,
    case: GuidanceCase,
    on: dt.date,
    signed_up: bool | None = None,
    reason: str = "",
    drop_tasks: bool = False,
    why: str = "",
    today: dt.date | None = None,
) -> GuidanceCase:
    """Close a case: effects are counted from this day (B71); `reason` says why it is not evaluated.

    What reminded of the case is done with it; other open tasks stay unless they are to be dropped.
    """
    if case.ended is not None:
        raise ValidationError(_("Forløbet er allerede afsluttet."))
    case.ended = on
    if signed_up is not None:
        case.signed_up, case.not_signed_up_reason = signed_up, "" if signed_up else reason
    _must_hold(case, today)
    keep(case, by=by, action="close_case", why=why)
    waiting = Task.objects.filter(case=case, done_on=None).select_related("approach")
    for task in waiting if drop_tasks else waiting.filter(kind=TaskKind.REMINDER):
        drop_task(by=by, task=task, on=today or on, why=why or _("Forløbet er afsluttet."))
    return case


@transaction.atomic
def reopen_case(*, by: User | None, case: GuidanceCase, on: dt.date, why: str = "") -> GuidanceCase:
    """Open a closed case again; from this day it counts as looked after."""
    if case.ended is None:
        raise ValidationError(_("Forløbet er ikke afsluttet."))
    case.ended, case.reopened = None, max(on, case.started)
    keep(case, by=by, action="reopen_case", why=why)
    return case


@transaction.atomic
def shield_case(*, by: User | None, case: GuidanceCase, on: dt.date | None = None) -> GuidanceCase:
    """Hide a case from all partners, with every trace that its contacts and plans have left.

    The traces do not come back: what partners once knew and no longer know would itself tell something.
    """
    case.shielded = True
    keep(case, by=by, action="shield_case")
    for held in (case.interactions, case.tasks):
        facts = list(held.exclude(approach=None).values_list("approach", flat=True))
        held.filter(approach__in=facts).update(approach=None)
        Approach.objects.filter(pk__in=facts).delete()
    if on is not None:
        for share in Share.objects.filter(case=case, until=None):
            # Who was let in on the day itself has had that day.
            share.until = max(on, share.since)
            keep(share, by=by, action="end_share", why=_("Forløbet er skærmet."))
    for lead in Lead.objects.filter(case=case):
        record(by=by, action="leave_lead", row=lead, case=case.pk)
        lead.delete()
    return case


@transaction.atomic
def unshield_case(*, by: User | None, case: GuidanceCase) -> GuidanceCase:
    """Let partners know of the contacts that follow; those held while it was shielded stay unknown."""
    case.shielded = False
    keep(case, by=by, action="unshield_case")
    return case


@transaction.atomic
def hand_over(
    *,
    by: User | None,
    to: User,
    on: dt.date,
    why: str = "",
    adviser: User | None = None,
    case: GuidanceCase | None = None,
    organisation: Organisation | None = None,
) -> int:
    """Give one case, or all open ones of an adviser, to somebody else; return how many.

    The open tasks follow, and so does being the company's lead. With an organisation only what is
    there is given on, since one may work in two places.
    """
    if (adviser is None) == (case is None):
        raise TypeError("hand_over takes a case or an adviser")
    given = [case] if case is not None else list(_open_cases(adviser, organisation))
    before = case.adviser_id if case is not None else None
    for each in given:
        each.adviser = to
        keep(each, by=by, action="hand_over", why=why, on=on.isoformat())
        _follow(each)
    waiting = Task.objects.filter(done_on=None)
    if case is not None:
        # What a colleague has promised to do on the case stays with the colleague.
        tasks = waiting.filter(case=case, assignee=before)
    else:
        tasks = waiting.filter(assignee=adviser)
        tasks = tasks.filter(organisation=organisation) if organisation is not None else tasks
    _give(tasks, by=by, to=to)
    return len(given)


def _give(tasks: QuerySet[Task], *, by: User | None, to: User) -> None:
    """Give open tasks to somebody else, who then is whom partners see coming."""
    for task in tasks.exclude(assignee=to).select_related("approach"):
        assign_task(by=by, task=task, assignee=to)
        if task.approach is not None:
            task.approach.adviser = to
            task.approach.save(update_fields=["adviser"])


def _open_cases(adviser: User | None, organisation: Organisation | None) -> Iterable[GuidanceCase]:
    cases = GuidanceCase.objects.filter(adviser=adviser, ended=None).order_by("pk")
    return cases.filter(organisation=organisation) if organisation is not None else cases


@transaction.atomic
def take_lead(*, by: User | None, case: GuidanceCase, on: dt.date) -> Lead:
    """Make the case's adviser the one person the company turns to, whoever else helps it (A18).

    All partners see who it is, so a shielded case has none.
    """
    if case.shielded:
        raise ValidationError(_("Et skærmet forløb kan ikke være virksomhedens indgang."))
    if case.ended is not None or case.adviser is None:
        raise ValidationError(_("Kun et åbent forløb med en konsulent kan være virksomhedens indgang."))
    lead = Lead.objects.filter(subject_id=case.subject_id).first() or Lead(subject_id=case.subject_id)
    lead.organisation_id, lead.adviser, lead.case, lead.since = case.organisation_id, case.adviser, case, on
    checked(lead)
    keep(lead, by=by, action="take_lead", case=case.pk)
    return lead


def _follow(case: GuidanceCase) -> None:
    """Who takes over a case takes over being the company's lead."""
    if case.adviser_id is not None:
        Lead.objects.filter(case=case).update(adviser=case.adviser_id)


def _must_hold(case: GuidanceCase, today: dt.date | None) -> None:
    """Raise ValidationError for days that cannot be and for what may not be written, in words."""
    if today is not None and max(case.started, case.ended or case.started) > today:
        raise ValidationError(_("Et forløb kan ikke begynde eller slutte i fremtiden."))
    if case.ended is not None and case.ended < case.started:
        raise ValidationError(_("Et forløb kan ikke slutte, før det er begyndt."))
    if case.office is not None and case.office.organisation_id != case.organisation_id:
        raise ValidationError(_("Kontoret hører til en anden organisation."))
    refuse_cpr(
        **{
            _("Begrundelse for niveau"): case.level_reason,
            _("Hvorfor ikke tilmeldt"): case.not_signed_up_reason,
        }
    )
    checked(case)


@transaction.atomic
def set_idle_rule(
    *, by: User | None, organisation: Organisation, remind_after: int | None, close_after: int | None
) -> IdleRule:
    """Set after how many days without contact one is reminded and, further on, the case is closed."""
    if close_after is not None and remind_after is None:
        raise ValidationError(_("Automatisk afslutning kræver, at der først kommer en påmindelse."))
    if any(days is not None and not 7 <= days <= 1000 for days in (remind_after, close_after)):
        raise ValidationError(_("Skriv et antal dage mellem 7 og 1.000, eller lad feltet stå tomt."))
    rule = IdleRule.objects.filter(organisation=organisation).first() or IdleRule(organisation=organisation)
    rule.remind_after, rule.close_after = remind_after, close_after
    keep(rule, by=by, action="set_idle_rule")
    return rule
