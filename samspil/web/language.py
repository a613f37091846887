"""Chooses the language of a page: the switch, else what the user chose before, else Danish."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from samspil.organisations import actions

SUPPORTED = tuple(code for code, _ in settings.LANGUAGES)


class LanguageMiddleware:
    """Activates the language for one request.

    The browser's own list is not asked: in Danish offices it says English more often than anybody wants
    English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        if language not in SUPPORTED:
            language = getattr(request.user, "language", settings.LANGUAGE_CODE)
        with translation.override(language):
            response = self.get_response(request)
            render = getattr(response, "render", None)
            if render is not None and not getattr(response, "is_rendered", True):
                response = render()
        response.headers["Content-Language"] = language
        return response


@login_not_required
@require_POST
def switch(request: HttpRequest) -> HttpResponseRedirect:
    """Change the language and go back to where the switch was used."""
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        back = "/"
    response = redirect(back)
    language = request.POST.get("language", "")
    if language in SUPPORTED:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=365 * 24 * 3600,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
            httponly=True,
        )
        if request.user.is_authenticated and request.user.language != language:
            actions.choose_language(by=request.user, language=language)
    return response
