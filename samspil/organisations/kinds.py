"""The codes by which organisations, agreements and roles are told apart, with their Danish names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is to business promotion; which ones there are is data (A7)."""

    HUB = "hub", _("Erhvervshus")
    LOCAL_SERVICE = "local_service", _("Lokal erhvervsservice")
    MUNICIPAL_DEPARTMENT = "municipal_department", _("Kommunal forvaltning")
    SECRETARIAT = "secretariat", _("Sekretariat")
    AUTHORITY = "authority", _("Myndighed")
    PARTNER = "partner", _("Samarbejdspartner")


class LegalForm(models.TextChoices):
    """What an organisation is in law."""

    FOUNDATION = "foundation", _("Erhvervsdrivende fond")
    INDEPENDENT = "independent", _("Selvejende institution")
    ASSOCIATION = "association", _("Forening")
    COMPANY = "company", _("Selskab")
    MUNICIPALITY = "municipality", _("Kommune")
    JOINT_AUTHORITY = "joint_authority", _("Kommunalt fællesskab")
    STATE = "state", _("Statslig myndighed")


class AgreementRole(models.TextChoices):
    """What an organisation does for a municipality."""

    OPERATOR = "operator", _("Udfører lokal erhvervsservice")
    PREPARATION = "preparation", _("Forbereder og følger op")
    FUNDER = "funder", _("Finansierer")


class AgreementKind(models.TextChoices):
    """On which legal footing it does so."""

    OWN_DEPARTMENT = "own_department", _("Kommunens egen forvaltning")
    SHARED = "shared", _("Fælles med andre kommuner")
    GRANT = "grant", _("Tilskud")
    CONTRACT = "contract", _("Kontrakt efter udbud")


class Role(models.TextChoices):
    """What a person is in an organisation; decides what the person may see and do there."""

    ADVISER = "adviser", _("Erhvervskonsulent")
    STUDENT_HELPER = "student_helper", _("Studentermedhjælper")
    UNIT_LEADER = "unit_leader", _("Leder")
    DIRECTOR = "director", _("Direktør")
    SECRETARIAT = "secretariat", _("KKR-sekretariat")
    EVALUATOR = "evaluator", _("Evaluator")
    ADMINISTRATOR = "administrator", _("Administrator")
