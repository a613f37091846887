"""What is stored: each adviser's own address, and the mails that came to it until they stand with a company.

A mail that was refused keeps who it said it was from and why it was refused, never its text.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.guidance.models import Interaction
from samspil.mailbox.kinds import Refusal, State
from samspil.platform.columns import one_of
from samspil.platform.versioning import Versioned


def new_token() -> str:
    """Return what nobody guesses; lower case, since mail servers may fold the case of an address."""
    return secrets.token_hex(10)


class MailAddress(Versioned):
    """The secret part of the address that somebody forwards mails to."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_address"
    )
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("mailadresse")
        verbose_name_plural = _("mailadresser")

    def __str__(self) -> str:
        return f"{self.user_id}"


class IncomingMail(Versioned):
    """A mail that came; the text is here only while it waits for a company."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="incoming_mails"
    )
    # Of the mail itself, so that one delivered twice is taken once.
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    on = models.DateField(_("dato"))
    sender = models.CharField(_("afsender"), max_length=254, blank=True)
    title = models.CharField(_("emne"), max_length=300, blank=True)
    text = models.TextField(_("tekst"), blank=True)
    # The addresses in it that may be the company's, separated by spaces.
    addresses = models.TextField(blank=True)
    attachments = models.PositiveIntegerField(_("vedhæftninger, der ikke er gemt"), default=0)
    state = models.CharField(_("status"), max_length=10, choices=State)
    refusal = models.CharField(_("hvorfor afvist"), max_length=10, choices=Refusal, blank=True)
    interaction = models.OneToOneField(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="mail"
    )

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["user", "state", "-received_at"], name="mail_of_user")]
        constraints = [
            one_of("state", State, name="mail_state"),
            one_of("refusal", Refusal, name="mail_refusal", blank=True),
            models.UniqueConstraint(fields=["user", "digest"], name="mail_once"),
            models.CheckConstraint(
                condition=~models.Q(state=State.REFUSED) | models.Q(text="") & ~models.Q(refusal=""),
                name="mail_refused_has_reason_and_no_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"
