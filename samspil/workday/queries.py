"""Every question of the day: what is due, what waits, what is to be mended; always scoped to who asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
    prefetch_related_objects,
)
from django.db.models.functions import Coalesce, RowNumber

from samspil.cooperation.kinds import AccessState, GreyState, VisitState
from samspil.cooperation.models import AccessRequest, GreyArea, JointVisit
from samspil.guidance.models import GuidanceCase, Interaction, Task
from samspil.guidance.queries import cases_for, tasks_for
from samspil.guidance.rules import LEADERS, READERS
from samspil.organisations.kinds import WORKING
from samspil.organisations.models import Membership, Organisation
from samspil.organisations.queries import stood_in_for_by
from samspil.referrals.kinds import State
from samspil.referrals.queries import inbox_for, referrals_for
from samspil.workday.kinds import Reason
from samspil.workday.models import CalendarFeed, Defect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import User
    from samspil.referrals.models import Referral

# As much as one reads on one page; what is beyond is counted and led to.
SHOWN = 40
OF_EACH = 3
# What came back longer ago has been seen to, or never will be.
FRESH = dt.timedelta(days=30)


def _lacks(**conditions: object) -> Callable[[str], Q]:
    """A condition on a row that is reached under a name: _lacks(ended=None)("case") is case__ended=None."""

    def under(name: str) -> Q:
        return Q(**{f"{name}__{column}" if name else column: value for column, value in conditions.items()})

    return under


def _unjudged(name: str) -> Q:
    who, when, what = (f"{name}__{each}" for each in ("segment_by", "segment_on", "segment"))
    return (Q(**{f"{who}__isnull": True}) | Q(**{f"{when}__isnull": True})) & ~Q(**{what: ""})


# What must still hold of the row itself for a defect to stand. Asked with the name of the relation.
_STANDS: dict[Reason, tuple[str, Callable[[str], Q]]] = {
    Reason.NO_MUNICIPALITY: ("subject", _lacks(municipality__isnull=True, merged_into__isnull=True)),
    Reason.NO_SEGMENT: ("case", _lacks(segment="")),
    Reason.NO_SEGMENT_JUDGEMENT: ("case", _unjudged),
    Reason.NO_SUBJECT: ("participation", _lacks(subject__isnull=True)),
    Reason.OPEN_CASE: ("case", _lacks(ended__isnull=True)),
}


def needs(reason: Reason) -> Q:
    """What a case must lack for the reason to be true of it, asked of the case itself."""
    return {
        Reason.NO_SEGMENT: Q(segment=""),
        Reason.NO_SEGMENT_JUDGEMENT: ~Q(segment="") & (Q(segment_by=None) | Q(segment_on=None)),
        Reason.OPEN_CASE: Q(ended=None),
    }[reason]


def standing(defects: QuerySet[Defect]) -> QuerySet[Defect]:
    """Keep what still stands, asked of the rows themselves: what was mended is gone at once."""
    holds = Q()
    for reason, (relation, lacks) in _STANDS.items():
        holds |= Q(reason=reason) & lacks(relation)
    return defects.filter(holds, gone_on=None)


def places_of(user: User | AnonymousUser, roles: Iterable[str]) -> QuerySet[Membership, int]:
    """Where the user has one of the roles, as a subquery; nowhere for who has left."""
    return Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(roles)
    ).values_list("organisation_id", flat=True)


def defects_for(user: User | AnonymousUser) -> QuerySet[Defect]:
    """Return what is to be mended in the user's organisations; on a shielded case for its own people only."""
    mine = Q(organisation_id__in=places_of(user, READERS))
    open_or_own = Q(case__isnull=True) | Q(case__shielded=False) | Q(case__adviser_id=user.pk or 0)
    return standing(
        Defect.objects.filter(mine, open_or_own | Q(organisation_id__in=places_of(user, LEADERS)))
    )


@dataclass(frozen=True)
class Hands:
    """Whose work the user sees to on a day: the own, that of absent colleagues, the places' inboxes."""

    user: User
    on: dt.date
    places: tuple[Organisation, ...]
    absent: tuple[User, ...]

    @property
    def people(self) -> list[int]:
        return [self.user.pk, *(each.pk for each in self.absent)]

    @property
    def own_or_inbox(self) -> Q:
        """Rows with an `adviser` or, where there is none, an organisation whose inbox the user sees."""
        inbox = Q(adviser__isnull=True, organisation__in=[place.pk for place in self.places])
        return Q(adviser__in=self.people) | inbox


def hands_of(user: User, *, on: dt.date) -> Hands:
    """Return whose work the user sees to; one question, two while somebody is away."""
    remember(user)
    places = {
        seat.organisation: None
        for seat in user.memberships.all()
        if seat.role in WORKING and seat.organisation.closed_on is None
    }
    return Hands(user, on, tuple(places), tuple(stood_in_for_by(user, on=on)))


def remember(user: User) -> None:
    """Fetch what the user is and where, once for a page whose many parts ask for it."""
    seats = Membership.objects.select_related("organisation").order_by("pk")
    prefetch_related_objects([user], Prefetch("memberships", seats))


def tasks_due(hands: Hands) -> list[Task]:
    """Return the open tasks that are due: the own and absent colleagues', appointments by the clock.

    Tasks that nobody has taken follow in `unclaimed`; both come of one question.
    """
    inbox = Q(assignee__isnull=True, organisation__in=[place.pk for place in hands.places])
    found = tasks_for(hands.user).filter(
        Q(assignee__in=hands.people) | inbox, done_on__isnull=True, due__lte=hands.on
    )
    found = found.select_related("subject", "case", "assignee", "organisation", "partner", "approach")
    # What has an hour comes first on its day; what is overdue before everything.
    return list(found.order_by("due", F("at").asc(nulls_last=True), "pk")[: SHOWN + 1])


def referrals_waiting(hands: Hands) -> list[Referral]:
    """Return the open referrals that wait for the user: the own ones, and those nobody has taken."""
    mine = Q(receiver_adviser__in=hands.people) | Q(receiver_adviser__isnull=True)
    return list(inbox_for(hands.user).filter(mine)[:SHOWN])


@dataclass(frozen=True)
class Question:
    """Something that waits for a word: `kind` is access, visit, grey, use, or how a referral ended."""

    kind: str
    key: int
    subject: int | None
    name: str
    # Who asks, or whom it was referred to.
    other: str
    on: dt.date | None


def questions_waiting(hands: Hands) -> list[Question]:
    """Return what others ask, and what came back from others, oldest first; all in one question.

    Requests for access, proposed visits and grey areas wait for an answer; own referrals that came back
    without help wait for another receiver, and older ones for whether they were used (B55).
    """
    places = [place.pk for place in hands.places]
    leads = places_of(hands.user, LEADERS)
    access = AccessRequest.objects.filter(owner__in=places, state=AccessState.WAITING)
    visits = JointVisit.objects.filter(invited__in=places, state=VisitState.PROPOSED)
    # Only leaders decide these, so only they are asked.
    grey = GreyArea.objects.filter(Q(hub__in=leads) | Q(local__in=leads), state=GreyState.OPEN)
    receiver = Coalesce("receiver__name", "receiver_name")
    mine = referrals_for(hands.user).filter(adviser__in=hands.people)
    back = mine.filter(
        state__in=[State.RETURNED, State.EXPIRED, State.NOT_REACHED], closed_on__gte=hands.on - FRESH
    )
    used = mine.filter(use_asked_on__gte=hands.on - FRESH, use="")
    parts: list[QuerySet[Any]] = [
        access.annotate(which=Value("access"), other=F("asker__name"), since=F("asked_on")),
        visits.annotate(which=Value("visit"), other=F("proposer__name"), since=F("proposed_on")),
        grey.annotate(which=Value("grey"), other=F("organisation__name"), since=F("asked_on")),
        back.annotate(which=F("state"), other=receiver, since=F("closed_on")),
        used.annotate(which=Value("use"), other=receiver, since=F("use_asked_on")),
    ]
    columns = ("which", "pk", "subject_id", "subject__name", "other", "since")
    rows = [part.order_by().values_list(*columns) for part in parts]
    found = rows[0].union(*rows[1:], all=True).order_by("since")[:SHOWN]
    return [Question(kind, key, who, name or "", other, on) for kind, key, who, name, other, on in found]


def without_next_step(hands: Hands) -> list[GuidanceCase]:
    """Return the own open cases on which nothing is to be done, longest unheard of first (A8)."""
    waiting = Task.objects.filter(case=OuterRef("pk"), done_on__isnull=True)
    held = Interaction.objects.filter(case=OuterRef("pk"), cancelled=False).order_by("-on").values("on")[:1]
    cases = cases_for(hands.user).filter(~Exists(waiting), adviser__in=hands.people, ended__isnull=True)
    cases = cases.select_related("subject", "adviser").annotate(last=held)
    return list(cases.order_by(F("last").asc(nulls_first=True), "started", "pk")[: SHOWN + 1])


@dataclass(frozen=True)
class Mending:
    """What the user can mend: the first of each reason, and how many there are of each."""

    first: list[Defect]
    counts: dict[Reason, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def to_mend(hands: Hands) -> Mending:
    """Return the first few of each reason and the number of each, in one question."""
    mine = defects_for(hands.user).filter(hands.own_or_inbox)
    ranked = mine.annotate(
        place=Window(RowNumber(), partition_by=F("reason"), order_by=[F("found_on").asc(), F("pk").asc()]),
        of_reason=Window(Count("pk"), partition_by=F("reason")),
    )
    rows: list[Any] = list(with_rows(ranked.filter(place__lte=OF_EACH)))
    counts = {Reason(row.reason): int(row.of_reason) for row in rows}
    order = [*Reason]
    rows.sort(key=lambda row: (order.index(Reason(row.reason)), row.place))
    return Mending(rows, {reason: counts[reason] for reason in order if reason in counts})


def with_rows(defects: QuerySet[Defect]) -> QuerySet[Defect]:
    """Fetch with each defect what its line says; `last` is the day of the last contact on its case."""
    held = Interaction.objects.filter(case=OuterRef("case"), cancelled=False).order_by("-on")
    return defects.select_related(
        "subject", "case__subject", "adviser", "organisation", "participation__session__offer"
    ).annotate(last=Subquery(held.values("on")[:1]))


def in_order(defects: QuerySet[Defect]) -> QuerySet[Defect]:
    """Put what helps most when mended first, as the day's page has it."""
    places = [When(reason=reason, then=Value(place)) for place, reason in enumerate(Reason)]
    return defects.order_by(Case(*places, default=Value(len(places))), "found_on", "pk")


def counts_by_reason(defects: QuerySet[Defect]) -> dict[Reason, int]:
    """Return how many there are of each reason, in the order in which mending helps most."""
    found = dict(defects.order_by().values_list("reason").annotate(count=Count("pk")))
    return {reason: found[reason] for reason in Reason if reason in found}


def task_for(user: User, key: int) -> Task | None:
    """Return a task the user may read, with what its line says; None for others."""
    rows = tasks_for(user).select_related(
        "subject", "case", "assignee", "organisation", "partner", "approach"
    )
    return rows.filter(pk=key).first()


def defect_for(user: User, key: int) -> Defect | None:
    """Return something to be mended that the user may see; None for others and for what is mended."""
    return with_rows(defects_for(user)).filter(pk=key).first()


def feed_of(user: User) -> CalendarFeed | None:
    """Return the user's calendar address, without its secret, which nobody knows any more."""
    return CalendarFeed.objects.filter(user=user).first()
