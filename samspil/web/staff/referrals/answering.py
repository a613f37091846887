"""The page on which a receiver without log-in answers: one referral, three buttons, nothing else."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from samspil.platform.clock import today
from samspil.referrals import actions, links, rules
from samspil.web.staff.contacts import topics

WHY = {"broken": 404, "used": 410, "expired": 410}


# No cookie decides anything here: the address alone does, and whoever does not have it cannot forge it.
# A mail program's own browser may keep no cookies at all.
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Show what is asked, and take the answer; a mail reader that opens the link changes nothing."""
    errors: dict[str, str] = {}
    try:
        if request.method == "POST":
            try:
                row = actions.answer(
                    token=token,
                    step=request.POST.get("step", ""),
                    on=today(),
                    note=request.POST.get("note", ""),
                )
                return redirect(links.address(row))
            except ValidationError as error:
                errors = _told(error)
        row = links.opened(token, on=today())
    except links.LinkError as error:
        return _page(request, {"why": error.why}, WHY[error.why])
    steps = [each.step for each in rules.steps_from(row.state, [rules.RECEIVER]) if each.step != "see"]
    context: dict[str, Any] = {"referral": row, "steps": steps, "why": "", "errors": errors}
    if steps:
        context |= {
            "handover": row.handover,
            "topics": topics.labels(row.topics),
            "given": request.POST,
        }
    return _page(request, context, 422 if errors else 200)


def _page(request: HttpRequest, context: dict[str, Any], status: int) -> HttpResponse:
    answer = render(request, "staff/referrals/answer.jinja", context, status=status)
    # The address is the key: it must not travel on, nor be found by a search engine.
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _told(error: ValidationError) -> dict[str, str]:
    if hasattr(error, "error_dict"):
        return {name: " ".join(told) for name, told in error.message_dict.items()}
    return {"": " ".join(error.messages)}
