"""The page of a case: what it is, what is next, and everything that has happened on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.guidance import caselists
from samspil.guidance.permissions import roles_in
from samspil.guidance.rules import DECIDERS, LEADERS, WORKERS, is_growth_course
from samspil.platform.audit.actions import note_access
from samspil.platform.clock import today
from samspil.platform.documents.queries import documents_of
from samspil.referrals.queries import referrals_for
from samspil.web.staff.cases import form as forms
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import User


@dataclass(frozen=True)
class Rights:
    """What the reader may do with the case; the actions' own predicates are asked once more on a post."""

    edit: bool
    decide: bool
    hand_over: bool


@dataclass(frozen=True)
class Entry:
    """A line of the timeline."""

    day: dt.date
    what: str
    who: str
    text: str = ""
    topics: tuple[str, ...] = ()
    href: str = ""
    link: str = ""
    kind: str = "contact"
    # Its own page, where what happened leads to.
    own: str = ""


def case_for(request: HttpRequest, key: int) -> GuidanceCase:
    """Return a case that the reader may read; 404 for all others, so that nobody learns which there are."""
    case = caselists.case_for(reader(request), key)
    if case is None:
        raise Http404
    return case


def rights_of(user: User, case: GuidanceCase) -> Rights:
    """Return what somebody who reads the case may do with it."""
    roles = roles_in(user, case.organisation_id)
    edit = bool(roles & WORKERS)
    return Rights(
        edit=edit,
        decide=bool(roles & DECIDERS),
        hand_over=edit and (case.adviser_id == user.pk or bool(roles & LEADERS)),
    )


@require_safe
def show(request: HttpRequest, case: int) -> HttpResponse:
    """Show a case; that it was opened is in the access log."""
    user = reader(request)
    row = case_for(request, case)
    tasks = caselists.tasks_on(user, row)
    waiting = [task for task in tasks if task.done_on is None]
    every = list(documents_of(row, also_removed=True))
    documents = [each for each in every if not each.removed]
    contacts = caselists.contacts_on(user, row)
    referred = referrals_for(user).filter(case=row).select_related("receiver").order_by("-on")
    entries = [
        *(_contact(each) for each in contacts),
        *(_done(each) for each in tasks if each.done_on is not None and not each.dropped),
        *(_document(each) for each in documents),
        *(_referral(each) for each in referred[: caselists.SHOWN]),
    ]
    day = today()
    context = {
        "case": row,
        "rights": rights_of(user, row),
        "lead": getattr(row.subject, "lead", None),
        "next": waiting[0] if waiting else None,
        "waiting": waiting,
        "entries": sorted(entries, key=lambda each: each.day, reverse=True),
        "documents": documents,
        "removed": [each for each in every if each.removed],
        "departments": caselists.departments_of(row),
        "growth": is_growth_course(kind=row.subject.kind, segment=row.segment),
        "topics": topics.labels(row.topics),
        "programmes": forms.named(row.programmes, "programmes", day),
        "target_group": forms.named(row.target_group, "target_group", day),
        "service": forms.named(row.service, "service", day),
        "segments": forms.segments(day),
        "today": day,
    }
    # After the reads, so that nobody waits for a page to be made.
    note_access(by=user, place="cases.case", kind=type(row), keys=[row.pk])
    return render(request, "staff/cases/case.jinja", context)


def _contact(row: Any) -> Entry:
    who = row.adviser.name if row.adviser else ""
    met = _("med %(person)s") % {"person": row.person.name} if row.person else ""
    names = tuple(topics.labels(row.topics))
    what = " ".join(part for part in (row.get_kind_display(), met) if part)
    return Entry(
        row.on, what, who, row.note, names, row.conveyed, row.conveyed, own=reverse("contact", args=[row.pk])
    )


def _done(row: Any) -> Entry:
    who = row.assignee.name if row.assignee else ""
    return Entry(row.done_on, _("Udført: %(what)s") % {"what": _task(row)}, who, kind="task")


def _task(row: Any) -> str:
    return str(row.text or row.get_kind_display())


def _document(row: Any) -> Entry:
    who = row.stored_by.name if row.stored_by else ""
    day = timezone.localtime(row.stored_at).date()
    address = reverse("document", args=[row.pk])
    return Entry(day, str(row.get_purpose_display()), who, href=address, link=row.name, kind="document")


def _referral(row: Any) -> Entry:
    receiver = row.receiver.name if row.receiver else row.get_receiver_kind_display()
    what = _("Henvist til %(receiver)s") % {"receiver": receiver}
    return Entry(
        row.on, what, "", str(row.get_state_display()), href=_referral_address(row.pk), kind="referral"
    )


def _referral_address(key: int) -> str:
    try:
        return reverse("referral", args=[key])
    except NoReverseMatch:
        return ""
