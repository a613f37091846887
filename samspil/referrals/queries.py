"""Every question about referrals, always scoped to who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet

from samspil.guidance.rules import LEADERS, READERS
from samspil.organisations.models import Membership
from samspil.referrals import rules
from samspil.referrals.models import Clock, Pause, Referral, ReferralStep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User


def places(user: User | AnonymousUser, roles: Iterable[str]) -> QuerySet[Membership, int]:
    """Where the user has one of the roles, as a subquery; nowhere for who is not logged in or has left."""
    return Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(roles)
    ).values_list("organisation_id", flat=True)


def sent_by(user: User | AnonymousUser, roles: Iterable[str] = READERS) -> Q:
    """Referrals by the user's organisations; from a shielded case for its own people only."""
    own = Q(organisation_id__in=places(user, roles))
    mine = Q(case__isnull=True) | Q(case__shielded=False) | Q(case__adviser_id=user.pk or 0)
    mine |= Q(adviser_id=user.pk or 0) | Q(organisation_id__in=places(user, LEADERS))
    return own & mine


def received_by(user: User | AnonymousUser, roles: Iterable[str] = READERS) -> Q:
    """Referrals that were sent to the user's organisations; a tick tells its receiver nothing."""
    at = Q(receiver_id__in=places(user, roles), handover__isnull=False)
    # Drafts, and drafts that were thrown away, were never sent.
    return at & Q(expires_on__isnull=False)


def referrals_for(user: User | AnonymousUser) -> QuerySet[Referral]:
    """Return the referrals that the user's organisations have sent or received."""
    return Referral.objects.filter(sent_by(user) | received_by(user))


def inbox_for(user: User | AnonymousUser) -> QuerySet[Referral]:
    """Return the open referrals that wait for the user's organisations, the most urgent first."""
    waiting = Referral.objects.filter(received_by(user, rules.RECEIVERS), state__in=sorted(rules.OPEN))
    return waiting.select_related("subject", "organisation", "receiver").order_by("answer_by", "pk")


def receivers_of(referral: Referral) -> QuerySet[Referral]:
    """Return all rows of the same enquiry, for its sender only: receivers never learn of each other."""
    if referral.handover_id is None:
        return Referral.objects.filter(pk=referral.pk)
    rows = Referral.objects.filter(handover=referral.handover_id).select_related("receiver")
    # Receivers taken off a draft before it was sent.
    return rows.exclude(state=rules.WITHDRAWN, expires_on__isnull=True).order_by("pk")


def steps_of(referral: Referral) -> QuerySet[ReferralStep]:
    """Return what has happened, oldest first."""
    return referral.steps.select_related("by").order_by("pk")


def reads(user: User | AnonymousUser) -> set[int]:
    """Where the user reads content; asks nothing where the page has fetched the memberships beforehand."""
    return {key for key, role in _held(user) if role in READERS}


def _held(user: User | AnonymousUser) -> set[tuple[int, str]]:
    """What the user is, and where; nothing for a stranger or somebody who has left."""
    if not user.is_authenticated or not user.is_active:
        return set()
    return {(row.organisation_id, row.role) for row in user.memberships.all()}


def parties_of(user: User | AnonymousUser, referral: Referral) -> set[str]:
    """Return as which parties the user may take steps; none for those who only read."""
    held, parties = _held(user), set()
    sends = {role for key, role in held if key == referral.organisation_id}
    case = referral.case
    hidden = case is not None and case.shielded and user.pk not in (case.adviser_id, referral.adviser_id)
    if sends & (LEADERS if hidden else rules.SENDERS):
        parties.add(rules.SENDER)
    if any((referral.receiver_id, role) in held for role in rules.RECEIVERS):
        parties.add(rules.RECEIVER)
    return parties


TABS = ("in", "out", "ask", "done")


def _tab(user: User | AnonymousUser, tab: str) -> Q:
    """What lies in a tab; a draft that was thrown away is history and no referral."""
    if tab == "in":
        return received_by(user, rules.RECEIVERS) & Q(state__in=sorted(rules.OPEN))
    if tab == "out":
        return sent_by(user) & Q(state__in=sorted(rules.OPEN | {rules.DRAFT}))
    if tab == "ask":
        asked = Q(use_asked_on__isnull=False, use="")
        return sent_by(user, rules.SENDERS) & asked & ~Q(state=rules.WITHDRAWN)
    over = (sent_by(user) | received_by(user)) & Q(state__in=sorted(rules.CLOSED | {rules.TICKED}))
    return over & ~Q(state=rules.WITHDRAWN, handover__isnull=False, expires_on__isnull=True)


def listed(user: User | AnonymousUser, tab: str) -> QuerySet[Referral]:
    """Return a tab of the list: "in" waits for us, "out" is with others, "ask" may be used by now, "done"."""
    return Referral.objects.filter(_tab(user, tab))


def counts(user: User | AnonymousUser) -> dict[str, int]:
    """Return how many lie in each tab, in one question."""
    mine = Referral.objects.filter(sent_by(user) | received_by(user)).order_by()
    # Not by the tabs' own names: "in" would be read as a lookup.
    found = mine.aggregate(**{f"rows_{tab}": Count("pk", filter=_tab(user, tab)) for tab in TABS})
    return {tab: found[f"rows_{tab}"] for tab in TABS}


def to_ask_for(user: User | AnonymousUser) -> QuerySet[Referral]:
    """Return the user's organisations' referrals of which nobody knows yet whether they were used (B55)."""
    return listed(user, "ask")


def referrals_about(user: User | AnonymousUser, subject: Subject) -> QuerySet[Referral]:
    """Return the referrals of a company that the user may read, newest first: for its page."""
    rows = referrals_for(user).filter(subject=subject)
    rows = rows.exclude(state=rules.WITHDRAWN, handover__isnull=False, expires_on__isnull=True)
    return rows.select_related("organisation", "receiver").order_by("-on", "-pk")


def pauses_of(organisation: Organisation) -> QuerySet[Pause]:
    """Return a unit's pauses that hold, oldest first."""
    return Pause.objects.filter(organisation=organisation, lifted=False)


def clock_of(organisation: Organisation | None) -> Clock:
    """Return a unit's rule; the usual one where it has none, or where the receiver is not known here."""
    found = Clock.objects.filter(organisation=organisation).first() if organisation else None
    return found or Clock()


def working_days_of(organisation: Organisation | None) -> rules.WorkingDays:
    """Return the days on which a unit's clock runs."""
    clock = clock_of(organisation)
    pauses = Pause.objects.filter(organisation=organisation, lifted=False) if organisation else ()
    return rules.WorkingDays(
        closed=tuple(clock.closed_days.split(";")) if clock.closed_days else (),
        pauses=tuple((pause.first, pause.last) for pause in pauses),
    )


def between(subject: Subject, sender: Organisation, receiver: Organisation) -> QuerySet[Referral]:
    """Return the open referrals of a subject from one organisation to another."""
    return Referral.objects.filter(
        subject=subject, organisation=sender, receiver=receiver, state__in=sorted(rules.OPEN)
    )
