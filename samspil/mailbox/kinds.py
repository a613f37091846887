"""The codes of the mailbox, with their Danish names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far a mail has come."""

    WAITING = "waiting", _("Uden virksomhed")
    PLACED = "placed", _("Gemt på virksomheden")
    REFUSED = "refused", _("Afvist")
    DISMISSED = "dismissed", _("Lagt væk")


class Refusal(models.TextChoices):
    """Why a mail was not taken."""

    SENDER = "sender", _("Mailen kom ikke fra din egen adresse.")
    UNPROVEN = "unproven", _("Mailserveren kunne ikke bekræfte, at mailen kom fra dig.")
    CPR = "cpr", _("Mailen indeholder noget, der ligner et CPR-nummer.")
    EMPTY = "empty", _("Mailen har ingen tekst.")
    NO_PLACE = "no_place", _("Du arbejder ikke med virksomheder i nogen organisation.")
