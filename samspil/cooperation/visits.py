"""Every change to joint visits: proposed, answered, withdrawn, and registered once on either side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import Approach
from samspil.cooperation.kinds import VisitState
from samspil.cooperation.models import JointVisit
from samspil.cooperation.notices import tell, tell_leaders
from samspil.cooperation.rules import VISIT_TRANSITIONS
from samspil.guidance.actions import complete_task, create_task, drop_task, register_interaction
from samspil.guidance.kinds import InteractionKind, TaskKind
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import Interaction, Task
    from samspil.organisations.models import Organisation, User

MOST_DAYS = 3


def days_of(visit: JointVisit) -> list[dt.date]:
    """The days that were proposed, in order."""
    return [dt.date.fromisoformat(each) for each in visit.days.split(";") if each]


def move(visit: JointVisit, state: VisitState) -> None:
    """Move a visit on, if the table lets it; ValidationError says where it stands instead."""
    if (visit.state, str(state)) not in VISIT_TRANSITIONS:
        raise ValidationError(
            _("Sambesøget er allerede: %(state)s.") % {"state": visit.get_state_display().lower()}
        )
    visit.state = state


@transaction.atomic
def propose_visit(
    *,
    by: User,
    subject: Subject,
    proposer: Organisation,
    invited: Organisation,
    days: Sequence[dt.date],
    purpose: str,
    on: dt.date,
) -> JointVisit:
    """Propose to go together on one of up to three days; the purpose is read by the two only."""
    refuse_cpr(_("Formål"), purpose)
    chosen = sorted(set(days))
    _must_be_fit(subject, proposer, invited, chosen, purpose, on)
    visit = JointVisit(
        subject=subject,
        proposer=proposer,
        invited=invited,
        proposed_by=by,
        proposed_on=on,
        days=";".join(day.isoformat() for day in chosen),
        purpose=purpose.strip(),
    )
    checked(visit)
    try:
        with transaction.atomic():
            keep(visit, by=by, action="propose_visit")
    except IntegrityError:
        raise ValidationError(
            _("I har allerede foreslået dem et sambesøg, som de ikke har svaret på.")
        ) from None
    tell_leaders(
        invited,
        also=_lately_in_contact(visit),
        subject=_("%(who)s foreslår et sambesøg") % {"who": proposer.name},
        body=_(
            "%(name)s hos %(who)s foreslår, at I besøger en virksomhed sammen. Se dage og formål, og svar."
        )
        % {"name": by.name, "who": proposer.name},
        about=visit,
        on=on,
    )
    return visit


def _must_be_fit(
    subject: Subject,
    proposer: Organisation,
    invited: Organisation,
    days: list[dt.date],
    purpose: str,
    on: dt.date,
) -> None:
    if proposer == invited:
        raise ValidationError({"invited": _("Et sambesøg er sammen med en anden organisation.")})
    if not purpose.strip():
        raise ValidationError({"purpose": _("Skriv kort, hvad I vil bruge besøget til.")})
    if not days or len(days) > MOST_DAYS:
        raise ValidationError({"days": _("Foreslå en til tre dage.")})
    if days[0] < on:
        raise ValidationError({"days": _("Dagen er allerede gået. Vælg en dag, der kommer.")})
    # An invitation would tell of a founder whom partners may not know of, or only a shielded case knows.
    known = Approach.objects.filter(subject=subject).exists()
    if subject.kind == SubjectKind.FOUNDER and not known:
        raise ValidationError(
            _("Iværksætteren er kun kendt hos jer. Brug en henvisning, hvor iværksætteren siger ja først.")
        )


def _lately_in_contact(visit: JointVisit) -> list[User | None]:
    rows = Approach.objects.filter(subject=visit.subject_id, organisation=visit.invited_id)
    return [row.adviser for row in rows.select_related("adviser").order_by("-day")[:1]]


@transaction.atomic
def accept_visit(
    *, by: User, visit: JointVisit, day: dt.date, on: dt.date, adviser: User | None = None, answer: str = ""
) -> JointVisit:
    """Say yes to one of the days: both sides get a task, and partners see that both come (B26)."""
    refuse_cpr(_("Svar"), answer)
    if day not in days_of(visit):
        raise ValidationError({"day": _("Vælg en af de foreslåede dage.")})
    if day < on:
        raise ValidationError({"day": _("Dagen er gået. Foreslå en ny i stedet.")})
    move(visit, VisitState.ACCEPTED)
    visit.day, visit.invited_adviser = day, adviser or by
    visit.proposer_task = _plan(visit, visit.proposer, visit.invited, visit.proposed_by, by=by)
    visit.invited_task = _plan(visit, visit.invited, visit.proposer, visit.invited_adviser, by=by)
    return _answered(visit, by=by, on=on, answer=answer, action="accept_visit")


def _plan(
    visit: JointVisit, organisation: Organisation, partner: Organisation, adviser: User | None, *, by: User
) -> Task:
    assert visit.day is not None
    return create_task(
        by=by,
        organisation=organisation,
        kind=TaskKind.JOINT_VISIT,
        due=visit.day,
        assignee=adviser,
        subject=visit.subject,
        text=visit.purpose[:500],
        partner=partner,
    )


@transaction.atomic
def decline_visit(*, by: User, visit: JointVisit, on: dt.date, answer: str) -> JointVisit:
    """Say no, and why."""
    refuse_cpr(_("Svar"), answer)
    if not answer.strip():
        raise ValidationError({"answer": _("Skriv, hvorfor I siger nej.")})
    move(visit, VisitState.DECLINED)
    return _answered(visit, by=by, on=on, answer=answer, action="decline_visit")


def _answered(visit: JointVisit, *, by: User, on: dt.date, answer: str, action: str) -> JointVisit:
    visit.answered_by, visit.answered_on, visit.answer = by, on, answer.strip()
    checked(visit)
    keep(visit, by=by, action=action)
    tell(
        [visit.proposed_by],
        subject=_("%(who)s har svaret på sambesøget") % {"who": visit.invited.name},
        body=_("Svaret er: %(state)s.") % {"state": visit.get_state_display().lower()},
        about=visit,
        on=on,
    )
    return visit


@transaction.atomic
def withdraw_visit(*, by: User, visit: JointVisit, on: dt.date, why: str = "") -> JointVisit:
    """Call it off: what was planned on either side is dropped, and the other side is told."""
    refuse_cpr(_("Hvorfor"), why)
    move(visit, VisitState.WITHDRAWN)
    for task in (visit.proposer_task, visit.invited_task):
        if task is not None and task.done_on is None:
            drop_task(by=by, task=task, on=on, why=why.strip()[:500])
    keep(visit, by=by, action="withdraw_visit", why=why.strip()[:500])
    tell(
        [each for each in (visit.proposed_by, visit.invited_adviser) if each != by],
        subject=_("Sambesøget er aflyst"),
        body=_("Et sambesøg, du er med i, er aflyst."),
        about=visit,
        on=on,
    )
    return visit


@transaction.atomic
def register_visit(
    *,
    by: User,
    visit: JointVisit,
    organisation: Organisation,
    on: dt.date,
    today: dt.date,
    topics: Iterable[str] = (),
    note: str = "",
) -> Interaction:
    """Register, for one side, that the visit was held: its own note, counted once for it."""
    ours = "proposer" if organisation.pk == visit.proposer_id else "invited"
    if organisation.pk not in (visit.proposer_id, visit.invited_id):
        raise ValidationError(_("Sambesøget er mellem to andre."))
    if getattr(visit, f"{ours}_interaction_id") is not None:
        raise ValidationError(_("I har allerede registreret besøget."))
    if visit.state != VisitState.HELD:
        move(visit, VisitState.HELD)
        visit.day = on
    interaction = register_interaction(
        by=by,
        subject=visit.subject,
        organisation=organisation,
        on=on,
        kind=InteractionKind.VISIT,
        topics=topics,
        note=note,
        today=today,
    )
    setattr(visit, f"{ours}_interaction", interaction)
    keep(visit, by=by, action="register_visit", side=ours)
    task = visit.proposer_task if ours == "proposer" else visit.invited_task
    if task is not None and task.done_on is None:
        complete_task(by=by, task=task, on=on)
    return interaction
