"""What is stored of result contracts: the text as it stood, results others measured, what was done.

For bulk loads: contract versions come from `actions.import_contract` only, since the database
refuses to change them; offers and milestones are plain rows.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.organisations.models import Municipality, Organisation


class ImmutableRowError(Exception):
    """A row that must stay as it was written was about to be changed."""


class ContractVersion(models.Model):
    """A result contract (resultatkontrakt) as it stood at one moment; never changed.

    The database itself refuses an update (migration 0002 makes the trigger). A migration that
    rebuilds the table on SQLite drops the trigger and must make it again; a test watches.
    """

    # The contract's id, the same in every version: erhvervshus-midtjylland-2022.
    code = models.SlugField(_("kode"), max_length=100)
    version = models.CharField(_("version"), max_length=40)
    title = models.CharField(_("titel"), max_length=200)
    # The hub's code as the contract has it; a contract may be kept for a hub that is not here.
    hub_code = models.SlugField(_("erhvervshus"), max_length=80)
    year = models.PositiveSmallIntegerField(_("år"))
    # SHA-256 of the parsed content, as core.measures computes it.
    hash = models.CharField(max_length=64, unique=True)
    # The parsed content as JSON text: a JSON column of PostgreSQL would put its names in another order,
    # and the scorecard would not be the same bytes as one scored from the folder.
    content = models.TextField()
    # The files it came from, name and text, so that export gives the same folder back byte for byte.
    files = models.JSONField()
    imported_at = models.DateTimeField(_("indlæst"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("kontraktversion")
        verbose_name_plural = _("kontraktversioner")
        ordering = ["code", "imported_at"]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write it once."""
        if not self._state.adding:
            raise ImmutableRowError(
                f"{self} is stored as it stood; import the changed contract as a new version."
            )
        super().save(*args, **kwargs)


class ReportedResult(models.Model):
    """A result somebody else measured, such as Erhvervsstyrelsen; corrected by a newer row, never changed."""

    contract = models.SlugField(_("kontrakt"), max_length=100)
    point = models.CharField(_("målepunkt"), max_length=20)
    year = models.PositiveSmallIntegerField(_("år"))
    # Part of the year, when a point is measured more than once: "efterår".
    period = models.CharField(_("periode"), max_length=40, blank=True)
    # The segment or other group it is for; empty for the whole.
    group = models.CharField(_("gruppe"), max_length=40, blank=True)
    value = models.FloatField(_("resultat"))
    low = models.FloatField(_("nedre grænse"), null=True, blank=True)
    high = models.FloatField(_("øvre grænse"), null=True, blank=True)
    n = models.PositiveIntegerField(_("antal svar"), null=True, blank=True)
    source = models.CharField(_("kilde"), max_length=300)
    reported_on = models.DateField(_("oplyst den"))
    entered_at = models.DateTimeField(_("indtastet"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The row this one corrects.
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    # When a newer row took its place; the only thing that is ever written afterwards.
    superseded_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("resultat målt af andre")
        verbose_name_plural = _("resultater målt af andre")
        ordering = ["contract", "point", "year", "period", "group", "entered_at"]
        indexes = [models.Index(fields=["contract", "point"], name="reported_result_point")]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "point", "year", "period", "group"],
                condition=models.Q(superseded_at__isnull=True),
                name="reported_result_one_current",
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="reported_result_has_a_source"),
            models.CheckConstraint(
                condition=models.Q(low__isnull=True, high__isnull=True)
                | models.Q(low__lte=models.F("value"), high__gte=models.F("value")),
                name="reported_result_inside_its_interval",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} {self.point} {self.year}"


class PresentationOffer(models.Model):
    """A presentation offered to a municipality (goal 4); holding it is not required (B58)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    offered = models.DateField(_("tilbudt"))
    held = models.DateField(_("afholdt"), null=True, blank=True)

    class Meta:
        verbose_name = _("tilbud om oplæg")
        verbose_name_plural = _("tilbud om oplæg")
        ordering = ["organisation", "municipality", "offered"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(held__isnull=True) | models.Q(held__gte=models.F("offered")),
                name="presentation_held_after_offered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.offered}"


class MilestoneDecision(models.Model):
    """That something was decided to be done or not done, with the evidence (B59, B60)."""

    # The code the contract uses, such as mea-continued.
    milestone = models.SlugField(_("milepæl"), max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("besluttet"))
    done = models.BooleanField(_("gennemført"))
    document = models.CharField(_("dokumentation"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("milepæl")
        verbose_name_plural = _("milepæle")
        ordering = ["milestone", "organisation"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "organisation"], name="milestone_decided_once"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone} {self.organisation_id}"
