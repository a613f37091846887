"""The codes of what is to be mended, in the order in which mending helps most."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """Why the scorecard could not count something that somebody can mend; codes of core.measures.roles.

    First what is mended with one word, last what ends by itself when the work does.
    """

    NO_MUNICIPALITY = "no_municipality", _("Mangler kommune")
    NO_SEGMENT = "no_segment", _("Mangler segment")
    NO_SEGMENT_JUDGEMENT = "no_segment_judgement", _("Segment uden dato eller vurderer")
    NO_SUBJECT = "no_subject", _("Deltager uden virksomhed eller iværksætter")
    OPEN_CASE = "open_case", _("Forløbet er ikke afsluttet")
