"""The codes of referrals, with their Danish names; the same codes as in a snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReceiverKind(models.TextChoices):
    """Whom one refers to (A10)."""

    PRIVATE_ADVISER = "private_adviser", _("Privat rådgiver")
    MUNICIPALITY = "municipality", _("Kommune")
    VIRKSOMHEDSGUIDEN = "virksomhedsguiden", _("Virksomhedsguiden")
    OWN_PROGRAMME = "own_programme", _("Eget program")
    STATE_SCHEME = "state_scheme", _("Statslig ordning")
    KNOWLEDGE_INSTITUTION = "knowledge_institution", _("Videninstitution")
    FUND = "fund", _("Fond")
    CLUSTER = "cluster", _("Klynge")
    GTS = "gts", _("GTS-institut")
    JOB_CENTRE = "job_centre", _("Jobcenter")
    BUSINESS_HUB = "business_hub", _("Erhvervshus")
    OTHER = "other", _("Anden aktør")
