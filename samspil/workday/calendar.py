"""Writes appointments as a calendar reads them (iCalendar): times and short titles, and no more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event

from samspil.guidance.queries import tasks_for
from samspil.platform.clock import COPENHAGEN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.guidance.models import Task
    from samspil.organisations.models import User
    from samspil.workday.models import CalendarFeed

HOUR = dt.timedelta(hours=1)
# A call takes less of a calendar than a meeting.
LENGTHS = {"call_back": dt.timedelta(minutes=15), "next_step": HOUR / 2, "reminder": HOUR / 2}
# As far back as a calendar is looked at, and as far ahead as anything is planned.
BACK, AHEAD = dt.timedelta(days=30), dt.timedelta(days=366)
MOST = 1000


def appointments(user: User, *, on: dt.date) -> list[Task]:
    """Return the user's own open tasks that have an hour, around a day; nothing of a place one has left."""
    rows = tasks_for(user).filter(
        assignee=user, at__isnull=False, done_on__isnull=True, due__gte=on - BACK, due__lte=on + AHEAD
    )
    return list(rows.select_related("subject", "case", "partner").order_by("due", "at", "pk")[:MOST])


def title_of(task: Task, *, names: bool) -> str:
    """Møde: Nordvest Smedeværk; without names Møde; on a shielded case Optaget, whatever was chosen."""
    if task.case is not None and task.case.shielded:
        return _("Optaget")
    what = {
        "meeting": _("Møde"),
        "visit": _("Besøg"),
        "joint_visit": _("Sambesøg"),
        "call_back": _("Ring tilbage"),
    }.get(task.kind, _("Opgave"))
    who = (task.subject.name if task.subject is not None else "") or task.caller
    return f"{what}: {who}" if names and who else what


def feed_of(feed: CalendarFeed, *, on: dt.date, now: dt.datetime) -> bytes:
    """Write a user's appointments as a calendar."""
    with override(feed.user.language):
        return written(appointments(feed.user, on=on), names=feed.names, now=now)


def written(tasks: Iterable[Task], *, now: dt.datetime, names: bool = True) -> bytes:
    """Write appointments as one calendar; the same ones at the same moment give the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Samspil//da")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Samspil")
    for task in tasks:
        calendar.add_component(_event(task, names=names, now=now))
    data: bytes = calendar.to_ical()
    return data


def _event(task: Task, *, names: bool, now: dt.datetime) -> Event:
    assert task.at is not None
    start = dt.datetime.combine(task.due, task.at, COPENHAGEN).astimezone(dt.UTC)
    event = Event()
    # The same appointment moved is the same event in the reader's calendar.
    event.add("uid", f"opgave-{task.pk}@samspil")
    event.add("sequence", task.version)
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("dtstart", start)
    event.add("dtend", start + LENGTHS.get(task.kind, HOUR))
    event.add("summary", title_of(task, names=names))
    # Others who look at the calendar see that the time is taken.
    event.add("class", "PRIVATE")
    return event
