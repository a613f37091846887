"""What is stored about people at work: what each is where, who is invited, who is away and who stands in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.organisations.kinds import Role
from samspil.organisations.users import User
from samspil.platform.columns import not_before
from samspil.platform.versioning import Versioned


class Membership(Versioned):
    """What a person is in an organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("rolle"), max_length=30, choices=Role)
    office = models.ForeignKey(
        "organisations.Office", null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )
    # Who pays a seconded colleague, such as the export council; empty when the organisation does (A30).
    employer = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("ansat hos"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seconded",
    )

    class Meta:
        verbose_name = _("medlemskab")
        verbose_name_plural = _("medlemskaber")
        ordering = ["organisation", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "organisation", "role"], name="membership_once"),
            models.CheckConstraint(
                condition=models.Q(employer__isnull=True) | ~models.Q(employer=models.F("organisation")),
                name="membership_employer_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.organisation_id} {self.role}"


class Absence(Versioned):
    """A colleague is away, both days included, and somebody stands in; why is nobody's business."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(
        User, verbose_name=_("afløser"), on_delete=models.PROTECT, related_name="substitutions"
    )
    first = models.DateField(_("fra"))
    last = models.DateField(_("til"))

    class Meta:
        verbose_name = _("fravær")
        verbose_name_plural = _("fravær")
        ordering = ["-first", "-pk"]
        indexes = [models.Index(fields=["substitute", "last"], name="absence_of_substitute")]
        constraints = [
            not_before("last", "first", name="absence_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~models.Q(user=models.F("substitute")), name="absence_substitute_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.first}"


class Invitation(models.Model):
    """A letter with a link by which a new colleague chooses a password, once and for some days only."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # A digest of the link's secret: who reads the database still cannot use the link.
    digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # A newer letter or an administrator has made it void.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitationer")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.user_id} {self.sent_at:%Y-%m-%d}"
