"""What is stored about organisations, the municipalities they serve, and who works in them."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from samspil.organisations.kinds import (
    AgreementKind,
    AgreementRole,
    LegalForm,
    OfficeKind,
    OrganisationKind,
    SecondFactor,
)
from samspil.organisations.staffing import Absence, Invitation, Membership
from samspil.organisations.users import User
from samspil.platform.columns import CODES, KeyField, one_of
from samspil.platform.danish import search_key, sort_key
from samspil.platform.versioning import Versioned

__all__ = [
    "Absence",
    "Invitation",
    "Membership",
    "Merger",
    "Municipality",
    "Office",
    "OperatorAgreement",
    "Organisation",
    "Population",
    "User",
]

FOUR_DIGITS = RegexValidator(r"^\d{4}$", _("En kommunekode har fire cifre, fx 0751."))


class Organisation(Versioned):
    """A house, a local service, a department, or an actor one refers to; with members or without."""

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
    search_key = KeyField(max_length=200, editable=False, default="")
    sort_key = KeyField(max_length=200, editable=False, default="")
    # The inbox that referrals and reminders go to; nobody's personal address.
    email = models.EmailField(_("fælles postkasse"), blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    website = models.URLField(_("hjemmeside"), max_length=200, blank=True)
    description = models.TextField(_("hvad de kan hjælpe med"), max_length=2000, blank=True)
    # Codes of the standards' topics, in alphabetical order with semicolons between; "" is every topic.
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    # Whom an actor without agreements works for; none chosen is the whole country.
    covers: models.ManyToManyField[Municipality, models.Model] = models.ManyToManyField(
        "Municipality", verbose_name=_("kommuner"), blank=True, related_name="covered_by"
    )
    # The first day it is no more: it stays in history and is chosen no longer.
    closed_on = models.DateField(_("lukket"), null=True, blank=True)
    second_factor = models.CharField(
        _("totrinsbekræftelse"), max_length=20, choices=SecondFactor, default=SecondFactor.ADVISED
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ["sort_key", "pk"]
        indexes = [models.Index(fields=["sort_key"], name="organisation_sort")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("id")), name="organisation_not_own_parent"
            ),
            one_of("kind", OrganisationKind, name="organisation_kind"),
            one_of("second_factor", SecondFactor, name="organisation_second_factor"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the two keys true to the name."""
        self.search_key, self.sort_key = search_key(self.name), sort_key(self.name)
        super().save(*args, **kwargs)


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
    """A place where an organisation's people sit, or where they meet companies (A36)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    kind = models.CharField(_("slags"), max_length=20, choices=OfficeKind, default=OfficeKind.OFFICE)
    name = models.CharField(_("navn"), max_length=200)
    municipality = models.ForeignKey(
        Municipality, verbose_name=_("kommune"), on_delete=models.PROTECT, related_name="offices"
    )
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    # The local service or other actor in whose house it lies (A55).
    host = models.ForeignKey(
        Organisation,
        verbose_name=_("hos"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted_offices",
    )
    closed_on = models.DateField(_("lukket"), null=True, blank=True)

    class Meta:
        verbose_name = _("kontor")
        verbose_name_plural = _("kontorer")
        ordering = ["organisation", "name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="office_name_once"),
            one_of("kind", OfficeKind, name="office_kind"),
            models.CheckConstraint(
                condition=models.Q(host__isnull=True) | ~models.Q(host=models.F("organisation")),
                name="office_hosted_by_another",
            ),
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


class Merger(models.Model):
    """One organisation went on as another from a day: fewer operators, and their history kept (A1)."""

    predecessor = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="merged_into")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="merged_from")
    on = models.DateField(_("dato"))

    class Meta:
        verbose_name = _("sammenlægning")
        verbose_name_plural = _("sammenlægninger")
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="merger_into_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"
