"""Fratrædelse: the leader gives every open case, task and referral of a leaving colleague a new name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from samspil.organisations import queries
from samspil.organisations.permissions import may_let_go
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.upkeep.handover import Estate, estate_of, hand_everything_over, opened_estate, takers
from samspil.web.staff.contacts import topics
from samspil.web.staff.organisations import frame
from samspil.web.staff.organisations.person import person_or_404

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.upkeep.handover import Outcome


@require_http_methods(["GET", "POST"])
def leave(request: HttpRequest, person: int) -> HttpResponse:
    """Show what the colleague has open, and hand all of it over at once.

    Its leader sees whom it is about; who only manages people sees how much there is, and who can take it.
    """
    found = person_or_404(request, person)
    queries.fetch_seats(found)
    if not may_let_go(frame.reader(request), found):
        raise Http404
    estate = estate_of(found)
    able = takers(found, estate)
    errors: list[str] = []
    if request.method == "POST":
        try:
            outcome = _hand_over(request, found, estate, able)
        except ValidationError as error:
            errors = error.messages
        except StaleRowError:
            errors = [_("Et af forløbene er ændret imens. Intet er flyttet; prøv igen.")]
        else:
            messages.success(request, _told(found, outcome))
            return redirect("people")
    context = _context(request, found, estate, able) | {"errors": [("til", each) for each in errors]}
    return render(request, "staff/organisations/leave.jinja", context, status=422 if errors else 200)


def _hand_over(request: HttpRequest, found: User, estate: Estate, able: dict[int, list[User]]) -> Outcome:
    people = {str(user.pk): user for users in able.values() for user in users}
    chosen = {
        case.pk: people[key]
        for case in estate.cases
        if (key := request.POST.get(f"forloeb-{case.pk}", "")) in people
    }
    return hand_everything_over(
        by=frame.reader(request),
        leaver=found,
        to=people.get(request.POST.get("til", "")),
        chosen=chosen,
        on=today(),
        why=request.POST.get("hvorfor", "").strip()[:500],
        close="luk" in request.POST,
        tell="brev" in request.POST,
    )


def _context(
    request: HttpRequest, found: User, estate: Estate, able: dict[int, list[User]]
) -> dict[str, Any]:
    posted = request.POST
    seen = opened_estate(frame.reader(request), estate)
    everybody = {user.pk: user.name for users in able.values() for user in users}
    return {
        "person": found,
        "cases": [
            {
                "key": case.pk,
                "name": str(case.subject),
                "organisation": case.organisation.name,
                "since": case.started,
                "topics": topics.labels(case.topics) if case.topics else [],
                "shielded": case.shielded,
                "takers": [(user.pk, user.name) for user in able.get(case.organisation_id, [])],
                "chosen": posted.get(f"forloeb-{case.pk}", ""),
            }
            for case in seen.cases
        ],
        "counts": {
            "cases": len(estate.cases),
            "tasks": len(estate.tasks),
            "referrals": len(estate.sent) + len(estate.received),
        },
        "tasks": [
            (task.text or task.get_kind_display(), str(task.subject or task.caller), task.due)
            for task in seen.tasks
        ],
        "referrals": [
            *((str(each.subject), _("henvist til %(name)s") % _receiver(each)) for each in seen.sent),
            *((str(each.subject), _("overtaget af kollegaen")) for each in seen.received),
        ],
        "takers": sorted(everybody.items(), key=lambda each: (each[1], each[0])),
        "to": posted.get("til", ""),
        "why": posted.get("hvorfor", ""),
        "close": "luk" in posted or request.method == "GET",
        "tell": "brev" in posted,
    }


def _receiver(referral: Any) -> dict[str, str]:
    return {"name": referral.receiver.name if referral.receiver else referral.receiver_name}


def _told(found: User, outcome: Outcome) -> str:
    cases = ngettext("%(count)s forløb", "%(count)s forløb", outcome.cases) % {"count": outcome.cases}
    tasks = ngettext("%(count)s opgave", "%(count)s opgaver", outcome.tasks) % {"count": outcome.tasks}
    sent = ngettext("%(count)s henvisning", "%(count)s henvisninger", outcome.referrals) % {
        "count": outcome.referrals
    }
    words = {"name": found.name, "cases": cases, "tasks": tasks, "referrals": sent}
    text = _("%(cases)s, %(tasks)s og %(referrals)s er givet videre fra %(name)s.") % words
    if outcome.letters:
        letters = ngettext("%(count)s brev er på vej.", "%(count)s breve er på vej.", outcome.letters)
        text += " " + letters % {"count": outcome.letters}
    return text
