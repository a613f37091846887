"""Ret op: everything the scorecard could not count and somebody can mend, as a list, and the mends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspil.companies.queries import search, subjects_for
from samspil.platform.clock import today
from samspil.platform.danish import search_key
from samspil.platform.versioning import StaleRowError
from samspil.web.components.places import municipality_options
from samspil.web.components.tables import Listing
from samspil.web.staff.workday import day, lines
from samspil.workday import actions, leading, queries
from samspil.workday.kinds import Reason
from samspil.workday.permissions import may_mend

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User
    from samspil.workday.models import Defect

SIZE = 25
MINE, ALL = "mine", "alle"


@require_safe
def mending(request: HttpRequest) -> HttpResponse:
    """Show what is to be mended: one's own, or for a leader everybody's or one adviser's."""
    user, on = day.reader(request), today()
    hands = queries.hands_of(user, on=on)
    if not hands.places:
        raise Http404
    led = leading.led_by(user)
    listing, whose = read(request, led)
    every = queries.defects_for(user)
    every = every.filter(hands.own_or_inbox) if whose == MINE else leading.of_whom(every, led, whose)
    counts = queries.counts_by_reason(every)
    reason = listing.filters.get("grund", "")
    rows = every.filter(reason=reason) if reason else every
    listing = listing.counted(counts.get(Reason(reason), 0) if reason else sum(counts.values()))
    page = list(queries.in_order(queries.with_rows(rows))[listing.offset : listing.offset + SIZE])
    if whose != MINE:
        leading.note_opening(user, page, place="workday.mending")
    context = {
        "listing": listing,
        "chips": chips(listing, counts, reason),
        "whose": whose_chips(listing, led, whose),
        "rows": [lines.of_defect(each) for each in page],
        "reason": Reason(reason) if reason else None,
        "advisers": {each.pk: each.adviser.name for each in page if each.adviser} if whose != MINE else {},
        "deadlines": leading.deadlines(hands.places, on=on),
        "on": on,
        **day.forms(on),
    }
    return render(request, "staff/workday/mending.jinja", context)


def read(request: HttpRequest, led: list[Organisation]) -> tuple[Listing, str]:
    """Read the list's state; only a leader may ask for others than the own."""
    asked = request.GET.get("konsulent", "")
    people = [str(each.pk) for each in leading.people_led(led)] if led and asked.isdecimal() else []
    known = {"grund": Reason.values, "konsulent": [ALL, *people] if led else []}
    listing = Listing.read(request, [], filters=known, size=SIZE)
    return listing, listing.filters.get("konsulent", MINE)


def chips(listing: Listing, counts: dict[Reason, int], reason: str) -> list[dict[str, Any]]:
    """Return a chip per reason, with its number."""
    every = {
        "label": _("Alle"), "href": listing.filtered("grund"), "chosen": not reason,
        "count": sum(counts.values()),
    }  # fmt: skip
    return [
        every,
        *(
            {
                "label": each.label,
                "href": listing.filtered("grund", each.value),
                "chosen": each.value == reason,
                "count": count,
            }
            for each, count in counts.items()
        ),
    ]


def whose_chips(listing: Listing, led: list[Organisation], whose: str) -> list[dict[str, Any]]:
    """Return whose list it is, for leaders; one adviser stands there once chosen on the leader's page."""
    if not led:
        return []
    found = [
        {"label": _("Mine"), "href": listing.filtered("konsulent"), "chosen": whose == MINE},
        {"label": _("Alles"), "href": listing.filtered("konsulent", ALL), "chosen": whose == ALL},
    ]
    found += [
        {"label": each.name, "href": listing.filtered("konsulent", str(each.pk)), "chosen": True}
        for each in (leading.people_led(led) if whose.isdecimal() else ())
        if str(each.pk) == whose
    ]
    return found


@dataclass
class Outcome:
    """What came of a try to mend: said in words, or refused, or asked back with whom it may be."""

    said: str = ""
    error: str = ""
    typed: str = ""
    hits: tuple[Any, ...] = ()


@require_POST
def mend(request: HttpRequest, defect: int) -> HttpResponse:
    """Mend one thing with what the little form says."""
    user = day.adviser(request)
    row = queries.defect_for(user, defect)
    if row is None or not may_mend(user, row):
        raise Http404
    outcome = tried(row, user, request.POST)
    if request.headers.get("HX-Request"):
        context = {"line": lines.of_defect(row), "outcome": outcome, **day.forms(today())}
        return render(request, "staff/workday/mend.jinja", context)
    if outcome.error:
        messages.error(request, outcome.error)
    elif outcome.said:
        messages.success(request, outcome.said)
    if outcome.hits:
        context = {"line": lines.of_defect(row), "outcome": outcome, **day.forms(today())}
        return render(request, "staff/workday/choose.jinja", context, status=422)
    return redirect(came_from(request))


def came_from(request: HttpRequest) -> str:
    """The page the form stood on, or the list."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else "mending"


def tried(row: Defect, user: User, data: Any) -> Outcome:
    """Mend it; what is refused is said in words."""
    try:
        return MENDS[Reason(row.reason)](row, user, data)
    except ValidationError as refused:
        typed = data.get("kommune") or data.get("slut") or data.get("hvem") or ""
        return Outcome(error=" ".join(refused.messages), typed=typed)
    except StaleRowError:
        return Outcome(error=_("En anden har ændret det imens. Prøv igen."))


def _place(row: Defect, user: User, data: Any) -> Outcome:
    typed = data.get("kommune", "")
    codes = {search_key(name): code for code, name in municipality_options()}
    actions.place_subject(by=user, defect=row, municipality=codes.get(search_key(typed), typed))
    return Outcome(said=_("Kommune skrevet"))


def _judge(row: Defect, user: User, data: Any) -> Outcome:
    actions.judge(by=user, defect=row, segment=data.get("segment", ""), on=today())
    return Outcome(said=_("Segment vurderet"))


def _end(row: Defect, user: User, data: Any) -> Outcome:
    on = day.typed_day(data.get("slut", ""))
    actions.end_case(by=user, defect=row, on=on, today=today())
    return Outcome(said=_("Forløb afsluttet"))


def _link(row: Defect, user: User, data: Any) -> Outcome:
    """By the number chosen among several, or by the only one that the text can mean."""
    chosen, typed = data.get("virksomhed", ""), data.get("hvem", "").strip()
    if chosen.isdecimal() and len(chosen) < 19:
        subject = subjects_for(user).filter(pk=int(chosen)).first()
        if subject is None:
            raise Http404
        actions.link_participant(by=user, defect=row, subject=subject)
        return Outcome(said=_("Deltager knyttet"))
    hits = tuple(search(user, typed)) if typed else ()
    if not hits:
        raise ValidationError(_("Ingen virksomhed eller iværksætter passer. Prøv CVR-nummeret."))
    return Outcome(typed=typed, hits=hits)


MENDS = {
    Reason.NO_MUNICIPALITY: _place,
    Reason.NO_SEGMENT: _judge,
    Reason.NO_SEGMENT_JUDGEMENT: _judge,
    Reason.OPEN_CASE: _end,
    Reason.NO_SUBJECT: _link,
}
