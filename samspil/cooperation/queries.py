"""Every question about cooperation, always scoped to who asks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q, QuerySet

from samspil.companies.kinds import ApproachState
from samspil.companies.models import Approach
from samspil.companies.queries import line_of
from samspil.cooperation.kinds import AccessState, GreyState, VisitState
from samspil.cooperation.models import AccessRequest, CooperationAgreement, GreyArea, JointVisit
from samspil.guidance.queries import cases_for
from samspil.guidance.rules import READERS, WORKERS
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Membership, Municipality, Organisation, User
from samspil.organisations.queries import operators_in
from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import AnonymousUser

    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase

    Reader = User | AnonymousUser

# As many lines as a warning can hold and still be read.
MOST_SHOWN = 6


@dataclass(frozen=True)
class Contact:
    """That a party was or will be in contact: all that anybody is told before the next one calls (B21)."""

    party: str
    organisation: int
    day: dt.date
    kind: str
    planned: bool
    # A colleague: one talks to them, and proposes no joint visit.
    own: bool


def organisations_of_reader(user: Reader) -> QuerySet[Membership, int]:
    """Where the user reads content, as a subquery."""
    return Membership.objects.filter(
        user__pk=user.pk or 0, user__is_active=True, role__in=sorted(READERS)
    ).values_list("organisation_id", flat=True)


def reads(user: Reader) -> set[int]:
    """Where the user reads content; asks nothing where the page has fetched the memberships beforehand."""
    if not isinstance(user, User) or not user.is_active:
        return set()
    return {row.organisation_id for row in user.memberships.all() if row.role in READERS}


def takes_part(user: Reader) -> bool:
    """Whether the user reads content anywhere, and so follows the cooperation."""
    return bool(reads(user))


def works_somewhere(user: Reader) -> bool:
    """Whether the user works with companies anywhere, and so asks and proposes."""
    return isinstance(user, User) and any(row.role in WORKERS for row in user.memberships.all())


def _served(mine: QuerySet[Membership, int]) -> QuerySet[Municipality, Any]:
    """The hubs in whose area the organisations serve a municipality, as a subquery."""
    rows = Municipality.objects.filter(agreements__organisation__in=mine, hub__isnull=False)
    return rows.order_by().values("hub_id")


def collisions(user: Reader, subject: Subject, *, on: dt.date) -> list[Contact]:
    """Return who else was in contact lately or will be: what is planned first, then the newest.

    Read from the minimum facts alone, so that nothing of a shielded case can be in it. The user's own
    contacts are left out, colleagues' are not; each party's latest contact stands for those before it.
    """
    since = on - dt.timedelta(settings.SAMSPIL_COLLISION_DAYS)
    rows = (
        Approach.objects.filter(subject__in=line_of(subject))
        .filter(Q(state=ApproachState.PLANNED, day__gte=on) | Q(day__gte=since))
        .exclude(adviser_id=user.pk or 0)
        .select_related("organisation")
        .order_by("-day", "-pk")
    )
    mine = reads(user)
    found: dict[tuple[int, bool], Contact] = {}
    for row in rows[:200]:
        planned = row.state == ApproachState.PLANNED
        if planned and row.day < on:
            # What was planned and never registered says nothing that is sure.
            continue
        contact = Contact(
            row.organisation.name,
            row.organisation_id,
            row.day,
            row.kind,
            planned,
            row.organisation_id in mine,
        )
        if planned:
            # The next one matters most, and it comes last in this order.
            found[row.organisation_id, True] = contact
        else:
            found.setdefault((row.organisation_id, False), contact)
    planned_first = sorted(
        found.values(),
        key=lambda each: (not each.planned, each.day.toordinal() * (1 if each.planned else -1)),
    )
    return planned_first[:MOST_SHOWN]


def parties_to(user: Reader, subject: Subject) -> list[Organisation]:
    """Return the organisations known to have been in contact, without the user's own."""
    known = Approach.objects.filter(subject=subject).order_by().values("organisation_id")
    return list(
        Organisation.objects.filter(pk__in=known)
        .exclude(pk__in=organisations_of_reader(user))
        .order_by("name")
    )


def cases_to_grant(user: Reader, request: AccessRequest) -> list[GuidanceCase]:
    """Return the owner's cases of the subject that whoever answers may open one of, newest first."""
    rows = cases_for(user).filter(
        organisation_id=request.owner_id, subject_id=request.subject_id, shielded=False
    )
    return list(rows.order_by("-started", "-pk")[:20])


def partners_near(subject: Subject, *, on: dt.date) -> list[Organisation]:
    """Return the hub and the local services of the subject's municipality: whom one goes out with."""
    place = subject.municipality
    if place is None:
        return []
    local = [agreement.organisation for agreement in operators_in(place, on=on)]
    return [*([place.hub] if place.hub is not None else []), *local]


def sides_near(user: Reader, *, on: dt.date) -> tuple[list[Organisation], list[Organisation]]:
    """Return the hubs and the local services between which the user's area can have a grey area."""
    mine = organisations_of_reader(user)
    hubs = Organisation.objects.filter(Q(pk__in=_served(mine)) | Q(pk__in=mine), kind=OrganisationKind.HUB)
    local = Organisation.objects.filter(kind=OrganisationKind.LOCAL_SERVICE, closed_on__isnull=True).filter(
        Q(agreements__municipality__hub__in=hubs.order_by()) | Q(pk__in=mine)
    )
    return list(hubs), list(local.distinct())


def access_requests_for(user: Reader) -> QuerySet[AccessRequest]:
    """Return the requests for access to and from the user's organisations."""
    mine = organisations_of_reader(user)
    return AccessRequest.objects.filter(Q(asker_id__in=mine) | Q(owner_id__in=mine)).select_related(
        "subject", "asker", "owner", "asked_by", "answered_by"
    )


def access_to(user: Reader, subject: Subject) -> QuerySet[AccessRequest]:
    """Return what was asked and answered about a subject, newest first."""
    return access_requests_for(user).filter(subject=subject)


def joint_visits_for(user: Reader) -> QuerySet[JointVisit]:
    """Return the joint visits that the user's organisations propose or are invited to."""
    mine = organisations_of_reader(user)
    return JointVisit.objects.filter(Q(proposer_id__in=mine) | Q(invited_id__in=mine)).select_related(
        "subject", "proposer", "invited", "proposed_by", "invited_adviser", "answered_by"
    )


def grey_areas_for(user: Reader) -> QuerySet[GreyArea]:
    """Return the questions that the user's organisations are a side of."""
    mine = organisations_of_reader(user)
    return GreyArea.objects.filter(
        Q(hub_id__in=mine) | Q(local_id__in=mine) | Q(organisation_id__in=mine)
    ).select_related("hub", "local", "organisation", "asked_by", "subject", "hub_leader", "local_leader")


def open_grey_areas_for(user: Reader) -> QuerySet[GreyArea]:
    """Return the questions of the user's organisations that are not decided."""
    return grey_areas_for(user).filter(state=GreyState.OPEN)


def decisions_for(user: Reader) -> QuerySet[GreyArea]:
    """Return what was decided in the area; read without the question's company and comments."""
    mine = organisations_of_reader(user)
    area = Q(hub_id__in=_served(mine)) | Q(hub_id__in=mine) | Q(local_id__in=mine)
    return GreyArea.objects.filter(
        area | Q(organisation_id__in=mine), state=GreyState.DECIDED
    ).select_related("hub", "local", "hub_leader", "local_leader")


def found_by(rows: QuerySet[GreyArea], text: str) -> QuerySet[GreyArea]:
    """Return those whose title or decision has every word; words are folded as names are."""
    for word in search_key(text).split():
        rows = rows.filter(search_key__contains=word)
    return rows


def precedents(
    user: Reader, *, service: str = "", topics: Iterable[str] = (), limit: int = 3
) -> list[GreyArea]:
    """Return earlier decisions on the same service or topic, newest first."""
    wanted = [*sorted(set(topics))]
    alike = Q(service=service) if service else Q()
    for topic in wanted:
        alike |= Q(topics__contains=topic)
    if not service and not wanted:
        return []
    rows = decisions_for(user).filter(alike).order_by("-decided_on", "-pk")
    # A topic's code can be part of another's: digital and digital_big_data.
    kept = [row for row in rows[: limit * 10] if _alike(row, service, wanted)]
    return kept[:limit]


def _alike(row: GreyArea, service: str, topics: list[str]) -> bool:
    return bool(service and row.service == service) or bool(set(topics) & set(row.topics.split(";")))


def agreements_for(user: Reader) -> QuerySet[CooperationAgreement]:
    """Return the agreements that the user's organisations are parties to."""
    return (
        CooperationAgreement.objects.filter(parties__in=organisations_of_reader(user))
        .distinct()
        .prefetch_related("parties")
    )


@dataclass(frozen=True)
class Waiting:
    """What waits for an answer from the user's organisations."""

    access: int
    visits: int
    grey_areas: int

    @property
    def total(self) -> int:
        return self.access + self.visits + self.grey_areas


def waiting_for(user: Reader) -> Waiting:
    """Count what waits: for the heads of lists, and for the day's page."""
    mine = organisations_of_reader(user)
    grey = GreyArea.objects.filter(Q(hub_id__in=mine) | Q(local_id__in=mine), state=GreyState.OPEN)
    return Waiting(
        access=AccessRequest.objects.filter(owner_id__in=mine, state=AccessState.WAITING).count(),
        visits=JointVisit.objects.filter(invited_id__in=mine, state=VisitState.PROPOSED).count(),
        grey_areas=grey.count(),
    )
