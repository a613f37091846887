"""Every question about companies and founders: whom one knows of, their people, and who was in contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from samspil.companies.kinds import SubjectKind
from samspil.companies.models import Approach, ContactPerson, ProductionUnit, Subject, Succession
from samspil.companies.rules import LEADERS, PARTNERS, READERS, WORKERS
from samspil.companies.search import Hit, Search
from samspil.organisations.models import Municipality

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.organisations.models import Organisation, User


@dataclass(frozen=True)
class Reach:
    """How far a user sees: the organisations whose content they read, lead, and write for."""

    user: int
    reads: frozenset[int]
    leads: frozenset[int]
    works: frozenset[int]
    # Whether one of them is a party of the shared view (B21).
    partner: bool


def reach_of(user: User | AnonymousUser) -> Reach:
    """Return how far the user sees, in one query or none; nowhere for who is not logged in or has left."""
    seats = [seat for seat in _seats(user) if seat[1] in READERS]
    return Reach(
        user=user.pk or 0,
        reads=frozenset(key for key, _role, _kind in seats),
        leads=frozenset(key for key, role, _kind in seats if role in LEADERS),
        works=frozenset(key for key, role, _kind in seats if role in WORKERS),
        partner=any(kind in PARTNERS for _key, _role, kind in seats),
    )


def _seats(user: User | AnonymousUser) -> list[tuple[int, str, str]]:
    """Organisation, role and kind of organisation, wherever the user is somebody."""
    if not user.is_authenticated or not user.is_active:
        return []
    if "memberships" in getattr(user, "_prefetched_objects_cache", {}):
        # A page has fetched them; see organisations.queries.fetch_seats.
        return [(seat.organisation_id, seat.role, seat.organisation.kind) for seat in user.memberships.all()]
    return list(user.memberships.values_list("organisation_id", "role", "organisation__kind"))


def subjects_for(user: User | AnonymousUser) -> QuerySet[Subject]:
    """Return the companies and founders that the user knows of; none that was merged into another.

    All parties see all companies. A founder is a person: seen by the organisation that registered or
    works with the founder, and by its partners once there is a contact they may know of (B21).
    """
    return within(reach_of(user))


def subject_for(user: User | AnonymousUser, key: int, reach: Reach | None = None) -> Subject | None:
    """Return the subject if the user knows of it; a merged one leads to the one that stands."""
    reach = reach or reach_of(user)
    known = within(reach).select_related("municipality", "organisation")
    successor = Succession.objects.filter(predecessor=OuterRef("pk")).values("successor")[:1]
    before = Exists(Succession.objects.filter(successor=OuterRef("pk")))
    known = known.annotate(goes_on_as=Subquery(successor), was_another=before)
    found = known.filter(pk=key).first()
    if found is not None:
        return found
    merged = signposts_within(reach).filter(pk=key).select_related("merged_into").first()
    return known.filter(pk=survivor_of(merged).pk).first() if merged else None


def signposts_within(reach: Reach) -> QuerySet[Subject]:
    """Return the merged rows that may lead the reader on to the one that stands.

    That a founder became part of a company is told only to the organisation that registered the founder:
    what else the founder was known by has gone over to the company.
    """
    merged = Subject.objects.filter(merged_into__isnull=False)
    return merged.exclude(
        ~Q(organisation__in=reach.reads) | Q(organisation__isnull=True),
        kind=SubjectKind.FOUNDER,
        merged_into__kind=SubjectKind.COMPANY,
    )


def municipality(code: str | None) -> Municipality | None:
    """Return the municipality with the code."""
    return Municipality.objects.filter(code=code).first() if code else None


def within(reach: Reach, kind: SubjectKind | None = None) -> QuerySet[Subject]:
    """Return what `subjects_for` does, perhaps of one kind, for a reach that is known already."""
    found = Subject.objects.filter(merged_into__isnull=True)
    if kind is not None:
        found = found.filter(kind=kind)
    if not reach.reads:
        return found.none()
    if reach.partner and kind == SubjectKind.COMPANY:
        return found
    shared = Q(kind=SubjectKind.COMPANY) | Exists(_of("approaches")) if reach.partner else Q()
    return found.filter(shared | _worked_with(reach) if shared else _worked_with(reach))


def _of(relation: str) -> QuerySet[Any]:
    """The rows of a room above that are about the subject; rooms above are named, never imported."""
    model = Subject._meta.get_field(relation).related_model
    assert isinstance(model, type)
    assert issubclass(model, Model)
    return model._default_manager.filter(subject=OuterRef("pk"))


def _worked_with(reach: Reach) -> Q:
    """What one of the user's organisations registered, or has something on that the user may read."""
    mine = {"organisation__in": reach.reads}
    own = Q(adviser=reach.user) | Q(organisation__in=reach.leads)
    open_case = Q(case__isnull=True) | Q(case__shielded=False)
    own_case = Q(case__adviser=reach.user) | Q(organisation__in=reach.leads)
    return (
        Q(**mine)  # type: ignore[return-value]  # a Q with conditions is one itself
        | Exists(_of("cases").filter(Q(shielded=False) | own, **mine))
        | Exists(_of("interactions").filter(open_case | own_case, **mine))
        | Exists(_of("tasks").filter(open_case | own_case, **mine))
        | Exists(_of("referrals").filter(open_case | own_case, **mine))
        # A tick tells its receiver nothing, and a draft was never sent; see referrals.queries.received_by.
        | Exists(
            _of("referrals").filter(
                receiver__in=reach.reads, handover__isnull=False, expires_on__isnull=False
            )
        )
        | Exists(_of("shares").filter(reader__in=reach.reads, until__isnull=True))
        | Exists(_of("contacts").filter(~met_in_secret() | _met_by_own(reach), **mine))
    )


def contact_persons_for(user: User | AnonymousUser) -> QuerySet[ContactPerson]:
    """Return the contact persons that the user's organisations noted, and those whose owner shares them."""
    return persons_within(reach_of(user))


def persons_within(reach: Reach) -> QuerySet[ContactPerson]:
    """Return what `contact_persons_for` does, for a reach that is known already.

    Whom only shielded cases have made known follows these: never shared, and at home read by the case's
    adviser and the leaders alone.
    """
    share = Subject._meta.get_field("shares").related_model
    assert isinstance(share, type)
    assert issubclass(share, Model)
    shared = share._default_manager.filter(
        subject=OuterRef("subject"),
        owner=OuterRef("organisation"),
        reader__in=reach.reads,
        until__isnull=True,
    )
    hidden = met_in_secret()
    own = Q(organisation__in=reach.reads) & (~hidden | _met_by_own(reach))
    return ContactPerson.objects.filter(own | Exists(shared) & ~hidden)


def met_in_secret() -> Q:
    """Whom only shielded cases have made known; a contact that was struck out makes nobody known."""
    openly = _met().filter(Q(case__isnull=True) | Q(case__shielded=False), cancelled=False)
    return Exists(_met().filter(case__shielded=True)) & ~Exists(openly)


def _met_by_own(reach: Reach) -> Q:
    """Whom a shielded case has made known that is the user's own, or of an organisation the user leads."""
    own = Q(case__adviser=reach.user) | Q(organisation__in=reach.leads)
    return Q(Exists(_met().filter(own, case__shielded=True)))


def _met() -> QuerySet[Any]:
    """The contacts held with the person; a room above, named and never imported."""
    model = Subject._meta.get_field("interactions").related_model
    assert isinstance(model, type)
    assert issubclass(model, Model)
    return model._default_manager.filter(person=OuterRef("pk"))


def own_person(key: int, reach: Reach) -> ContactPerson | None:
    """Return a contact person of an organisation the user works for, whom they read and so may change."""
    own = persons_within(reach).filter(pk=key, organisation__in=reach.works)
    return own.select_related("subject", "organisation").first()


def search(
    user: User | AnonymousUser, text: str, *, limit: int = 8, kind: SubjectKind | None = None
) -> list[Hit]:
    """Return whom the text may mean, nearest first: name, CVR, P-number, person, telephone or e-mail.

    Asks at most twelve queries, whatever the size of the register; see companies.search.
    """
    reach = reach_of(user)
    if not reach.reads:
        return []
    return Search(
        subjects=lambda: within(reach, kind),
        persons=lambda: persons_within(reach),
        signposts=lambda: signposts_within(reach),
        organisations=reach.reads,
        partner=reach.partner,
        kind=kind,
    ).run(text, limit=limit)


def line_of(subject: Subject) -> list[int]:
    """Return the keys of the subject and all that went on as it, so that no history is lost."""
    line = [subject.pk]
    # Known already where `subject_for` read it.
    found = line[:] if getattr(subject, "was_another", True) else []
    while found:
        found = list(
            Succession.objects.filter(successor__in=found)
            .exclude(predecessor__in=line)
            .values_list("predecessor_id", flat=True)
        )
        line += found
    return line


def successor_of(subject: Subject) -> int | None:
    """Return the key of whom the subject went on as."""
    if hasattr(subject, "goes_on_as"):
        known: int | None = subject.goes_on_as
        return known
    return Succession.objects.filter(predecessor=subject).values_list("successor_id", flat=True).first()


def facts_about(subjects: Iterable[int]) -> QuerySet[Approach]:
    """Return who was or will be in contact with any of the subjects, newest first (B21)."""
    return all_approaches().filter(subject__in=list(subjects)).order_by("-day", "-pk")


def survivor_of(subject: Subject) -> Subject:
    """Return the row that a merged one was merged into, and at last the one that stands."""
    seen = {subject.pk}
    while subject.merged_into is not None and subject.merged_into_id not in seen:
        subject = subject.merged_into
        seen.add(subject.pk)
    return subject


def all_approaches() -> QuerySet[Approach]:
    """Return all minimum facts, with the party: what every partner may know of whom they know of (B21)."""
    return Approach.objects.select_related("organisation")


def approaches_to(subject: Subject) -> QuerySet[Approach]:
    """Return who was or will be in contact, newest first: party, day and form, and nothing else."""
    return subject.approaches.select_related("organisation").order_by("-day", "-pk")


def contacted(
    subject: Subject, *, on: dt.date, by_others_than: Iterable[Organisation | int] = (), days: int = 90
) -> QuerySet[Approach]:
    """Return the contacts of the last days before `on` and all that are planned, by others, newest first.

    What the warning against a double approach reads (B26): the minimum fact only.
    """
    own = [each if isinstance(each, int) else each.pk for each in by_others_than]
    return (
        Approach.objects.filter(subject__in=line_of(subject), day__gte=on - dt.timedelta(days))
        .exclude(organisation__in=own)
        .select_related("organisation")
        .order_by("-day", "-pk")
    )


def who_knows(subjects: Iterable[int]) -> QuerySet[Approach]:
    """Return each party's latest contact held and latest planned one, newest first (B21)."""
    place = Window(
        RowNumber(), partition_by=[F("organisation"), F("state")], order_by=[F("day").desc(), F("pk").desc()]
    )
    return (
        Approach.objects.filter(subject__in=list(subjects))
        .annotate(place=place)
        .filter(place=1)
        .select_related("organisation", "adviser")
        .order_by("-day", "-pk")
    )


def units_of(subject: Subject) -> QuerySet[ProductionUnit]:
    """Return the places where the company works, those that are open first."""
    return subject.units.select_related("municipality").order_by(
        F("ceased").desc(nulls_first=True), "p_number"
    )
