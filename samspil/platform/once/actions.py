"""Stores what a form asks for once, however often it is sent; housekeeping, so not in the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import IntegrityError, transaction

from samspil.platform.once.models import SentForm

# Longer than anybody keeps pressing a button, shorter than a list that grows.
KEPT = dt.timedelta(days=7)


class SentBeforeError(Exception):
    """The same form was sent before; `led_to` is the page of what it made."""

    def __init__(self, led_to: str) -> None:
        self.led_to = led_to
        super().__init__(f"The form was sent before and led to {led_to}")


@transaction.atomic
def once(store: Callable[[], str], *, fingerprint: str, now: dt.datetime) -> str:
    """Store and return where it led; raise SentBeforeError when a form with that fingerprint did already.

    In one transaction, so that what was refused may be sent again; the second of two that come at the same
    moment waits for the first.
    """
    if not fingerprint:
        return store()
    SentForm.objects.filter(at__lt=now - KEPT).delete()
    try:
        with transaction.atomic():
            row = SentForm.objects.create(fingerprint=fingerprint, at=now)
    except IntegrityError:
        raise SentBeforeError(SentForm.objects.get(fingerprint=fingerprint).led_to) from None
    row.led_to = store()
    row.save(update_fields=["led_to"])
    return row.led_to
