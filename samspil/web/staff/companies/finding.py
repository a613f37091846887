"""The search: in the head of every page, as a page of its own, and in the field of a form."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from samspil.companies import queries
from samspil.companies.rules import is_cvr_number
from samspil.web.staff.companies.picking import ANONYMOUS, COMPANY, FOUNDER, NEW_FIELDS

if TYPE_CHECKING:
    from samspil.companies.search import Hit
    from samspil.organisations.models import User

# A page of hits; who wants more than these types more.
ON_A_PAGE = 50
FIELD = re.compile(r"[a-z][a-z0-9-]{0,39}")


def found(request: HttpRequest, text: str, limit: int) -> list[Hit]:
    """Return whom the text may mean; 404 for who knows of no companies."""
    user = cast("User", request.user)
    if not queries.reach_of(user).reads:
        raise Http404
    return queries.search(user, text, limit=limit)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what was found; a number that is exactly somebody's leads straight there."""
    text = request.GET.get("q", "").strip()
    hits = found(request, text, ON_A_PAGE)
    first = "foerste" in request.GET and hits
    if first or (len(hits) == 1 and hits[0].matched in {"cvr", "p_number"}):
        return redirect("company", hits[0].subject)
    return render(
        request,
        "staff/companies/search.jinja",
        {"text": text, "hits": hits, "most": ON_A_PAGE, **new_from(text)},
    )


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Answer the field in the head while one types."""
    text = request.GET.get("q", "").strip()
    hits = found(request, text, 8)
    return render(request, "staff/companies/suggestions.jinja", {"text": text, "hits": hits})


@require_safe
def choices(request: HttpRequest) -> HttpResponse:
    """Answer the company field of a form while one types."""
    field = field_name(request)
    text = request.GET.get(f"{field}-soeg", "").strip()
    context = {
        "field": field,
        "text": text,
        "hits": found(request, text, 8) if text else [],
        "create": "ny" in request.GET,
        "anonymous": "anonym" in request.GET,
    }
    return render(request, "staff/companies/choices.jinja", context)


@require_safe
def new_fields(request: HttpRequest) -> HttpResponse:
    """Give the fields of a founder or company that is to be made with the form they stand in."""
    kind = request.GET.get("slags", "")
    if kind not in {FOUNDER, COMPANY, ANONYMOUS}:
        raise Http404
    values = dict.fromkeys(NEW_FIELDS, "") | new_from(request.GET.get("tekst", "").strip())["values"]
    context = {"field": field_name(request), "kind": kind, "values": values}
    return render(request, "staff/companies/new_fields.jinja", context)


def field_name(request: HttpRequest) -> str:
    """Return the form field's name; anything else than a name is none of ours."""
    name = request.GET.get("felt", "virksomhed")
    if FIELD.fullmatch(name) is None:
        raise Http404
    return name


def new_from(text: str) -> dict[str, dict[str, str]]:
    """Return what was typed as the field it belongs in: a number is not a name."""
    digits = "".join(text.split())
    if is_cvr_number(digits):
        return {"values": {"cvr": digits}}
    if "@" in text:
        return {"values": {"email": text}}
    if digits.lstrip("+").isdecimal():
        return {"values": {"telefon": text}}
    return {"values": {"navn": text}}
