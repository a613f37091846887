"""Turns what is due, what waits and what is to be mended into lines: a name, a deadline, what one can do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samspil.web.jinja import formats
from samspil.workday.kinds import Reason
from samspil.workday.rules import QUIET, Pressure, pressure

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase, Task
    from samspil.referrals.models import Referral
    from samspil.workday.models import Defect
    from samspil.workday.queries import Question


# As many lines as one part of a page shows.
MOST = 50


@dataclass(frozen=True)
class Line:
    """One line of a column. `facts` stand under the name; `tone` colours what `when` says in words."""

    id: str
    title: str
    href: str = ""
    when: str = ""
    tone: Pressure = Pressure.NONE
    facts: tuple[str, ...] = ()
    # A number to call, as it is dialled.
    phone: str = ""
    founder: bool = False


@dataclass(frozen=True)
class TaskLine(Line):
    """A task: it can be done, put off, dropped, or taken by who sees it in the inbox."""

    task: int = 0
    due: str = ""
    at: str = ""
    appointment: bool = False
    unclaimed: bool = False
    register: str = ""
    calendar: str = ""


@dataclass(frozen=True)
class MendLine(Line):
    """Something to mend, and what its little form needs."""

    defect: int = 0
    reason: str = ""
    segment: str = ""
    suggested: str = ""
    may: bool = True
    points: tuple[str, ...] = field(default=())


def of_task(task: Task, *, on: dt.date, mine: int) -> TaskLine:
    """A task as the user `mine` sees it; a colleague's says whose it is."""
    subject, clock = task.subject, f"kl. {task.at:%H.%M}" if task.at else ""
    said = [str(task.get_kind_display())]
    if task.text:
        said.append(task.text)
    if task.partner is not None:
        said.append(_("sammen med %(name)s") % {"name": task.partner.name})
    if subject is not None and task.caller:
        said.append(task.caller)
    if task.assignee is not None and task.assignee_id != mine:
        said.append(_("for %(name)s") % {"name": task.assignee.name})
    here = subject.pk if subject is not None else None
    return TaskLine(
        id=f"opgave-{task.pk}",
        title=name_of(subject) or task.caller or task.text or said[0],
        href=reverse("company", args=[here]) if here else "",
        when=" ".join(part for part in (overdue(task.due, on), clock) if part) or _("i dag"),
        tone=pressure(task.due, on=on),
        facts=tuple(said),
        phone=task.phone,
        founder=subject is not None and subject.kind == "founder",
        task=task.pk,
        due=task.due.isoformat(),
        at=f"{task.at:%H:%M}" if task.at else "",
        appointment=task.at is not None,
        unclaimed=task.assignee_id is None,
        register=f"{reverse('register')}?virksomhed={here}" if here else reverse("register"),
        calendar=reverse("appointment", args=[task.pk]) if task.at else "",
    )


def name_of(subject: object) -> str:
    """The name of a company or founder; an anonymised one has none."""
    if subject is None:
        return ""
    return getattr(subject, "name", "") or _("Uden navn")


def overdue(due: dt.date, on: dt.date) -> str:
    """How long ago something was due; nothing for today and later."""
    days = (on - due).days
    if days <= 0:
        return ""
    return ngettext("%(days)s dag over fristen", "%(days)s dage over fristen", days) % {"days": days}


def deadline(day: dt.date | None, on: dt.date) -> str:
    """A deadline in words: 2 dage over fristen, i dag, i morgen, senest 4. okt."""
    if day is None:
        return ""
    left = (day - on).days
    if left < 0:
        return overdue(day, on)
    near = {0: _("i dag"), 1: _("i morgen")}
    return near.get(left) or _("senest %(day)s") % {"day": formats.short_day(day)}


def of_referral(referral: Referral, *, on: dt.date) -> Line:
    """A referral that waits for an answer, with its clock."""
    facts = [_("Henvist fra %(name)s") % {"name": referral.organisation.name}]
    facts.append(str(referral.get_state_display()))
    if referral.receiver_adviser_id is None:
        facts.append(_("ingen har taget den"))
    # Once it is taken over, it is the company that waits, and no clock of ours runs.
    day = referral.answer_by if referral.accepted_on is None else None
    return Line(
        id=f"henvisning-{referral.pk}",
        title=name_of(referral.subject),
        href=reverse("referral", args=[referral.pk]),
        when=deadline(day, on),
        tone=pressure(day, on=on),
        facts=tuple(facts),
    )


# What another organisation asks has a page to answer on; the rest leads to the referral.
ASKS = {"access": "access-request", "visit": "visit", "grey": "grey-area"}


def of_question(question: Question) -> Line:
    """What another asks, or what came back from another."""
    said = {
        "access": _("%(name)s beder om adgang"),
        "visit": _("%(name)s foreslår et sambesøg"),
        "grey": _("%(name)s spørger, hvem opgaven hører til hos"),
        "use": _("Spørg, om henvisningen til %(name)s blev brugt"),
        "returned": _("%(name)s sendte henvisningen tilbage · find en ny modtager"),
        "expired": _("%(name)s har ikke svaret · find en ny modtager"),
        "not_reached": _("%(name)s fik ikke kontakt · aftal, hvad der så skal ske"),
    }
    route = ASKS.get(question.kind, "referral")
    return Line(
        id=f"{question.kind}-{question.key}",
        title=question.name or _("Gråzone"),
        href=reverse(route, args=[question.key]),
        when=_("siden %(day)s") % {"day": formats.short_day(question.on)} if question.on else "",
        facts=(said[question.kind] % {"name": question.other},),
    )


def of_case(case: GuidanceCase, *, on: dt.date, mine: int) -> Line:
    """An open case on which nothing is to be done."""
    last: dt.date | None = getattr(case, "last", None)
    facts = [_("Ingen kontakt endnu")]
    if last is not None:
        # Within the year the year says nothing.
        written = formats.short_day(last) if last.year == on.year else formats.day(last, "medium")
        facts = [_("Sidste kontakt %(day)s") % {"day": written}]
    if case.adviser is not None and case.adviser_id != mine:
        facts.append(_("for %(name)s") % {"name": case.adviser.name})
    quiet = on - (last or case.started) > QUIET
    return Line(
        id=f"forloeb-{case.pk}",
        title=name_of(case.subject),
        href=reverse("case", args=[case.pk]),
        when=_("stille i %(days)s dage") % {"days": (on - (last or case.started)).days} if quiet else "",
        tone=Pressure.SOON if quiet else Pressure.NONE,
        facts=tuple(facts),
        founder=case.subject.kind == "founder",
    )


def of_defect(defect: Defect, *, may: bool = True) -> MendLine:
    """Something to mend, under the name of whom or what it is about."""
    participation, case = defect.participation, defect.case
    last: dt.date | None = getattr(defect, "last", None)
    if participation is not None:
        offer = participation.session.offer
        title, href = offer.title, reverse("event", args=[offer.pk])
        facts = [formats.short_day(participation.session.day)]
    elif case is not None and defect.reason != Reason.NO_MUNICIPALITY:
        title, href = name_of(case.subject), reverse("case", args=[case.pk])
        facts = [_("Forløb fra %(day)s") % {"day": formats.day(case.started, "medium")}]
    else:
        assert defect.subject is not None
        title, href, facts = name_of(defect.subject), reverse("company", args=[defect.subject.pk]), []
    subject = defect.subject or (case.subject if case else None)
    return MendLine(
        id=f"mangel-{defect.pk}",
        title=title,
        href=href,
        facts=tuple(facts),
        founder=subject is not None and subject.kind == "founder",
        defect=defect.pk,
        reason=defect.reason,
        segment=case.segment if case is not None else "",
        suggested=f"{last:%d-%m-%Y}" if last else "",
        may=may,
        points=tuple(defect.points.split(";")),
    )
