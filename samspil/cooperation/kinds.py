"""The codes of cooperation, with their Danish names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessState(models.TextChoices):
    """Where a request for access stands."""

    WAITING = "waiting", _("Venter på svar")
    GRANTED = "granted", _("Adgang givet")
    REFUSED = "refused", _("Afslået")
    CANCELLED = "cancelled", _("Trukket tilbage")
    ENDED = "ended", _("Adgang ophørt")


class VisitState(models.TextChoices):
    """Where a joint visit stands."""

    PROPOSED = "proposed", _("Foreslået")
    ACCEPTED = "accepted", _("Aftalt")
    DECLINED = "declined", _("Afslået")
    HELD = "held", _("Afholdt")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")


class GreyState(models.TextChoices):
    """Where a grey area stands."""

    OPEN = "open", _("Til afklaring")
    DECIDED = "decided", _("Afgjort")
    WITHDRAWN = "withdrawn", _("Trukket tilbage")
