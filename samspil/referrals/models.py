"""What is stored about referrals.

For bulk loads, which pass by the actions: a referral on a case is by the case's own organisation and
about its own subject; `version` is 1.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Subject
from samspil.guidance.models import GuidanceCase
from samspil.organisations.models import Organisation
from samspil.platform.columns import one_of
from samspil.platform.versioning import Versioned
from samspil.referrals.kinds import ReceiverKind


class Referral(Versioned):
    """A subject was referred on; without follow-up it is one tick with receiver and day (B82)."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="referrals")
    case = models.ForeignKey(
        GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("henvist fra"), on_delete=models.PROTECT, related_name="referrals"
    )
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    on = models.DateField(_("dato"))
    receiver_kind = models.CharField(_("modtagertype"), max_length=30, choices=ReceiverKind)
    receiver = models.ForeignKey(
        Organisation,
        verbose_name=_("modtager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    # Where the receiver is not in the directory.
    receiver_name = models.CharField(_("modtagers navn"), max_length=200, blank=True)
    follow_up = models.BooleanField(_("med opfølgning"), default=False)

    class Meta:
        verbose_name = _("henvisning")
        verbose_name_plural = _("henvisninger")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organisation", "-on"], name="referral_of_organisation")]
        constraints = [
            one_of("receiver_kind", ReceiverKind, name="referral_receiver_kind"),
            models.CheckConstraint(
                condition=models.Q(receiver__isnull=True) | ~models.Q(receiver=models.F("organisation")),
                name="referral_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"
