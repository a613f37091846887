"""Beskeder: which mails one gets, and what became of each; Drift: what administrators keep an eye on."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from samspil.platform.clock import now
from samspil.platform.jobs.queries import lease, sweep_runs
from samspil.platform.messages import actions, queries, sending
from samspil.platform.messages.kinds import Mode, known
from samspil.platform.versioning import StaleRowError
from samspil.web.components import navigation
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.workday import day
from samspil.workday.permissions import keeps_installation

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.platform.messages.models import Message, Preference

# Where the tick is this late, something is wrong with it.
LATE = dt.timedelta(minutes=10)
TROUBLED_SHOWN = 100

navigation.add(navigation.Room("operation", gettext_lazy("Drift"), place=120, may=keeps_installation))


class TimeField(forms.TimeField):
    """An hour as people here write it: 18, 18.00 or 18:00."""

    def to_python(self, value: Any) -> dt.time | None:
        """Return the time, or None for an empty field."""
        text = str(value or "").strip().replace(".", ":")
        return super().to_python(f"{text}:00" if text.isdecimal() else text)


class ChoiceForm(forms.Form):
    """How one wants mails."""

    quiet_from = TimeField(label=gettext_lazy("Stille fra kl."))
    quiet_to = TimeField(label=gettext_lazy("Stille til kl."))
    quiet_days_off = forms.BooleanField(
        label=gettext_lazy("Heller ikke i weekender og på helligdage"), required=False
    )
    urgent_always = forms.BooleanField(
        label=gettext_lazy("Hastende beskeder må komme når som helst"),
        required=False,
        help_text=gettext_lazy("Fx når en virksomhed beder om at blive ringet op med det samme."),
    )
    digest_at = TimeField(label=gettext_lazy("Samlet mail kl."))

    def __init__(self, preference: Preference, data: Any = None) -> None:
        times = ("quiet_from", "quiet_to", "digest_at")
        initial: dict[str, Any] = {name: f"{getattr(preference, name):%H.%M}" for name in times}
        for name in ("quiet_days_off", "urgent_always"):
            initial[name] = getattr(preference, name)
        modes = queries.modes_of(preference)
        super().__init__(data, initial={**initial, **{f"slags-{code}": mode for code, mode in modes.items()}})
        for kind in known():
            # Drawn in a table of their own, a row per kind.
            self.fields[f"slags-{kind.code}"] = forms.ChoiceField(label=kind.label, choices=Mode.choices)

    def save(self, *, by: User) -> bool:
        """Store the choice; False with the reasons as errors."""
        modes = {kind.code: self.cleaned_data.pop(f"slags-{kind.code}") for kind in known()}
        try:
            actions.choose(by=by, modes=modes, **self.cleaned_data)
        except ValidationError as error:
            self.add_error(None, error.messages)
        except StaleRowError:
            self.add_error(None, _("Dine valg er ændret et andet sted imens. Gem igen."))
        return not self.errors


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Show one's choices and what became of one's mails; take a new choice."""
    user = day.reader(request)
    preference = queries.preference_of(user)
    form = ChoiceForm(preference, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and form.save(by=user):
        messages.success(request, _("Dine valg er gemt."))
        return redirect("notices")
    columns = [
        Column("emne", _("Besked")),
        Column("tid", _("Tidspunkt")),
        Column("status", _("Status"), kind="markup"),
    ]
    listing = Listing.read(request, columns, size=20)
    rows = queries.messages_for(user)
    listing = listing.counted(rows.count())
    page = rows.defer("body")[listing.offset : listing.offset + listing.size]
    context = {
        "form": form,
        "kinds": [(form[f"slags-{kind.code}"], kind) for kind in known()],
        "columns": columns,
        "listing": listing,
        "rows": [shown(row) for row in page],
        "has_server": sending.has_server(),
    }
    return render(request, "staff/workday/notices.jinja", context, status=422 if form.errors else 200)


def shown(row: Message) -> dict[str, Any]:
    """One message as a row: what, when, and what became of it."""
    return {
        "emne": row.subject,
        "href": row.link if row.link.startswith("/") else "",
        "tid": row.sent_at or row.created_at,
        "state": row.state,
        "status": row.get_delivery_display() or row.get_state_display(),
        "delivery": row.delivery,
        "error": row.last_error,
        "due": row.due_at,
        "pk": row.pk,
        "to": row.user.email if row.user_id and row.user else row.address,
        "kind": row.kind,
    }


def keeper(request: HttpRequest) -> User:
    """Return the administrator who keeps the installation; 404 for everybody else."""
    user = day.reader(request)
    if not keeps_installation(user):
        raise Http404
    return user


@require_safe
def operation(request: HttpRequest) -> HttpResponse:
    """Show whether the tick is alive, how each sweep went, and which mails are in trouble; no bodies."""
    keeper(request)
    moment = timezone.now()
    tick = lease("tick")
    troubled = queries.troubled()[:TROUBLED_SHOWN]
    context = {
        "tick": tick,
        "late": tick is None or moment - tick.beat_at > LATE,
        "sweeps": list(sweep_runs()),
        "outbox": queries.outbox(now()),
        "has_server": sending.has_server(),
        "troubled": [shown(row) for row in troubled],
    }
    return render(request, "staff/workday/operation.jinja", context)


@require_POST
def send_again(request: HttpRequest, message: int) -> HttpResponse:
    """Put a message back that somebody has looked at."""
    user = keeper(request)
    row = queries.troubled().filter(pk=message).first()
    if row is None:
        raise Http404
    try:
        actions.send_again(by=user, message=row, now=now())
        messages.success(request, _("Beskeden sendes igen ved næste gennemgang."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("operation")
