"""What is stored of the workday: what the scorecard could not count, and secret calendar addresses."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Subject
from samspil.guidance.models import GuidanceCase
from samspil.organisations.models import Organisation
from samspil.platform.columns import one_of
from samspil.platform.versioning import Versioned
from samspil.programmes.models import Participation
from samspil.scorecards.models import Run
from samspil.workday.kinds import Reason


class Search(models.Model):
    """Which run of a hub was last searched for what can be mended; a run never changes."""

    hub = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name = _("søgning")
        verbose_name_plural = _("søgninger")

    def __str__(self) -> str:
        return f"{self.hub_id} {self.run_id}"


class Defect(models.Model):
    """Something a hub's latest run left out that somebody can mend; made by sweeps, never by hand.

    Whether it still stands is asked of the mended row itself (queries.standing): the row here only
    says who can mend it. What no longer stands gets its day and is kept, to count what was mended.
    """

    # Hub, reason and row, so that the same defect of two runs is one.
    key = models.CharField(max_length=80, unique=True)
    hub = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("årsag"), max_length=30, choices=Reason)
    # The measurement points that left it out, as 8.1;8.3.
    points = models.CharField(_("målepunkter"), max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    # Empty: it lies in the organisation's inbox.
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    subject = models.ForeignKey(Subject, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # The case to mend, or the one by which the organisation knows the subject.
    case = models.ForeignKey(GuidanceCase, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(
        Participation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    found_on = models.DateField(_("fundet"))
    gone_on = models.DateField(_("rettet"), null=True, blank=True)

    class Meta:
        verbose_name = _("mangel")
        verbose_name_plural = _("mangler")
        ordering = ["found_on", "pk"]
        indexes = [
            models.Index(
                fields=["adviser", "reason"],
                condition=models.Q(gone_on__isnull=True),
                name="defect_of_adviser",
            ),
            models.Index(
                fields=["organisation", "reason"],
                condition=models.Q(gone_on__isnull=True),
                name="defect_of_organisation",
            ),
            models.Index(fields=["hub", "run"], name="defect_of_run"),
        ]
        constraints = [one_of("reason", Reason, name="defect_reason")]

    def __str__(self) -> str:
        return self.key


class CalendarFeed(Versioned):
    """A secret address from which a calendar reads a user's appointments; we keep only its hash."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed"
    )
    # Finds the row; the secret beside it in the address proves the right.
    name = models.CharField(max_length=22, unique=True)
    secret_sha256 = models.CharField(max_length=64)
    # Whether an appointment says with whom; else it says "Møde" only.
    names = models.BooleanField(_("vis virksomhedens navn"), default=True)
    made_on = models.DateField()
    read_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("kalenderadresse")
        verbose_name_plural = _("kalenderadresser")

    def __str__(self) -> str:
        return f"{self.user_id}"
