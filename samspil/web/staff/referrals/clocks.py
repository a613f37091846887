"""Frister: a unit's reminders, closed days and pauses, which its leader sets."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.organisations.kinds import LEADING
from samspil.organisations.queries import has_role, workplaces_of
from samspil.platform.clock import today
from samspil.platform.versioning import StaleRowError
from samspil.referrals import actions
from samspil.referrals.kinds import ClosedDay
from samspil.referrals.queries import clock_of, pauses_of, working_days_of
from samspil.web.components.typed import day_from
from samspil.web.staff.cooperation.frame import whole_number

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User


@require_http_methods(["GET", "HEAD", "POST"])
def clocks(request: HttpRequest) -> HttpResponse:
    """Show a unit's clock to those who work there; its leaders change it."""
    user = cast("User", request.user)
    units = list(workplaces_of(user))
    if not units:
        raise Http404
    asked = whole_number(request.GET.get("enhed") or request.POST.get("enhed"))
    unit = next((each for each in units if each.pk == asked), units[0])
    may = has_role(user, unit, LEADING)
    errors: dict[str, str] = {}
    if request.method == "POST":
        if not may:
            raise PermissionDenied
        errors = _changed(request, user, unit)
        if not errors:
            messages.success(request, _("Fristerne er gemt. Det, der venter, har fået nye frister."))
            return redirect(f"{request.path}?enhed={unit.pk}")
    context = _context(unit, units, may) | {"errors": errors, "given": request.POST}
    return render(request, "staff/referrals/clocks.jinja", context, status=422 if errors else 200)


def _context(unit: Organisation, units: list[Organisation], may: bool) -> dict[str, Any]:
    clock, day = clock_of(unit), today()
    return {
        "unit": unit,
        "units": units,
        "may": may,
        "clock": clock,
        "days": ", ".join(map(str, clock.days)),
        "closed": clock.closed_days.split(";") if clock.closed_days else [],
        "closed_days": list(ClosedDay.choices),
        "pauses": list(pauses_of(unit).filter(last__gte=day)),
        "example": working_days_of(unit).after(day, clock.days[0]),
        "today": day,
    }


def _changed(request: HttpRequest, user: User, unit: Organisation) -> dict[str, str]:
    """Do what was asked for; return what stands in its way, by field."""
    given = request.POST
    try:
        if given.get("act") == "pause":
            first, last = _day(given.get("first", ""), "first"), _day(given.get("last", ""), "last")
            actions.pause(by=user, organisation=unit, first=first, last=last, why=given.get("why", "")[:200])
        elif given.get("act") == "lift":
            pause = pauses_of(unit).filter(pk=whole_number(given.get("pause")) or 0).first()
            if pause is not None:
                actions.lift_pause(by=user, pause=pause)
        else:
            actions.set_clock(
                by=user,
                organisation=unit,
                days=_days(given.get("days", "")),
                chasing="chasing" in given,
                closed=given.getlist("closed"),
                version=whole_number(given.get("version")),
            )
    except StaleRowError:
        return {"": _("En anden har ændret fristerne imens. Se dem her, og gem igen.")}
    except ValidationError as error:
        return {name: " ".join(told) for name, told in error.message_dict.items()}
    return {}


def _days(text: str) -> list[int]:
    parts = re.split(r"[\s,;]+", text.strip())
    if not all(part.isascii() and part.isdecimal() and len(part) < 5 for part in parts):
        raise ValidationError({"days": _("Skriv tal med komma imellem, fx 3, 9, 21, 45.")})
    return [int(part) for part in parts]


def _day(text: str, name: str) -> dt.date:
    try:
        return day_from(text)
    except ValueError as error:
        raise ValidationError({name: str(error)}) from None
