"""What is stored about guidance: cases, contacts and referrals.

For bulk loads, which pass by the actions: a case's interactions and referrals are by the case's own
organisation and about its own subject; `segment_by` and `segment_on` stand only beside a segment;
an interaction that partners may know of has its `Approach` (see companies.models); `version` is 1.
`topics` are codes separated by semicolons, in alphabetical order, or "".
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Approach, Subject
from samspil.guidance.kinds import InteractionKind, Level, ReceiverKind, Segment
from samspil.organisations.models import Municipality, Office, Organisation
from samspil.platform.columns import CODES, not_before, one_of
from samspil.platform.versioning import Versioned


class GuidanceCase(Versioned):
    """A course of guidance (vejledningsforløb) of one subject, at a hub or a local service.

    A growth course (vækstforløb) is a case with a company in the growth segment: derived, not stored.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(
        Office, verbose_name=_("kontor"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(_("niveau"), max_length=20, choices=Level)
    segment = models.CharField(_("segment"), max_length=20, choices=Segment, blank=True)
    segment_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("segment vurderet af"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    segment_on = models.DateField(_("segment vurderet den"), null=True, blank=True)
    # A code of the standards' reporting groups, such as smv (B84).
    target_group = models.CharField(_("målgruppe"), max_length=40, blank=True)
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ansvarlig konsulent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    # Where the guidance is given, which need not be where the company is registered (A36, B85).
    meeting_municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("mødekommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started = models.DateField(_("begyndt"))
    ended = models.DateField(_("afsluttet"), null=True, blank=True)
    # Empty until the company has been asked.
    signed_up = models.BooleanField(_("tilmeldt brugerevaluering"), null=True, blank=True)
    not_signed_up_reason = models.CharField(_("hvorfor ikke tilmeldt"), max_length=200, blank=True)
    # Invisible to partners in every list, warning, count, export and merge.
    shielded = models.BooleanField(_("skærmet"), default=False)

    class Meta:
        verbose_name = _("forløb")
        verbose_name_plural = _("forløb")
        ordering = ["-started", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-started"], name="case_of_organisation"),
            models.Index(fields=["shielded"], condition=models.Q(shielded=True), name="case_shielded"),
        ]
        constraints = [
            one_of("level", Level, name="case_level"),
            one_of("segment", Segment, name="case_segment", blank=True),
            not_before("ended", "started", name="case_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~models.Q(segment="") | models.Q(segment_by__isnull=True, segment_on__isnull=True),
                name="case_judgement_has_a_segment",
            ),
            models.CheckConstraint(
                condition=models.Q(not_signed_up_reason="")
                | models.Q(signed_up__isnull=True)
                | models.Q(signed_up=False),
                name="case_reason_only_when_not_signed_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.started}"


class Interaction(Versioned):
    """A contact that was held, on a case or on its own; the content is the organisation's own."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="interactions")
    case = models.ForeignKey(
        GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="interactions")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    on = models.DateField(_("dato"))
    kind = models.CharField(_("form"), max_length=10, choices=InteractionKind)
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    note = models.TextField(_("notat"), blank=True)
    # Empty for mails and on shielded cases, of which partners learn nothing.
    approach = models.OneToOneField(
        Approach, null=True, blank=True, on_delete=models.SET_NULL, related_name="interaction"
    )

    class Meta:
        verbose_name = _("kontakt")
        verbose_name_plural = _("kontakter")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-on"], name="interaction_timeline"),
            models.Index(fields=["organisation", "-on"], name="interaction_of_organisation"),
        ]
        constraints = [one_of("kind", InteractionKind, name="interaction_kind")]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"


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
