"""The codes of a message: how far it has come, how somebody wants it, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a message has come."""

    QUEUED = "queued", _("Venter")
    SENDING = "sending", _("Sendes")
    SENT = "sent", _("Sendt")
    FAILED = "failed", _("Prøves igen")
    GIVEN_UP = "given_up", _("Opgivet")
    # The sender stopped between claiming the row and hearing the answer: it is not sent again by itself.
    UNSURE = "unsure", _("Måske sendt")
    UNWANTED = "unwanted", _("Fravalgt")


# What the tick takes up.
WAITING = (State.QUEUED, State.FAILED)


class Delivery(models.TextChoices):
    """What is known of a message after it left."""

    DELIVERED = "delivered", _("Leveret")
    BOUNCED = "bounced", _("Kom retur")


class Mode(models.TextChoices):
    """How somebody wants the messages of a kind."""

    IMMEDIATELY = "immediately", _("Med det samme")
    DAILY = "daily", _("Samlet én gang om dagen")
    NONE = "none", _("Slet ikke")


@dataclass(frozen=True)
class Kind:
    """A kind of message that one can choose about; `label` may be lazy.

    One that is `required`, such as an invitation, is sent at once and cannot be switched off.
    """

    code: str
    label: Any
    mode: Mode = Mode.IMMEDIATELY
    required: bool = False


OTHER = Kind("other", _("Andet"))
_known: dict[str, Kind] = {}


def add(kind: Kind) -> None:
    """Let users choose about a kind; called by the room that posts it, when Django starts."""
    _known[kind.code] = kind


def known() -> list[Kind]:
    """Return the kinds that can be chosen about, in the order they were added, the rest last."""
    return [*(kind for kind in _known.values() if not kind.required), OTHER]


def kind_of(code: str) -> Kind:
    """Return the kind of a code; "referrals.chase" belongs to "referrals", a stranger to the rest."""
    return _known.get(code) or _known.get(code.partition(".")[0]) or OTHER
