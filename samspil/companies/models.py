"""What is stored about companies and founders, what they became, and who was in contact with them.

For bulk loads, which pass by `save()` and the actions:
- `Subject.key` is random and unique (platform.columns.surrogate_key, or a seeded look-alike): never
  a CVR number, a name or anything that can be traced without this table;
- `search_key` and `sort_key` are platform.danish's of `name`; `version` is 1;
- a CVR number has passed `rules.is_cvr_number`; no number is NULL, never "", and founders have none;
- successions form no ring, and a subject has at most one successor;
- every interaction and attendance that is a visit, meeting, call or event, on a case that is not
  shielded, has its `Approach`, and the shielded ones have none.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from samspil.companies.kinds import ApproachKind, ApproachState, SubjectKind
from samspil.companies.rules import is_cvr_number, phone_key
from samspil.organisations.models import Municipality, Organisation
from samspil.platform.columns import KeyEmailField, KeyField, not_before, one_of, surrogate_key
from samspil.platform.danish import KEY_LENGTH, search_key, sort_key
from samspil.platform.versioning import Versioned

TEN_DIGITS = RegexValidator(r"^\d{10}$", _("Et P-nummer har ti cifre."))
SIX_DIGITS = RegexValidator(r"^\d{6}$", _("En branchekode har seks cifre, fx 256200."))


def validate_cvr_number(value: str) -> None:
    """Raise ValidationError when the number cannot be a CVR number."""
    if not is_cvr_number(value):
        raise ValidationError(_("%(value)s er ikke et CVR-nummer."), params={"value": value})


class Subject(Versioned):
    """Whom guidance is given to: a company, or a founder, who may lack a CVR number."""

    # What snapshots call it; anonymising replaces the key, so that old snapshots lead nowhere.
    key = models.CharField(max_length=32, unique=True, default=surrogate_key, editable=False)
    kind = models.CharField(_("type"), max_length=10, choices=SubjectKind)
    name = models.CharField(_("navn"), max_length=200, blank=True)
    search_key = KeyField(max_length=KEY_LENGTH, blank=True, editable=False)
    sort_key = KeyField(max_length=KEY_LENGTH, blank=True, editable=False)
    cvr_number = models.CharField(
        _("CVR-nummer"), max_length=8, null=True, blank=True, unique=True, validators=[validate_cvr_number]
    )
    # Of the registered address, or where the founder lives or means to start.
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    industry = models.CharField(_("branche (DB07)"), max_length=6, blank=True, validators=[SIX_DIGITS])
    employees = models.PositiveIntegerField(_("ansatte"), null=True, blank=True)
    founded = models.DateField(_("stiftet"), null=True, blank=True)
    ceased = models.DateField(_("ophørt"), null=True, blank=True)
    # The register's code of the form, such as 80 for an anpartsselskab; 10 is a sole proprietor, a person.
    legal_form = models.CharField(_("virksomhedsform"), max_length=10, blank=True)
    advertising_protected = models.BooleanField(_("reklamebeskyttet"), default=False)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    website = models.URLField(_("hjemmeside"), max_length=200, blank=True)
    # Who registered it: a founder whom nobody else knows of is seen by that organisation only.
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("oprettet af"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Another row turned out to be the same: this one is kept as a signpost and is in no list.
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="absorbed", editable=False
    )
    anonymised_at = models.DateTimeField(_("anonymiseret"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("virksomhed eller iværksætter")
        verbose_name_plural = _("virksomheder og iværksættere")
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key"], name="subject_sort"),
            models.Index(fields=["search_key"], name="subject_search"),
            # The lists of companies and of founders, in order, and those of a municipality or an industry.
            models.Index(fields=["kind", "sort_key", "id"], name="subject_listed"),
            models.Index(fields=["municipality", "sort_key"], name="subject_of_municipality"),
            models.Index(fields=["industry"], name="subject_of_industry"),
            models.Index(fields=["employees"], name="subject_by_size"),
        ]
        constraints = [
            one_of("kind", SubjectKind, name="subject_kind"),
            models.CheckConstraint(
                condition=models.Q(kind=SubjectKind.COMPANY) | models.Q(cvr_number__isnull=True),
                name="subject_founder_has_no_cvr",
            ),
            models.CheckConstraint(
                condition=models.Q(cvr_number__isnull=True) | models.Q(Exact(Length("cvr_number"), 8)),
                name="subject_cvr_eight_characters",
            ),
            models.CheckConstraint(
                condition=~models.Q(name="") | models.Q(anonymised_at__isnull=False), name="subject_named"
            ),
            not_before("ceased", "founded", name="subject_ceased_after_founded"),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="subject_merged_into_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.key

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the two keys true to the name."""
        self.search_key, self.sort_key = search_key(self.name), sort_key(self.name)
        super().save(*args, **kwargs)


class CompanyManager(models.Manager["Company"]):
    """Companies only."""

    def get_queryset(self) -> models.QuerySet[Company]:
        return super().get_queryset().filter(kind=SubjectKind.COMPANY)


class Company(Subject):
    """A company."""

    objects: ClassVar[CompanyManager] = CompanyManager()

    class Meta:
        proxy = True
        verbose_name = _("virksomhed")
        verbose_name_plural = _("virksomheder")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = SubjectKind.COMPANY
        super().save(*args, **kwargs)


class FounderManager(models.Manager["Founder"]):
    """Founders only."""

    def get_queryset(self) -> models.QuerySet[Founder]:
        return super().get_queryset().filter(kind=SubjectKind.FOUNDER)


class Founder(Subject):
    """A founder (førstarter) without a CVR number."""

    objects: ClassVar[FounderManager] = FounderManager()

    class Meta:
        proxy = True
        verbose_name = _("iværksætter")
        verbose_name_plural = _("iværksættere")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.kind = SubjectKind.FOUNDER
        super().save(*args, **kwargs)


class ProductionUnit(Versioned):
    """A place where a company works, with a P-number of its own (produktionsenhed)."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="units")
    # Ten digits, which a CPR number has too: never searched for CPR numbers, always beside its company.
    p_number = models.CharField(_("P-nummer"), max_length=10, unique=True, validators=[TEN_DIGITS])
    name = models.CharField(_("navn"), max_length=200, blank=True)
    address = models.CharField(_("adresse"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    ceased = models.DateField(_("ophørt"), null=True, blank=True)

    class Meta:
        verbose_name = _("produktionsenhed")
        verbose_name_plural = _("produktionsenheder")
        ordering = ["p_number"]

    def __str__(self) -> str:
        return self.name or self.p_number


class ContactPerson(Versioned):
    """Somebody to talk to at a company; known to the organisation that noted the person, not to all.

    A founder's own telephone and address are a contact person too, with the founder's name.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="contacts")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("noteret af"), on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(_("navn"), max_length=200)
    search_key = KeyField(max_length=KEY_LENGTH, blank=True, editable=False)
    title = models.CharField(_("stilling"), max_length=100, blank=True)
    email = KeyEmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    # Digits only, without +45: what is compared and searched.
    phone_key = KeyField(max_length=20, blank=True, editable=False)
    primary = models.BooleanField(_("første kontakt"), default=False)
    # No longer there; kept, since earlier contacts were with the person.
    left_on = models.DateField(_("fratrådt"), null=True, blank=True)

    class Meta:
        verbose_name = _("kontaktperson")
        verbose_name_plural = _("kontaktpersoner")
        ordering = ["-primary", "name", "pk"]
        indexes = [
            models.Index(fields=["search_key"], name="contact_search"),
            models.Index(fields=["organisation", "search_key"], name="contact_of_organisation"),
            models.Index(fields=["phone_key"], name="contact_phone"),
            models.Index(fields=["email"], name="contact_email"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the keys true to name and number."""
        self.search_key, self.phone_key = search_key(self.name), phone_key(self.phone)
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Succession(models.Model):
    """A company went on under another CVR number, or a founder became a company."""

    predecessor = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="successions")
    on = models.DateField(_("dato"))

    class Meta:
        verbose_name = _("videreførelse")
        verbose_name_plural = _("videreførelser")
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")), name="succession_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class Approach(models.Model):
    """That somebody was or will be in contact: the only thing all partners may see (kontaktfakta, B21).

    Written in the transaction that stores the contact itself, which holds the content.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="approaches")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    day = models.DateField(_("dato"))
    kind = models.CharField(_("form"), max_length=10, choices=ApproachKind)
    state = models.CharField(_("status"), max_length=10, choices=ApproachState, default=ApproachState.HELD)

    class Meta:
        verbose_name = _("kontaktfakta")
        verbose_name_plural = _("kontaktfakta")
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-day"], name="approach_timeline"),
            models.Index(fields=["organisation", "subject"], name="approach_of_organisation"),
        ]
        constraints = [
            one_of("kind", ApproachKind, name="approach_kind"),
            one_of("state", ApproachState, name="approach_state"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"


class RegisterOutcome(models.Model):
    """What the registers say of a company in an accounting year, for effects two years on."""

    subject = models.ForeignKey(Subject, on_delete=models.CASCADE, related_name="outcomes")
    year = models.PositiveSmallIntegerField(_("regnskabsår"))
    # In 1,000 kr.; registers deliver decimals.
    revenue = models.FloatField(_("omsætning (1.000 kr.)"), null=True, blank=True)
    employment = models.FloatField(_("beskæftigede"), null=True, blank=True)
    fte = models.FloatField(_("årsværk"), null=True, blank=True)

    class Meta:
        verbose_name = _("registerudfald")
        verbose_name_plural = _("registerudfald")
        ordering = ["subject", "year"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "year"], name="outcome_once_a_year"),
            models.CheckConstraint(
                condition=(models.Q(employment__isnull=True) | models.Q(employment__gte=0))
                & (models.Q(fte__isnull=True) | models.Q(fte__gte=0)),
                name="outcome_persons_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.year}"
