"""Min dag: what is due, what waits, what to mend; and the one click that deals with a task."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from samspil.guidance import tasks
from samspil.guidance.permissions import may_edit_task
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.web.components import navigation
from samspil.web.components.places import municipality_options
from samspil.web.components.typed import day_from
from samspil.web.jinja import formats
from samspil.web.staff import scorecards
from samspil.web.staff.workday import lines
from samspil.workday import queries, rules
from samspil.workday.actions import note_standing_in
from samspil.workday.kinds import Reason
from samspil.workday.permissions import works

if TYPE_CHECKING:
    from samspil.guidance.models import GuidanceCase, Task
    from samspil.organisations.models import User
    from samspil.referrals.models import Referral

navigation.add(navigation.Room("my-day", gettext_lazy("Min dag"), place=10, go="m", may=works))


def reader(request: HttpRequest) -> User:
    """Return the reader with the memberships fetched, since a page asks for them several times over."""
    user = cast("User", request.user)
    queries.remember(user)
    return user


def adviser(request: HttpRequest) -> User:
    """Return the reader, who works with companies somewhere; 404 for everybody else."""
    user = reader(request)
    if not works(user):
        raise Http404
    return user


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """Show the three columns, and what was just done with a way back."""
    user, on = reader(request), today()
    hands = queries.hands_of(user, on=on)
    if not hands.places:
        raise Http404
    tasks = queries.tasks_due(hands)
    due = [lines.of_task(task, on=on, mine=user.pk) for task in tasks]
    referrals, idle = queries.referrals_waiting(hands), queries.without_next_step(hands)
    mending = queries.to_mend(hands)
    context = {
        "on": on,
        "absent": hands.absent,
        "today": [line for line in due if not line.unclaimed][: queries.SHOWN],
        "more_today": len(due) > queries.SHOWN,
        "waiting": waiting(hands, due, referrals, idle),
        "mending": mending,
        "to_mend": [lines.of_defect(defect) for defect in mending.first],
        "just": just_done(request, user),
        **forms(on),
    }
    note_standing_in(hands=hands, tasks=tasks, cases=idle, referrals=referrals, defects=mending.first)
    return render(request, "staff/workday/day.jinja", context)


def waiting(
    hands: queries.Hands, due: list[lines.TaskLine], referrals: list[Referral], idle: list[GuidanceCase]
) -> list[tuple[str, list[lines.Line]]]:
    """Return what waits, under a heading each, most pressing first."""
    on, mine = hands.on, hands.user.pk
    asked = [(each.kind, lines.of_question(each)) for each in queries.questions_waiting(hands)]
    return [
        (_("Ingen har taget dem"), [line for line in due if line.unclaimed]),
        (_("Henvisninger"), [lines.of_referral(each, on=on) for each in referrals]),
        (_("Spørgsmål fra andre"), [line for kind, line in asked if kind in lines.ASKS]),
        (_("Opfølgning"), [line for kind, line in asked if kind not in lines.ASKS]),
        (
            _("Forløb uden næste skridt"),
            [lines.of_case(each, on=on, mine=mine) for each in idle],
        ),
    ]


def forms(on: dt.date) -> dict[str, Any]:
    """Return what the little forms of the lines offer."""
    return {
        "tomorrow": rules.next_working_day(on),
        "monday": rules.monday_after(on),
        "municipalities": municipality_options(),
        "reasons": dict(Reason.choices),
    }


def just_done(request: HttpRequest, user: User) -> dict[str, Any] | None:
    """Return the task that was dealt with a moment ago without a script, to be offered back."""
    key, former = request.GET.get("gjort", ""), request.GET.get("fra", "")
    row = queries.task_for(user, int(key)) if key.isdecimal() and len(key) < 19 else None
    if row is None:
        return None
    line = lines.of_task(row, on=today(), mine=user.pk)
    return {"line": line, "said": said(row, "done"), "former": former}


@require_POST
def task(request: HttpRequest, task: int) -> HttpResponse:
    """Deal with a task: done, put off, dropped, taken, or all of that taken back."""
    user = adviser(request)
    row = queries.task_for(user, task)
    if row is None or not may_edit_task(user, row):
        raise Http404
    former, error = row.due, ""
    try:
        deal(row, user, request.POST, today())
    except ValidationError as refused:
        error = " ".join(refused.messages)
    except StaleRowError:
        error = _("En anden har ændret opgaven imens. Sådan ser den ud nu.")
    row = queries.task_for(user, task)
    assert row is not None
    if request.headers.get("HX-Request"):
        context = {
            "line": lines.of_task(row, on=today(), mine=user.pk),
            "row": row,
            "former": former.isoformat(),
            "error": error,
            "said": "" if error else said(row, request.POST.get("hvad", "")),
            **forms(today()),
        }
        return render(request, "staff/workday/task.jinja", context)
    return without_script(request, row, former, error)


def without_script(request: HttpRequest, row: Task, former: dt.date, error: str) -> HttpResponse:
    """Go back to the page, with what was done and how to take it back."""
    if error:
        messages.error(request, error)
        return redirect("my-day")
    if row.done_on is None and row.due == former:
        return redirect("my-day")
    return redirect(f"{reverse('my-day')}?gjort={row.pk}&fra={former}")


def deal(row: Task, user: User, data: Any, on: dt.date) -> None:
    """Do what the button says; raises ValidationError for a day that is none, or a task that is over."""
    what = data.get("hvad", "")
    if what == "done":
        tasks.complete_task(by=user, task=row, on=on)
    elif what == "drop":
        tasks.drop_task(by=user, task=row, on=on)
    elif what == "take":
        tasks.assign_task(by=user, task=row, assignee=user)
    elif what == "give_back":
        tasks.assign_task(by=user, task=row, assignee=None)
    elif what == "undo" and row.done_on is not None:
        tasks.reopen_task(by=user, task=row)
    elif what == "undo":
        tasks.postpone_task(by=user, task=row, due=typed_day(data.get("fra", "")), at=row.at)
    else:
        due = new_day(what, data.get("dag", ""), on)
        # An appointment that is moved a day is still at its hour, unless one says another.
        tasks.postpone_task(by=user, task=row, due=due, at=row.at)


def new_day(what: str, typed: str, on: dt.date) -> dt.date:
    """The day a task is put off to: tomorrow, next Monday, or as typed."""
    if what == "tomorrow":
        return rules.next_working_day(on)
    if what == "monday":
        return rules.monday_after(on)
    due = typed_day(typed)
    if due < on:
        raise ValidationError(_("Vælg en dag, der ikke er gået."))
    return due


def typed_day(text: str) -> dt.date:
    """The day somebody wrote; ValidationError where it is none."""
    try:
        return day_from(text)
    except ValueError as error:
        raise ValidationError(str(error)) from None


def said(row: Task, what: str) -> str:
    """What was done, in words."""
    if what == "undo":
        return ""
    if row.done_on is not None:
        return _("Droppet") if row.dropped else _("Udført")
    if what in {"take", "give_back"}:
        return _("Opgaven er din") if what == "take" else _("Opgaven ligger hos jer alle igen")
    return _("Udskudt til %(day)s") % {"day": formats.day(row.due, "full")}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Lead those who work with companies to their day, and everybody else to the scorecard."""
    if works(reader(request)):
        return redirect("my-day")
    return scorecards.latest(request)
