"""A form that makes something carries a token, so that two presses of its button make one."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.utils.translation import gettext as _

from samspil.platform import clock
from samspil.platform.once.actions import SentBeforeError, once

if TYPE_CHECKING:
    from django.http import HttpRequest

FIELD = "once"


def token() -> str:
    """Return a new token, for the hidden field of one form as it is opened."""
    return secrets.token_urlsafe(18)


def stored_once(request: HttpRequest, store: Callable[[], str]) -> str:
    """Store what the form asks for and return where to go; sent again, it leads to what the first made.

    Whoever goes back and writes something else sends another form, and loses nothing.
    """
    try:
        return once(store, fingerprint=_fingerprint(request), now=clock.now())
    except SentBeforeError as before:
        messages.info(request, _("Det var gemt allerede, og er gemt én gang."))
        return before.led_to


def _fingerprint(request: HttpRequest) -> str:
    """What was sent, by whom and where; nothing for a form without a token."""
    if not request.POST.get(FIELD):
        return ""
    sent = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    said = json.dumps([request.user.pk, request.path, sent])
    return hashlib.sha256(said.encode()).hexdigest()
