"""A leader's questions: how each adviser stands, and until when what is mended still counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value

from samspil.governance.queries import contract_of
from samspil.guidance.models import GuidanceCase, Task
from samspil.guidance.queries import cases_for, tasks_for
from samspil.guidance.rules import LEADERS
from samspil.organisations.kinds import WORKING
from samspil.organisations.models import Membership, Organisation
from samspil.platform.audit.actions import note_access
from samspil.platform.danish import sort_key
from samspil.referrals.models import Referral
from samspil.referrals.rules import OPEN
from samspil.scorecards.models import Run
from samspil.workday import rules
from samspil.workday.kinds import Reason
from samspil.workday.models import Defect
from samspil.workday.queries import defects_for, remember

if TYPE_CHECKING:
    from collections.abc import Iterable

    from samspil.organisations.models import User


def led_by(user: User) -> list[Organisation]:
    """Return the organisations that the user leads; asks nothing once the page has the memberships."""
    remember(user)
    led = {seat.organisation: None for seat in user.memberships.all() if seat.role in LEADERS}
    return [place for place in led if place.closed_on is None]


def people_led(organisations: Iterable[Organisation]) -> list[User]:
    """Return those who work in the organisations, and those who left something open there, by name."""
    key = [place.pk for place in organisations]
    there = Membership.objects.filter(organisation__in=key, role__in=WORKING).values("user")
    left = GuidanceCase.objects.filter(organisation__in=key, ended=None).values("adviser")
    return list(get_user_model().objects.filter(Q(pk__in=there) | Q(pk__in=left)).order_by("name", "pk"))


def of_whom(defects: QuerySet[Defect], led: list[Organisation], whose: str) -> QuerySet[Defect]:
    """Keep what lies in the organisations a leader leads: everybody's, or one adviser's."""
    found = defects.filter(organisation__in=[place.pk for place in led])
    return found.filter(adviser=int(whose)) if whose.isdecimal() else found


def note_opening(user: User, defects: Iterable[Defect], *, place: str) -> None:
    """Log that somebody looked at others' work; what one has oneself been given to do is not looked up."""
    cases = [each.case_id for each in defects if each.case_id and each.adviser_id != user.pk]
    if cases:
        note_access(by=user, place=place, kind=GuidanceCase, keys=cases)


@dataclass(frozen=True)
class Deadline:
    """Until when what is mended still counts for a contract."""

    title: str
    last: dt.date
    left: int


def deadlines(places: Iterable[Organisation], *, on: dt.date) -> list[Deadline]:
    """Return the cut-off of each contract whose newest run left something of these organisations out."""
    runs = Defect.objects.filter(organisation__in=[place.pk for place in places], gone_on=None)
    newest = (
        Run.objects.filter(pk__in=runs.values("run")).select_related("contract_version").defer("scorecard")
    )
    found = {}
    for run in newest:
        contract = contract_of(run.contract_version)
        last = rules.cut_off(contract.year, ends=contract.ends)
        found[contract.id] = Deadline(contract.title, last, rules.days_left(last, on=on))
    return [found[key] for key in sorted(found)]


# Referrals that wait for an answer; a tick tells its receiver nothing.
WAITING: dict[str, Any] = {"state__in": sorted(OPEN), "handover__isnull": False}

OVERDUE, REFERRALS = "overdue", "referrals"


@dataclass
class AdviserRow:
    """How one adviser stands in an organisation; key 0 is what lies with nobody."""

    key: int
    name: str
    active: bool = True
    cases: int = 0
    idle: int = 0
    overdue: int = 0
    referrals: int = 0
    defects: Counter[Reason] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)

    @property
    def anything(self) -> bool:
        return bool(self.cases or self.overdue or self.referrals or self.defects)


def overview(user: User, organisation: Organisation, *, on: dt.date) -> list[AdviserRow]:
    """Return how everybody in an organisation stands, by name, nobody last; for its leaders.

    Three questions, however many advisers and cases there are.
    """
    rows = {each.pk: AdviserRow(each.pk, each.name, each.is_active) for each in people_led([organisation])}
    nobody = AdviserRow(0, "")

    def row(key: int | None) -> AdviserRow:
        return rows.get(key or 0, nobody)

    cases = cases_for(user).filter(organisation=organisation, ended=None)
    waiting = Task.objects.filter(case=OuterRef("pk"), done_on__isnull=True)
    listed = cases.order_by().annotate(planned=Exists(waiting)).values_list("adviser_id", "topics", "planned")
    for adviser, topics, planned in listed:
        one = row(adviser)
        one.cases += 1
        one.idle += not planned
        one.topics.update(topic for topic in topics.split(";") if topic)
    for what, who, count in _counted(user, organisation, on):
        if what == OVERDUE:
            row(who).overdue += count
        elif what == REFERRALS:
            row(who).referrals += count
        else:
            row(who).defects[Reason(what)] += count
    everybody = [*rows.values(), nobody]
    return [each for each in everybody if each.anything or (each.active and each.key)]


def _counted(user: User, organisation: Organisation, on: dt.date) -> Iterable[tuple[str, int | None, int]]:
    """How many of what each adviser has, in one question."""
    late = tasks_for(user).filter(organisation=organisation, done_on=None, due__lt=on)
    waits = Referral.objects.filter(receiver=organisation, **WAITING)
    broken = defects_for(user).filter(organisation=organisation)
    parts: list[QuerySet[Any]] = [
        late.annotate(what=Value(OVERDUE), who=F("assignee")),
        waits.annotate(what=Value(REFERRALS), who=F("receiver_adviser")),
        broken.annotate(what=F("reason"), who=F("adviser")),
    ]
    rows = [part.order_by().values_list("what", "who").annotate(count=Count("pk")) for part in parts]
    found: Iterable[tuple[str, int | None, int]] = rows[0].union(*rows[1:], all=True)
    return found


@dataclass(frozen=True)
class OfficeWait:
    """How long companies referred to an office waited, in the receiver's working days (B98)."""

    name: str
    days: float
    referrals: int


def waiting_by_office(organisation: Organisation, *, since: dt.date) -> list[OfficeWait]:
    """Return the median wait from referral to contact by the office of who took over, since a day."""
    seat = Membership.objects.filter(
        user=OuterRef("receiver_adviser"), organisation=OuterRef("receiver"), office__isnull=False
    )
    held = Referral.objects.filter(
        receiver=organisation, handover_days__isnull=False, contacted_on__gte=since
    )
    office = seat.order_by("pk").values("office__name")[:1]
    waited: dict[str, list[int]] = defaultdict(list)
    for name, days in held.order_by().annotate(office=office).values_list("office", "handover_days"):
        if days is not None:
            waited[name or ""].append(days)
    # One slow case moves a mean, and so would say little of how long the others waited.
    return [
        OfficeWait(name, median(waited[name]), len(waited[name])) for name in sorted(waited, key=sort_key)
    ]


def of_adviser(
    user: User, organisation: Organisation, adviser: int, *, on: dt.date
) -> dict[str, QuerySet[Any]]:
    """Return what one adviser has open: overdue tasks, waiting referrals, cases without next step."""
    waiting = Task.objects.filter(case=OuterRef("pk"), done_on__isnull=True)
    late = tasks_for(user).filter(organisation=organisation, assignee=adviser, done_on=None, due__lt=on)
    idle = cases_for(user).filter(~Exists(waiting), organisation=organisation, adviser=adviser, ended=None)
    referrals = Referral.objects.filter(receiver=organisation, receiver_adviser=adviser, **WAITING)
    return {
        "tasks": late.select_related("subject", "case", "assignee", "organisation", "partner", "approach"),
        "cases": idle.select_related("subject", "adviser").order_by("started", "pk"),
        "referrals": referrals.select_related("subject", "organisation", "receiver").order_by(
            "answer_by", "pk"
        ),
    }


def note_looking(user: User, tasks: Iterable[Task], cases: Iterable[GuidanceCase]) -> None:
    """Log that a leader looked at what an adviser has open."""
    keys = [*(task.case_id for task in tasks if task.case_id), *(case.pk for case in cases)]
    if keys:
        note_access(by=user, place="workday.adviser", kind=GuidanceCase, keys=dict.fromkeys(keys))
