"""The calendar: a secret address that a calendar reads, and one appointment as a file."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspil.platform.clock import now, today
from samspil.web.staff.workday import day
from samspil.workday import actions, queries
from samspil.workday import calendar as writing

TYPE = "text/calendar; charset=utf-8"


@login_not_required
@require_safe
def feed(request: HttpRequest, name: str, secret: str) -> HttpResponse:
    """Answer a calendar that knows the secret; all others learn nothing."""
    found = actions.open_feed(name=name, secret=secret, on=today())
    if found is None:
        raise Http404
    answer = HttpResponse(writing.feed_of(found, on=today(), now=now()), content_type=TYPE)
    # The address is a key: nobody on the way keeps or passes on what it opens.
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer


@require_safe
def appointment(request: HttpRequest, task: int) -> HttpResponse:
    """Hand one appointment to the reader's calendar."""
    row = queries.task_for(day.adviser(request), task)
    if row is None or row.at is None:
        raise Http404
    answer = HttpResponse(writing.written([row], now=now()), content_type=TYPE)
    answer["Content-Disposition"] = f'attachment; filename="samspil-{row.due}.ics"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    """Make, change and take away the address; it is shown this once, when it is made."""
    user = day.adviser(request)
    address = ""
    if request.method == "POST":
        what, names = request.POST.get("hvad", ""), request.POST.get("navne") == "1"
        if what == "make":
            made, secret = actions.make_feed(by=user, on=today(), names=names)
            address = settings.ADDRESS + reverse("calendar-feed", args=[made.name, secret])
        else:
            if what == "close":
                actions.close_feed(by=user)
                messages.success(request, _("Kalenderadressen virker ikke længere."))
            elif what == "names":
                actions.choose_names(by=user, names=names)
                messages.success(request, _("Gemt."))
            return redirect("calendar")
    context = {"feed": queries.feed_of(user), "address": address}
    answer = render(request, "staff/workday/calendar.jinja", context)
    answer["Cache-Control"] = "no-store"
    return answer
