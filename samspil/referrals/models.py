"""What is stored about referrals: one row per receiver, what they were handed, every step, and clocks.

For bulk loads, which pass by the actions: a referral on a case is by the case's own organisation and
about its own subject; one without a handover is `ticked`; `version` is 1. `topics` are codes separated
by semicolons, in alphabetical order, or "".
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Subject
from samspil.guidance.models import GuidanceCase
from samspil.organisations.models import Organisation
from samspil.platform.columns import CODES, not_before, one_of
from samspil.platform.versioning import Versioned
from samspil.referrals import rules
from samspil.referrals.kinds import Basis, ConsentHow, Party, ReceiverKind, State, StepCode, Use


class Handover(Versioned):
    """What every receiver of one enquiry is told, so that the company is not asked twice (B94).

    It carries its own text and nothing of the case: that opens by a Share, once somebody takes over.
    """

    need = models.TextField(_("hvad virksomheden har brug for"))
    tried = models.TextField(_("hvad der er prøvet"), blank=True)
    contact_name = models.CharField(_("kontaktperson"), max_length=200, blank=True)
    contact_phone = models.CharField(_("telefon"), max_length=30, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    # Why these receivers and not others: for the sender's own file, no receiver sees it (A9).
    choice_reason = models.CharField(_("hvorfor disse modtagere"), max_length=500, blank=True)
    basis = models.CharField(_("grundlag"), max_length=20, choices=Basis)
    consent_by = models.CharField(_("hvem sagde ja"), max_length=200, blank=True)
    consent_on = models.DateField(_("hvornår"), null=True, blank=True)
    consent_how = models.CharField(_("hvordan"), max_length=10, choices=ConsentHow, blank=True)
    # Whether the case opens for whoever takes over; never a shielded one.
    share_case = models.BooleanField(_("forløbet åbnes for modtageren"), default=False)

    class Meta:
        verbose_name = _("overlevering")
        verbose_name_plural = _("overleveringer")
        constraints = [
            one_of("basis", Basis, name="handover_basis"),
            one_of("consent_how", ConsentHow, name="handover_consent_how", blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Referral(Versioned):
    """A subject was referred on; without a handover it is one tick with receiver and day (B82)."""

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
    handover = models.ForeignKey(
        Handover, null=True, blank=True, on_delete=models.PROTECT, related_name="referrals"
    )
    on = models.DateField(_("dato"))
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    receiver_kind = models.CharField(_("modtagertype"), max_length=30, choices=ReceiverKind)
    receiver = models.ForeignKey(
        Organisation,
        verbose_name=_("modtager"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="received_referrals",
    )
    # Where the receiver is not in the directory.
    receiver_name = models.CharField(_("modtagers navn"), max_length=200, blank=True)
    receiver_email = models.EmailField(_("modtagers e-mail"), blank=True)
    # Who has taken it over at the receiver's; empty while it lies in the unit's inbox.
    receiver_adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField(_("status"), max_length=12, choices=State, default=State.TICKED)
    # The clock: by when an answer is due, and when nobody answering means that it has expired.
    answer_by = models.DateField(_("svar senest"), null=True, blank=True)
    expires_on = models.DateField(_("udløber"), null=True, blank=True)
    accepted_on = models.DateField(_("overtaget"), null=True, blank=True)
    contacted_on = models.DateField(_("kontaktet"), null=True, blank=True)
    # The receiver's working days from sending to contact (B94).
    handover_days = models.PositiveIntegerField(null=True, blank=True, editable=False)
    closed_on = models.DateField(_("afsluttet"), null=True, blank=True)
    # What makes the answering link of a receiver without log-in valid; new after every answer.
    nonce = models.CharField(max_length=43, blank=True, editable=False)
    link_until = models.DateField(null=True, blank=True, editable=False)
    # Our own question half a year later, when it was asked and what was answered (B55).
    use_asked_on = models.DateField(null=True, blank=True, editable=False)
    use = models.CharField(_("brugt"), max_length=10, choices=Use, blank=True)

    class Meta:
        verbose_name = _("henvisning")
        verbose_name_plural = _("henvisninger")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-on"], name="referral_of_organisation"),
            models.Index(fields=["receiver", "state", "answer_by"], name="referral_inbox"),
            models.Index(
                fields=["answer_by"],
                condition=models.Q(state__in=sorted(rules.WAITING)),
                name="referral_waiting",
            ),
        ]
        constraints = [
            one_of("receiver_kind", ReceiverKind, name="referral_receiver_kind"),
            one_of("state", State, name="referral_state"),
            one_of("use", Use, name="referral_use", blank=True),
            models.CheckConstraint(
                condition=models.Q(receiver__isnull=True) | ~models.Q(receiver=models.F("organisation")),
                name="referral_to_another",
            ),
            models.CheckConstraint(
                condition=models.Q(handover__isnull=False)
                | models.Q(state__in=[State.TICKED, State.WITHDRAWN]),
                name="referral_followed_has_handover",
            ),
            models.UniqueConstraint(
                fields=["handover", "receiver"],
                condition=~models.Q(state=State.WITHDRAWN),
                name="referral_once_per_receiver",
            ),
            not_before("contacted_on", "accepted_on", name="referral_accepted_before_contact"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"

    @property
    def follow_up(self) -> bool:
        """Whether the sender wants to know what came of it."""
        return self.handover_id is not None

    @property
    def receiver_shown(self) -> str:
        """What the receiver is called; the kind where no name was given."""
        if self.receiver is not None:
            return self.receiver.name
        return self.receiver_name or str(ReceiverKind(self.receiver_kind).label)


class ReferralStep(models.Model):
    """One step of a referral: what, when, by whom, and the note that goes with it. Never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    code = models.CharField(max_length=20, choices=StepCode)
    # The state it led to; the same as before for reminders and letters.
    state = models.CharField(max_length=12, choices=State)
    party = models.CharField(max_length=10, choices=Party)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField()
    note = models.TextField(blank=True)
    # Which reminder, counted in days after sending: each is sent once, however often the sweep runs.
    number = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("trin")
        verbose_name_plural = _("trin")
        ordering = ["pk"]
        constraints = [
            one_of("code", StepCode, name="referral_step_code"),
            one_of("state", State, name="referral_step_state"),
            one_of("party", Party, name="referral_step_party"),
            models.UniqueConstraint(fields=["referral", "number"], name="referral_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.code}"


class Clock(Versioned):
    """How a unit wants to be reminded; without a row the usual rule holds."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="referral_clock")
    # Working days after sending, separated by semicolons: the first is the deadline, the last the end.
    chase_days = models.CharField(
        _("påmindelser efter så mange arbejdsdage"),
        max_length=60,
        default=";".join(map(str, rules.CHASE_DAYS)),
        validators=[CODES],
    )
    chasing = models.BooleanField(_("send påmindelser"), default=True)
    closed_days = models.CharField(
        _("lukkedage"),
        max_length=60,
        blank=True,
        default=";".join(rules.USUALLY_CLOSED),
        validators=[CODES],
    )

    class Meta:
        verbose_name = _("frist for henvisninger")
        verbose_name_plural = _("frister for henvisninger")

    def __str__(self) -> str:
        return f"{self.organisation_id}"

    @property
    def days(self) -> tuple[int, ...]:
        """After how many working days the unit is reminded."""
        return tuple(int(day) for day in self.chase_days.split(";"))


class Pause(models.Model):
    """Days on which a unit's clock stands still, such as a summer closing; first and last included."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="referral_pauses")
    first = models.DateField(_("fra"))
    last = models.DateField(_("til og med"))
    why = models.CharField(_("hvorfor"), max_length=200, blank=True)
    # Taken back by mistake or because plans changed; kept for the history.
    lifted = models.BooleanField(_("ophævet"), default=False)

    class Meta:
        verbose_name = _("pause")
        verbose_name_plural = _("pauser")
        ordering = ["first", "pk"]
        constraints = [not_before("last", "first", name="pause_ends_after_it_starts")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.first}"
