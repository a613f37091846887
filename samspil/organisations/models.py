"""What is stored about organisations, the municipalities they serve, and who works in them."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from samspil.organisations.kinds import (
    AgreementKind,
    AgreementRole,
    LegalForm,
    OrganisationKind,
    Role,
)
from samspil.organisations.users import User
from samspil.platform.versioning import Versioned

__all__ = [
    "Membership",
    "Municipality",
    "Office",
    "OperatorAgreement",
    "Organisation",
    "Population",
    "User",
]

FOUR_DIGITS = RegexValidator(r"^\d{4}$", _("En kommunekode har fire cifre, fx 0751."))


class Organisation(Versioned):
    """A house, a local service, a department, a secretariat, an authority."""

    # The code that contracts, files and addresses use, such as erhvervshus-midtjylland.
    code = models.SlugField(_("kode"), max_length=80, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("type"), max_length=30, choices=OrganisationKind)
    legal_form = models.CharField(_("retsform"), max_length=30, choices=LegalForm, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("hører under"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    cvr_number = models.CharField(_("CVR-nummer"), max_length=8, blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="organisation_not_own_parent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Municipality(Versioned):
    """One of the 98 municipalities; the code is text of four digits."""

    code = models.CharField(_("kommunekode"), max_length=4, primary_key=True, validators=[FOUR_DIGITS])
    name = models.CharField(_("navn"), max_length=100, unique=True)
    region = models.CharField(_("region"), max_length=50)
    # The house whose area it is: follows the houses' own statutes, not the regions.
    hub = models.ForeignKey(
        Organisation,
        verbose_name=_("erhvervshus"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="municipalities",
    )
    # Statistics Denmark's municipality groups (v1:2018), our stand-in for town and country.
    dst_group = models.CharField(_("kommunegruppe"), max_length=50, blank=True)

    class Meta:
        verbose_name = _("kommune")
        verbose_name_plural = _("kommuner")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Exact(Length("code"), 4), name="municipality_code_four_characters"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Population(models.Model):
    """How many lived in a municipality on 1 January of a year (Statistics Denmark, FOLK1A)."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField(_("år"))
    residents = models.PositiveIntegerField(_("indbyggere"))

    class Meta:
        ordering = ["municipality", "year"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year"], name="population_one_per_year"),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.year}"


class Office(Versioned):
    """A place where an organisation's people sit."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(_("navn"), max_length=200)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="offices")
    address = models.CharField(_("adresse"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kontor")
        verbose_name_plural = _("kontorer")
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="office_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class OperatorAgreement(Versioned):
    """Who does what for which municipality, on which footing, from when to when."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="agreements")
    role = models.CharField(_("rolle"), max_length=30, choices=AgreementRole)
    legal_kind = models.CharField(_("grundlag"), max_length=30, choices=AgreementKind)
    valid_from = models.DateField(_("fra"))
    # The last day it holds; empty while it runs.
    valid_to = models.DateField(_("til"), null=True, blank=True)

    class Meta:
        verbose_name = _("operatøraftale")
        verbose_name_plural = _("operatøraftaler")
        ordering = ["municipality", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "municipality", "role", "valid_from"], name="agreement_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="agreement_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.municipality_id} {self.role}"


class Membership(Versioned):
    """What a person is in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("rolle"), max_length=30, choices=Role)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )

    class Meta:
        verbose_name = _("medlemskab")
        verbose_name_plural = _("medlemskaber")
        ordering = ["organisation", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id} {self.role}"
