"""What is stored of a run: a contract scored from a snapshot, and where its files lie."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.governance.models import ContractVersion
from samspil.organisations.models import Organisation
from samspil.platform.columns import one_of


class RunOrigin(models.TextChoices):
    """Where the snapshot came from; only our own keys lead back to names."""

    DATABASE = "database", _("Egne registreringer")
    FOLDER = "folder", _("Indlæst dataudtræk")


class Run(models.Model):
    """One scoring of a contract; internal and unsuppressed. A newer run stands beside it, none is changed.

    Rows are made by `scorecards.actions` only, which writes the files first: the folder `folder`
    below SAMSPIL_DATA/runs holds members.parquet and the snapshot.
    """

    contract_version = models.ForeignKey(ContractVersion, on_delete=models.PROTECT, related_name="runs")
    hub = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="runs")
    origin = models.CharField(_("kilde"), max_length=10, choices=RunOrigin)
    as_of = models.DateField(_("pr. dato"))
    taken_at = models.DateTimeField(_("udtrukket"))
    snapshot_hash = models.CharField(max_length=64)
    # Scorecard.to_json(), byte for byte.
    scorecard = models.TextField()
    folder = models.SlugField(max_length=60, unique=True)
    members_sha256 = models.CharField(max_length=64)
    started = models.DateTimeField()
    finished = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("kørsel")
        verbose_name_plural = _("kørsler")
        ordering = ["-as_of", "-taken_at", "-pk"]
        indexes = [models.Index(fields=["hub", "-as_of", "-taken_at"], name="run_of_hub")]
        constraints = [one_of("origin", RunOrigin, name="run_origin")]

    def __str__(self) -> str:
        return f"{self.contract_version_id} {self.as_of}"
