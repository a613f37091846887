"""Lists of cases: narrowed, ordered, and with what one wants to know of each in the same question."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest

from samspil.guidance.kinds import TaskKind
from samspil.guidance.models import GuidanceCase, IdleRule, Interaction, Lead, Task
from samspil.guidance.queries import cases_for, interactions_for, tasks_for
from samspil.guidance.rules import READERS, WORKERS
from samspil.organisations.models import Membership, Office
from samspil.organisations.models import User as UserRow
from samspil.organisations.queries import among
from samspil.platform.danish import search_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User

# What a list can be ordered by; the key ends the order, so that pages never overlap.
ORDERS = {
    "company": "subject__sort_key",
    "adviser": "adviser__name",
    "started": "started",
    "ended": "ended",
    "next": "next_due",
    "contact": "last_contact",
}
# What a case's page shows of each kind; the rest is in the lists.
SHOWN = 100


@dataclass(frozen=True)
class Wanted:
    """How a list is narrowed; what is empty does not narrow."""

    # "open", "closed" or "" for both.
    state: str = ""
    adviser: int | None = None
    organisation: int | None = None
    office: int | None = None
    level: str = ""
    # A segment, or "missing" for cases that nobody has judged.
    segment: str = ""
    # Every code that counts as the topic, older ones too.
    topics: frozenset[str] = frozenset()
    programme: str = ""
    municipality: str = ""
    # Open cases with nothing planned.
    without_next: bool = False
    # Closed ones of which nobody has asked about the evaluation.
    unasked: bool = False
    search: str = ""


def list_cases(
    user: User | AnonymousUser, wanted: Wanted, *, order: str = "started", descending: bool = False
) -> QuerySet[GuidanceCase]:
    """Return the cases the user may read that fit, with `last_contact`, `next_due` and `next_text`."""
    cases = with_last_contact(with_next_step(cases_for(user).filter(_fits(wanted))))
    if wanted.without_next:
        cases = cases.filter(~Exists(_to_come()), ended=None)
    column = F(ORDERS[order])
    # An empty day stands last whichever way one looks, and the same on both databases.
    ordered = column.desc(nulls_last=True) if descending else column.asc(nulls_last=True)
    return cases.order_by(ordered, "-pk").select_related(
        "subject", "subject__municipality", "adviser", "organisation", "office"
    )


def count_cases(user: User | AnonymousUser, wanted: Wanted) -> int:
    """Return how many there are, without working out what is shown of each."""
    cases = cases_for(user).filter(_fits(wanted))
    if wanted.without_next:
        cases = cases.filter(~Exists(_to_come()), ended=None)
    return cases.count()


def _fits(wanted: Wanted) -> Q:
    plain: dict[str, Any] = {
        "adviser": wanted.adviser,
        "organisation": wanted.organisation,
        "office": wanted.office,
        "level": wanted.level or None,
        "subject__municipality": wanted.municipality or None,
    }
    fits = Q(**{name: value for name, value in plain.items() if value is not None})
    if wanted.state:
        fits &= Q(ended__isnull=wanted.state == "open")
    if wanted.segment:
        fits &= Q(segment="" if wanted.segment == "missing" else wanted.segment)
    if wanted.unasked:
        fits &= Q(signed_up__isnull=True, ended__isnull=False)
    if wanted.programme:
        fits &= among("programmes", wanted.programme)
    if wanted.topics:
        fits &= _any(among("topics", code) for code in sorted(wanted.topics))
    return fits & _searched(wanted.search)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for each in conditions:
        found |= each
    return found


def _searched(text: str) -> Q:
    """The words of the company's name in any order, or the beginning of its CVR number."""
    digits = "".join(text.split())
    if digits.isdecimal() and len(digits) >= 3:
        return Q(subject__cvr_number__startswith=digits)
    fits = Q()
    for word in search_key(text).split():
        fits &= Q(subject__search_key__contains=word)
    return fits


def _to_come() -> QuerySet[Task]:
    return Task.objects.filter(case=OuterRef("pk"), done_on=None).exclude(kind=TaskKind.REMINDER)


def with_next_step(cases: QuerySet[GuidanceCase]) -> QuerySet[GuidanceCase]:
    """Add the first thing to be done on each case: `next_due`, `next_kind` and `next_text`, or None."""
    first = _to_come().order_by("due", "at", "pk")
    return cases.annotate(
        next_due=Subquery(first.values("due")[:1], output_field=DateField()),
        next_kind=Subquery(first.values("kind")[:1], output_field=CharField()),
        next_text=Subquery(first.values("text")[:1], output_field=CharField()),
    )


def with_last_contact(cases: QuerySet[GuidanceCase]) -> QuerySet[GuidanceCase]:
    """Add `last_contact`, the day of the last contact on the case or None, and `alive_on`."""
    held = Interaction.objects.filter(case=OuterRef("pk"), cancelled=False).order_by("-on")
    last = Subquery(held.values("on")[:1], output_field=DateField())
    # A comparison with nothing is nothing on one database and the other value on the other.
    alive = Greatest(F("started"), Coalesce(last, F("started")), Coalesce(F("reopened"), F("started")))
    return cases.annotate(last_contact=last, alive_on=alive)


def case_for(user: User | AnonymousUser, key: int) -> GuidanceCase | None:
    """Return one case with what its page names, if the user may read it."""
    related = ("subject", "subject__municipality", "organisation", "office", "adviser", "segment_by")
    # The company's lead, in the same question: None where nobody is.
    lead = ("subject__lead", "subject__lead__adviser", "subject__lead__organisation")
    through = GuidanceCase.departments.through._default_manager
    involved = Exists(through.filter(guidancecase_id=OuterRef("pk")))
    cases = (
        with_last_contact(cases_for(user))
        .annotate(with_departments=involved)
        .select_related(*related, *lead, "meeting_municipality")
    )
    return cases.filter(pk=key).first()


def departments_of(case: GuidanceCase) -> list[str]:
    """Return the names of the departments that take part; asks only where `case_for` found that there are."""
    if not getattr(case, "with_departments", True):
        return []
    return [each.name for each in case.departments.order_by("sort_key", "pk")]


def contacts_on(user: User | AnonymousUser, case: GuidanceCase) -> list[Interaction]:
    """Return the contacts on a case, newest first."""
    held = interactions_for(user).filter(case=case).select_related("adviser", "person")
    return list(held.order_by("-on", "-pk")[:SHOWN])


def tasks_on(user: User | AnonymousUser, case: GuidanceCase) -> list[Task]:
    """Return the tasks on a case, the next first; for its own organisation."""
    return list(tasks_for(user).filter(case=case).select_related("assignee").order_by("due", "pk")[:SHOWN])


def other_cases(user: User | AnonymousUser, subject: Subject) -> QuerySet[GuidanceCase]:
    """Return the cases of a subject that the user may read, open ones first."""
    rows = cases_for(user).filter(subject=subject).select_related("organisation", "adviser")
    return rows.order_by(F("ended").desc(nulls_first=True), "-started", "-pk")


def lead_of(subject: Subject | int) -> Lead | None:
    """Return whom a company turns to, which all partners may know (A18)."""
    key = subject if isinstance(subject, int) else subject.pk
    return Lead.objects.filter(subject=key).select_related("adviser", "organisation").first()


def idle_rule_of(organisation: Organisation) -> IdleRule | None:
    """Return what an organisation has chosen for cases without contact, None while it has not."""
    return IdleRule.objects.filter(organisation=organisation).first()


def advisers_seen(user: User | AnonymousUser) -> list[tuple[int, str]]:
    """Return key and name of those who work where the user reads, by name."""
    rows = _colleagues(user).values_list("pk", "name").order_by("name", "pk")
    return list(rows)


def offices_seen(user: User | AnonymousUser) -> list[tuple[int, str]]:
    """Return key and name of the offices of the organisations whose cases the user reads."""
    rows = Office.objects.filter(organisation__in=_read_for(user)).order_by("name", "pk")
    return list(rows.values_list("pk", "name"))


def _read_for(user: User | AnonymousUser) -> QuerySet[Membership, int]:
    mine = Membership.objects.filter(user__pk=user.pk or 0, user__is_active=True, role__in=sorted(READERS))
    return mine.values_list("organisation_id", flat=True)


def _colleagues(user: User | AnonymousUser) -> QuerySet[User]:
    there = Membership.objects.filter(organisation__in=_read_for(user), role__in=sorted(WORKERS))
    return UserRow.objects.filter(pk__in=there.values("user"))
