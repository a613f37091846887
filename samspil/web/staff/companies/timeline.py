"""One timeline per company, across organisations: the minimum fact for partners, content for who may."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from samspil.companies import queries
from samspil.guidance.queries import cases_for, interactions_for, tasks_for
from samspil.programmes.participation import participations_for
from samspil.referrals.queries import referrals_for
from samspil.surveys.queries import answers_for
from samspil.web.jinja.environment import url_or_none
from samspil.web.staff.contacts import topics

if TYPE_CHECKING:
    from samspil.companies.models import Approach
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import User

# So many lines stand on a page of it.
SIZE = 20
# What is shown of a note; the rest stands on the contact's own page.
NOTE = 280
# A company has few cases; more than so many are shown in their own list only.
MOST_CASES = 100
_CURSOR = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,4})")


@dataclass(frozen=True)
class Entry:
    """A line: `fact` when the reader may know party, day and form only; `planned` when it is to come."""

    day: dt.date
    # Within a day: what is to be done, contacts, the rest, and last the bare facts.
    place: int
    key: int
    title: str
    party: str
    at: dt.time | None = None
    who: str = ""
    note: str = ""
    cut: bool = False
    topics: tuple[str, ...] = ()
    state: str = ""
    href: str | None = None
    icon: str = "forum"
    fact: bool = False
    planned: bool = False

    @property
    def order(self) -> tuple[int, int, int]:
        """Newest first."""
        return -self.day.toordinal(), self.place, -self.key


@dataclass(frozen=True)
class Cursor:
    """Where an older page begins: on a day, after so many of its lines."""

    day: dt.date
    skip: int

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}.{self.skip}"

    @classmethod
    def read(cls, text: str) -> Cursor | None:
        """Read what an address says; what cannot be read begins at the top."""
        match = _CURSOR.fullmatch(text)
        try:
            return cls(dt.date.fromisoformat(match[1]), int(match[2])) if match else None
        except ValueError:
            return None


@dataclass(frozen=True)
class Timeline:
    """A page of lines, where the next begins, and whose content was read for it, for the access log."""

    entries: list[Entry]
    older: Cursor | None
    # The newest cases that the reader may read, open ones among them.
    cases: list[GuidanceCase] = field(default_factory=list)
    seen: dict[str, list[int]] = field(default_factory=dict)
    owners: frozenset[int] = frozenset()


class Reading:
    """Reads the sources of one page, each once, and remembers whose content was read."""

    def __init__(self, user: User, subjects: Sequence[int], cursor: Cursor | None) -> None:
        self.user, self.subjects, self.cursor = user, list(subjects), cursor
        self.most = SIZE + 1 + (cursor.skip if cursor else 0)
        self.seen: dict[str, list[int]] = {}
        self.owners: set[int] = set()
        # Facts that are told in full by a row that the reader may read.
        self.told: set[int] = set()
        self.cases: list[GuidanceCase] = []

    def rows(self, found: Any, day: str, source: str = "") -> list[Any]:
        """Return the newest rows about the subjects, and note whose they are."""
        found = found.filter(subject__in=self.subjects).order_by(f"-{day}", "-pk")
        if self.cursor:
            found = found.filter(**{f"{day}__lte": self.cursor.day})
        rows = list(found[: self.most])
        self.note(source, rows)
        return rows

    def note(self, source: str, rows: list[Any]) -> None:
        """Remember whose content was read, for the access log."""
        if source and rows:
            self.seen[source] = [row.pk for row in rows]
            self.owners |= {row.organisation_id for row in rows if hasattr(row, "organisation_id")}

    def reaches(self, day: dt.date) -> bool:
        """Whether a day lies on this page or an older one."""
        return self.cursor is None or day <= self.cursor.day

    def tell(self, row: Any) -> None:
        """Remember that a fact needs no line of its own."""
        if row.approach_id is not None:
            self.told.add(row.approach_id)

    def who(self, adviser: Any) -> str:
        """Name the reader as one does."""
        if adviser is None:
            return ""
        return _("dig") if adviser.pk == self.user.pk else str(adviser.name)


def read(
    user: User, subjects: Sequence[int], cursor: Cursor | None, approaches: list[Approach] | None = None
) -> Timeline:
    """Return a page of the timeline of a company and what it was before, in at most eight questions.

    `approaches` are the newest facts when the page has read them already.
    """
    reading = Reading(user, subjects, cursor)
    entries = [entry for source in SOURCES for entry in source(reading)]
    if approaches is None or cursor is not None:
        approaches = reading.rows(queries.all_approaches(), "day")
    entries += [_fact(each) for each in approaches[: reading.most] if each.pk not in reading.told]
    entries.sort(key=lambda entry: entry.order)
    if cursor is not None:
        entries = _after(entries, cursor)
    page = entries[:SIZE]
    older = _next(page, cursor) if len(entries) > SIZE else None
    return Timeline(page, older, reading.cases, reading.seen, frozenset(reading.owners))


def _after(entries: list[Entry], cursor: Cursor) -> list[Entry]:
    """Leave out the day's lines that stand on the page before."""
    return [each for each in entries if each.day <= cursor.day][cursor.skip :]


def _next(page: list[Entry], cursor: Cursor | None) -> Cursor:
    last = page[-1].day
    shown = sum(1 for _entry in takewhile(lambda each: each.day == last, reversed(page)))
    return Cursor(last, shown + (cursor.skip if cursor and cursor.day == last else 0))


def _tasks(reading: Reading) -> Iterable[Entry]:
    waiting = tasks_for(reading.user).filter(done_on__isnull=True, dropped=False)
    for task in reading.rows(waiting.select_related("organisation", "assignee"), "due", "tasks"):
        reading.tell(task)
        yield Entry(
            task.due, 0, task.pk, task.get_kind_display(), task.organisation.name, at=task.at,
            who=reading.who(task.assignee), note=task.text, icon="calendar-month", planned=True,
        )  # fmt: skip


def _interactions(reading: Reading) -> Iterable[Entry]:
    found = interactions_for(reading.user).select_related("organisation", "adviser")
    for each in reading.rows(found, "on", "interactions"):
        reading.tell(each)
        yield Entry(
            each.on, 1, each.pk, each.get_kind_display(), each.organisation.name, at=each.at,
            who=reading.who(each.adviser), note=_short(each.note), cut=len(each.note) > NOTE,
            topics=tuple(topics.labels(each.topics)), href=url_or_none("contact", each.pk),
            icon=ICONS[each.kind],
        )  # fmt: skip


def _cases(reading: Reading) -> Iterable[Entry]:
    """Each case stands where it began and where it ended; a company has few, so all are read at once."""
    found = cases_for(reading.user).filter(subject__in=reading.subjects)
    cases = list(found.select_related("organisation", "adviser").order_by("-started", "-pk")[:MOST_CASES])
    reading.note("cases", cases)
    reading.cases = cases
    for case in cases:
        for place, day, word in (
            (2, case.ended, _("Forløb afsluttet")),
            (3, case.started, _("Forløb begyndt")),
        ):
            if day is not None and reading.reaches(day):
                yield Entry(
                    day, place, case.pk, word, case.organisation.name, who=reading.who(case.adviser),
                    topics=tuple(topics.labels(case.topics)), state=case.get_level_display(),
                    href=url_or_none("case", case.pk), icon="folder",
                )  # fmt: skip


def _referrals(reading: Reading) -> Iterable[Entry]:
    found = referrals_for(reading.user).select_related("organisation", "receiver", "adviser")
    for each in reading.rows(found, "on", "referrals"):
        to = each.receiver.name if each.receiver else each.receiver_name or each.get_receiver_kind_display()
        yield Entry(
            each.on, 4, each.pk, _("Henvist til %(to)s") % {"to": to}, each.organisation.name,
            who=reading.who(each.adviser), state=each.get_state_display(),
            href=url_or_none("referral", each.pk), icon="forward",
        )  # fmt: skip


def _participations(reading: Reading) -> Iterable[Entry]:
    found = participations_for(reading.user).select_related("session__offer__organiser")
    for each in reading.rows(found, "session__day", "participations"):
        reading.tell(each)
        offer, absent = each.session.offer, each.attended is False
        yield Entry(
            each.session.day, 5, each.pk, offer.title, offer.organiser.name,
            state=_("tilmeldt, mødte ikke op") if absent else _("deltog"),
            href=url_or_none("event", offer.pk), icon="groups",
        )  # fmt: skip


def _answers(reading: Reading) -> Iterable[Entry]:
    for each in reading.rows(answers_for(reading.user).select_related("organisation"), "on", "answers"):
        yield Entry(
            each.on, 6, each.pk, _("Brugerevaluering besvaret"), each.organisation.name,
            state=each.get_satisfaction_display(), icon="feedback",
        )  # fmt: skip


def _fact(approach: Approach) -> Entry:
    planned = approach.state == "planned"
    return Entry(
        approach.day, 9, approach.pk, approach.get_kind_display(), approach.organisation.name,
        icon=ICONS[approach.kind], fact=True, planned=planned,
    )  # fmt: skip


def _short(note: str) -> str:
    text = " ".join(note.split())
    return text if len(text) <= NOTE else text[:NOTE].rsplit(" ", 1)[0] + " …"


ICONS = {"visit": "location", "meeting": "groups", "call": "smartphone", "mail": "email", "event": "groups"}
SOURCES: tuple[Callable[[Reading], Iterable[Entry]], ...] = (
    _tasks, _interactions, _cases, _referrals, _participations, _answers,
)  # fmt: skip
