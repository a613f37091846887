"""Fetches once who the reader is and where, and asks for a second factor where a role demands one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samspil.organisations.queries import fetch_seats, second_factor_is_demanded

# Where one sets it up, logs out, changes language or reads about accessibility.
OPEN = ("/konto/", "/sprog/", "/static/", "/tilgaengelighed/")


class SecondFactorMiddleware:
    """Sends who must have a second factor and has none to where it is set up.

    What somebody is and where is fetched here, since navigation and page ask for it many times over.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated or request.path.startswith(OPEN):
            return self.get_response(request)
        fetch_seats(user)
        if second_factor_is_demanded(user) and is_missing(request):
            if request.method == "GET":
                messages.warning(
                    request, _("Din organisation kræver totrinsbekræftelse. Slå den til, så er du i gang.")
                )
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def is_missing(request: HttpRequest) -> bool:
    """Return whether the reader has no second factor; asks nothing of who has just used it."""
    used: list[dict[str, Any]] = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    if any(each.get("method") == "mfa" for each in used):
        return False
    return request.user.is_authenticated and not is_mfa_enabled(request.user)
