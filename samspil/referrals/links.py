"""Links by which a receiver without log-in answers: signed, for a time, and each good for one answer."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from samspil.referrals import rules
from samspil.referrals.models import Referral

if TYPE_CHECKING:
    from django.db.models import QuerySet

_SIGNER = Signer(salt="samspil.referrals.answer")


class LinkError(Exception):
    """A link that opens nothing: `why` is "broken", "used" or "expired"."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"The link is {why}.")


def renew(referral: Referral, *, on: dt.date) -> None:
    """Give the row a new link and make all earlier ones useless; the caller stores it."""
    referral.nonce = secrets.token_urlsafe(24)
    referral.link_until = on + dt.timedelta(days=rules.LINK_DAYS)


def token(referral: Referral) -> str:
    """Return what stands in the link: the row, its nonce, and our signature of both."""
    return _SIGNER.sign(f"{referral.pk}.{referral.nonce}")


def address(referral: Referral) -> str:
    """Return the path of the page that the link opens."""
    return reverse("referral-answer", args=[token(referral)])


def found(given: str, *, on: dt.date, rows: QuerySet[Referral] | None = None) -> Referral:
    """Return the referral that a link opens on a day; LinkError says why it opens none."""
    try:
        key, _, nonce = _SIGNER.unsign(given).partition(".")
    except BadSignature:
        raise LinkError("broken") from None
    every = Referral.objects.all() if rows is None else rows
    referral = every.filter(pk=int(key)).first()
    if referral is None:
        raise LinkError("broken")
    if not referral.nonce or not secrets.compare_digest(nonce, referral.nonce):
        raise LinkError("used")
    if referral.link_until is None or on > referral.link_until:
        raise LinkError("expired")
    return referral


def opened(given: str, *, on: dt.date) -> Referral:
    """Return what the answering page shows: the one referral that the link opens, and what goes with it."""
    related = ("organisation", "adviser", "subject__municipality", "handover", "receiver")
    return found(given, on=on, rows=Referral.objects.select_related(*related))
