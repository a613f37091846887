"""The page of a company or founder: who knows it, one timeline for all of us, and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.companies import queries
from samspil.companies.kinds import SubjectKind
from samspil.core.reference import industries
from samspil.guidance.queries import cases_for
from samspil.guidance.rules import DECIDERS
from samspil.platform.audit.actions import note_access
from samspil.platform.audit.queries import accesses_to
from samspil.platform.clock import today
from samspil.programmes.participation import participations_for
from samspil.referrals.queries import referrals_for
from samspil.surveys.queries import answers_for
from samspil.web import reach
from samspil.web.staff.companies import timeline

if TYPE_CHECKING:
    from samspil.companies.models import Approach, ContactPerson, Subject
    from samspil.organisations.models import User

# Facts that one page reads; a party whose last contact lies before all of these is asked for by itself.
FACTS = 200
# Rows of a tab; a company with more of them has its own filtered list for the rest.
ROWS = 100


@dataclass(frozen=True)
class Frame:
    """The head of every page of a company: who it is, what it was and became, and what the reader may."""

    subject: Subject
    line: list[int]
    before: list[Subject]
    after: Subject | None
    industry: str
    works: bool
    merges: bool
    leads: bool


def subject_or_404(request: HttpRequest, key: int) -> Subject:
    """Return whom the reader knows of; 404 for the rest, so that nobody learns who there is."""
    user = cast("User", request.user)
    found = queries.subject_for(user, key, reach.reach_of(user))
    if found is None:
        raise Http404
    return found


def frame(request: HttpRequest, subject: Subject) -> Frame:
    """Return the head; what a company was and became is told only to who knows of it."""
    reader = reach.reach_of(request.user)
    line, successor = queries.line_of(subject), queries.successor_of(subject)
    others = {*line[1:], *([successor] if successor else [])}
    known = {each.pk: each for each in queries.within(reader).filter(pk__in=others)} if others else {}
    industry = industries().get(subject.industry)
    return Frame(
        subject=subject,
        # Of a founder the reader does not know of, nothing is told here either.
        line=[subject.pk, *(key for key in line[1:] if key in known)],
        before=[known[key] for key in line[1:] if key in known],
        after=known.get(successor) if successor else None,
        industry=industry.name if industry else "",
        works=bool(reader.works),
        merges=any(seat.role in DECIDERS for seat in cast("User", request.user).memberships.all()),
        leads=bool(reader.leads),
    )


@require_safe
def company(request: HttpRequest, subject: int) -> HttpResponse:
    """Show the page; a row that was merged leads to the one that stands."""
    found = subject_or_404(request, subject)
    if found.pk != subject:
        return redirect("company", found.pk)
    tab = request.GET.get("vis", "")
    head = frame(request, found)
    if tab in TABS:
        return TABS[tab](request, head)
    user = cast("User", request.user)
    cursor = timeline.Cursor.read(request.GET.get("foer", ""))
    facts = list(queries.facts_about(head.line)[:FACTS])
    page = timeline.read(user, head.line, cursor, None if cursor else facts)
    context = {
        **_context(head, ""),
        "knowers": knowers(facts if len(facts) < FACTS else list(queries.who_knows(head.line))),
        "timeline": page,
        "cursor": cursor,
        "open_cases": [case for case in page.cases if case.ended is None],
        "today": today(),
    }
    _log(request, head, "company.timeline", page.seen, page.owners)
    part = request.headers.get("HX-Target") == "tidslinje-mere"
    template = "timeline_part" if part else "company"
    return render(request, f"staff/companies/{template}.jinja", context)


def knowers(facts: list[Approach]) -> list[Approach]:
    """Return each party's latest contact held and its next planned one, what is planned first."""
    day = today()
    held: dict[int, Approach] = {}
    planned: dict[int, Approach] = {}
    for fact in facts:
        if fact.state == "held":
            held.setdefault(fact.organisation_id, fact)
        elif fact.day >= day:
            planned[fact.organisation_id] = fact
    return [*sorted(planned.values(), key=lambda fact: fact.day), *held.values()]


def _context(head: Frame, tab: str) -> dict[str, Any]:
    address = reverse("company", args=[head.subject.pk])
    words = {
        "": _("Tidslinje"),
        "kontakter": _("Kontakter"),
        "p-enheder": _("P-enheder"),
        "forloeb": _("Forløb"),
        "henvisninger": _("Henvisninger"),
        "arrangementer": _("Arrangementer"),
        "evalueringer": _("Evalueringer"),
    }
    if head.subject.kind == SubjectKind.FOUNDER:
        del words["p-enheder"]
    return {
        "head": head,
        "subject": head.subject,
        "tab": tab,
        "tabs": [
            {"label": word, "href": f"{address}?vis={code}" if code else address, "here": code == tab}
            for code, word in words.items()
        ],
    }


def _tab(request: HttpRequest, head: Frame, tab: str, rows: list[Any], **more: Any) -> HttpResponse:
    """Show a tab; that its content was opened is in the access log."""
    owners = frozenset(row.organisation_id for row in rows if hasattr(row, "organisation_id"))
    seen = {} if tab == "p-enheder" or not rows else {tab: [row.pk for row in rows]}
    _log(request, head, f"company.{tab}", seen, owners)
    context = {**_context(head, tab), "rows": rows, "today": today(), **more}
    return render(request, f"staff/companies/tab_{tab.replace('-', '_')}.jinja", context)


def _contacts(request: HttpRequest, head: Frame) -> HttpResponse:
    reader = reach.reach_of(request.user)
    rows: list[ContactPerson] = list(
        queries.persons_within(reader)
        .filter(subject__in=head.line)
        .select_related("organisation")
        .order_by("left_on", "-primary", "search_key", "pk")[:ROWS]
    )
    # Those who are there first; the databases differ in where they put nothing.
    rows.sort(key=lambda person: person.left_on is not None)
    return _tab(request, head, "kontakter", rows, own=reader.works)


def _units(request: HttpRequest, head: Frame) -> HttpResponse:
    return _tab(request, head, "p-enheder", list(queries.units_of(head.subject)[:ROWS]))


def _cases(request: HttpRequest, head: Frame) -> HttpResponse:
    found = cases_for(cast("User", request.user)).filter(subject__in=head.line)
    return _tab(request, head, "forloeb", list(found.select_related("organisation", "adviser")[:ROWS]))


def _referrals(request: HttpRequest, head: Frame) -> HttpResponse:
    found = referrals_for(cast("User", request.user)).filter(subject__in=head.line)
    return _tab(request, head, "henvisninger", list(found.select_related("organisation", "receiver")[:ROWS]))


def _events(request: HttpRequest, head: Frame) -> HttpResponse:
    found = participations_for(cast("User", request.user)).filter(subject__in=head.line)
    rows = found.select_related("session__offer__organiser").order_by("-session__day", "-pk")
    return _tab(request, head, "arrangementer", list(rows[:ROWS]))


def _answers(request: HttpRequest, head: Frame) -> HttpResponse:
    found = answers_for(cast("User", request.user)).filter(subject__in=head.line)
    return _tab(request, head, "evalueringer", list(found.select_related("organisation")[:ROWS]))


TABS = {
    "kontakter": _contacts,
    "p-enheder": _units,
    "forloeb": _cases,
    "henvisninger": _referrals,
    "arrangementer": _events,
    "evalueringer": _answers,
}


def _log(
    request: HttpRequest, head: Frame, place: str, seen: dict[str, list[int]], owners: frozenset[int]
) -> None:
    """Write once what was opened, and whose it is; the bare facts are open to all and are not logged."""
    if seen:
        user = cast("User", request.user)
        note_access(
            by=user, place=place, kind=type(head.subject), keys=[head.subject.pk],
            rows=seen, owners=sorted(owners),
        )  # fmt: skip


@require_safe
def seen(request: HttpRequest, subject: int) -> HttpResponse:
    """Show leaders who has opened what their organisation has noted on the company, newest first."""
    leads = reach.reach_of(request.user).leads
    found = subject_or_404(request, subject)
    if not leads:
        raise Http404
    lines = [line for line in accesses_to(found)[:500] if leads.intersection(line.details.get("owners", ()))]
    context = {**_context(frame(request, found), "seen"), "lines": lines[:ROWS]}
    return render(request, "staff/companies/seen.jinja", context)
