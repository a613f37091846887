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
    # Those one refers to (A10, B23), by the codes that referrals use where both have one.
    STATE_SCHEME = "state_scheme", _("Statslig ordning")
    KNOWLEDGE_INSTITUTION = "knowledge_institution", _("Videninstitution")
    EDUCATION = "education", _("Uddannelsesinstitution")
    GTS = "gts", _("GTS-institut")
    CLUSTER = "cluster", _("Klynge")
    FUND = "fund", _("Fond")
    FINANCE = "finance", _("Bank eller investor")
    PRIVATE_ADVISER = "private_adviser", _("Privat rådgiver")
    JOB_CENTRE = "job_centre", _("Jobcenter")
    UTILITY = "utility", _("Forsyningsselskab")
    BUSINESS_COUNCIL = "business_council", _("Erhvervsforening eller erhvervsråd")
    PREMISES = "premises", _("Lokaler og kontorfællesskab")
    VIRKSOMHEDSGUIDEN = "virksomhedsguiden", _("Virksomhedsguiden")
    PARTNER = "partner", _("Anden samarbejdspartner")


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
    BOUGHT = "bought", _("Købt hos en nabokommune")
    GRANT = "grant", _("Tilskud")
    CONTRACT = "contract", _("Kontrakt efter udbud")


class OfficeKind(models.TextChoices):
    """What a place is for."""

    OFFICE = "office", _("Kontor")
    MEETING_PLACE = "meeting_place", _("Mødested")


class SecondFactor(models.TextChoices):
    """Of whom an organisation demands a code from a telephone besides the password."""

    ADVISED = "advised", _("Anbefales alle")
    LEADERS = "leaders", _("Kræves af ledere og administratorer")
    EVERYONE = "everyone", _("Kræves af alle")


class Role(models.TextChoices):
    """What a person is in an organisation; decides what the person may see and do there."""

    ADVISER = "adviser", _("Erhvervskonsulent")
    STUDENT_HELPER = "student_helper", _("Studentermedhjælper")
    UNIT_LEADER = "unit_leader", _("Leder")
    DIRECTOR = "director", _("Direktør")
    SECRETARIAT = "secretariat", _("KKR-sekretariat")
    EVALUATOR = "evaluator", _("Evaluator")
    ADMINISTRATOR = "administrator", _("Administrator")


# Who works with companies: may register, and sees the companies of the region.
WORKING = (Role.ADVISER, Role.STUDENT_HELPER, Role.UNIT_LEADER, Role.DIRECTOR)
LEADING = (Role.UNIT_LEADER, Role.DIRECTOR)
# Those who take part in the work themselves; all other kinds are actors one refers to.
TAKING_PART = (
    OrganisationKind.HUB,
    OrganisationKind.LOCAL_SERVICE,
    OrganisationKind.SECRETARIAT,
    OrganisationKind.AUTHORITY,
)
