"""One referral: what the receiver is told, every step so far, and the steps that the reader may take."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.guidance.kinds import InteractionKind
from samspil.guidance.queries import cases_for
from samspil.organisations.queries import actors
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.referrals import actions, rules
from samspil.referrals.kinds import StepCode, Use
from samspil.referrals.queries import parties_of, reads, receivers_of, steps_of
from samspil.web.components.typed import day_from
from samspil.web.staff.contacts import topics
from samspil.web.staff.cooperation.frame import reader
from samspil.web.staff.referrals import shown

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User
    from samspil.referrals.models import Referral

CONTACTS = (InteractionKind.CALL, InteractionKind.MEETING, InteractionKind.VISIT, InteractionKind.MAIL)
# How many others are named when somebody has declined.
SUGGESTED = 5


@require_http_methods(["GET", "HEAD", "POST"])
def referral(request: HttpRequest, referral: int) -> HttpResponse:
    """Show a referral to its sender or receiver, and take the step that one of them chooses."""
    user = reader(request)
    row = actions.open_referral(by=user, key=referral, on=today())
    if row is None:
        raise Http404
    errors: dict[str, str] = {}
    if request.method == "POST":
        errors = _taken(request, user, row)
        if not errors:
            return redirect("referral", row.pk)
        # What was refused may have changed the row in memory.
        row.refresh_from_db()
    context = _context(user, row) | {"errors": errors, "given": request.POST}
    return render(request, "staff/referrals/referral.jinja", context, status=422 if errors else 200)


def _taken(request: HttpRequest, user: User, row: Referral) -> dict[str, str]:
    """Take the step; return what stands in its way, by field, "" for the whole."""
    step, given = request.POST.get("step", ""), request.POST
    version = given.get("version", "")
    if version.isdecimal() and int(version) != row.version:
        return {"": _("En anden har ændret henvisningen imens. Se, hvad der er sket, og prøv igen.")}
    try:
        _do(user, row, step, given)
    except StaleRowError:
        return {"": _("En anden har ændret henvisningen imens. Se, hvad der er sket, og prøv igen.")}
    except ValidationError as error:
        if hasattr(error, "error_dict"):
            return {name: " ".join(told) for name, told in error.message_dict.items()}
        return {"": " ".join(error.messages)}
    messages.success(request, DONE[step]() if step in DONE else _("Gemt."))
    return {}


DONE: dict[str, Any] = {
    "send": lambda: _("Henvisningen er sendt."),
    "accept": lambda: _("Du har overtaget henvisningen. Afsenderen har fået besked."),
    "return": lambda: _("Henvisningen er sendt tilbage. Afsenderen har fået besked."),
    "withdraw": lambda: _("Henvisningen er trukket tilbage. Modtageren har fået besked."),
    "discard": lambda: _("Kladden er kasseret."),
    "link": lambda: _("Modtageren har fået et nyt link. Det gamle virker ikke mere."),
    "tell_company": lambda: _("Brevet til virksomheden er på vej."),
}


def _do(user: User, row: Referral, step: str, given: Any) -> None:
    """Do what a button of the page says."""
    day, note = today(), given.get("note", "")
    if step == "send":
        actions.send(by=user, referral=row, on=day)
    elif step == "discard":
        actions.discard(by=user, referral=row, on=day)
    elif step == "link":
        actions.send_new_link(by=user, referral=row, on=day)
    elif step == "tell_company":
        actions.tell_company(by=user, referral=row, body=given.get("body", ""), on=day)
    elif step == "use":
        use = given.get("use", "")
        if use not in Use.values:
            raise ValidationError({"use": _("Vælg et svar.")})
        actions.note_use(by=user, referral=row, use=Use(use), on=day, note=note)
    elif step in rules.STEPS:
        kind = given.get("contact", "")
        actions.take(
            by=user,
            referral=row,
            step=step,
            party=rules.SENDER if step == "withdraw" else rules.RECEIVER,
            on=_day(given.get("on", ""), day),
            note=note,
            contact=InteractionKind(kind) if kind in InteractionKind.values else None,
            today=day,
        )
    else:
        raise PermissionDenied


def _day(text: str, otherwise: dt.date) -> dt.date:
    if not text.strip():
        return otherwise
    try:
        return day_from(text)
    except ValueError as error:
        raise ValidationError({"on": str(error)}) from None


def _context(user: User, row: Referral) -> dict[str, Any]:
    """All that the page shows; receivers learn nothing of each other, nor why they were chosen."""
    parties = parties_of(user, row)
    sends = rules.SENDER in parties
    day = today()
    # The sender's own people see all receivers.
    others = list(receivers_of(row)) if sends or row.organisation_id in reads(user) else []
    timeline = list(steps_of(row))
    told = any(each.code == StepCode.TELL_COMPANY for each in timeline)
    return {
        "referral": row,
        "handover": row.handover,
        "topics": topics.labels(row.topics),
        "look": shown.look(row.state),
        "clock": shown.clock(row, day),
        "late": shown.late(row, day),
        "today": day,
        "timeline": timeline,
        "others": [{"row": each, "look": shown.look(each.state)} for each in others],
        "sends": sends,
        "reads_as_sender": bool(others),
        "receives": rules.RECEIVER in parties,
        "steps": [each.step for each in rules.steps_from(row.state, parties)],
        "contacts": [(kind.value, kind.label) for kind in CONTACTS],
        "case": _case(user, row),
        "outside": bool(row.nonce),
        "suggested": _next_best(row, others) if sends and row.state in rules.FAILED else [],
        "may_tell": sends and row.state in rules.FAILED and row.handover is not None and not told,
        "ask_use": sends and row.follow_up and row.use_asked_on is not None and not row.use,
        "uses": list(Use.choices),
    }


def _case(user: User, row: Referral) -> Any:
    """The case it was referred from, when the reader may open it."""
    if row.case is None:
        return None
    if row.organisation_id in reads(user):
        # Whoever reads a referral from a shielded case reads the case.
        return row.case
    return cases_for(user).filter(pk=row.case.pk).first()


def _next_best(row: Referral, asked: list[Referral]) -> list[Organisation]:
    """Who else helps with the same topic in the same municipality, in alphabetical order (A9)."""
    topic = row.topics.split(";")[0]
    found = actors(topic=topic, municipality=row.subject.municipality_id or "")
    known = [each.receiver_id for each in asked if each.receiver_id] + [row.organisation_id]
    return list(found.exclude(pk__in=known)[:SUGGESTED])
