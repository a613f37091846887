"""What is stored of messages: each one with what became of it, and how each user wants them."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.platform.columns import one_of
from samspil.platform.messages.kinds import WAITING, Delivery, State
from samspil.platform.versioning import Versioned

QUIET_FROM, QUIET_TO, DIGEST_AT = dt.time(18), dt.time(7), dt.time(7, 30)


class Message(models.Model):
    """A letter to one user or one address. Made by `actions.post`; the row is its own trail.

    The body holds no content of a case: it says what has happened, and `link` leads to it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Of a user, where it was sent; of others, where it is to be sent.
    address = models.EmailField(_("e-mail"), blank=True)
    kind = models.CharField(_("slags"), max_length=60)
    subject = models.CharField(_("emne"), max_length=200)
    body = models.TextField(_("tekst"))
    # A path on our own pages.
    link = models.CharField(max_length=300, blank=True)
    about_kind = models.CharField(max_length=100, blank=True)
    about_key = models.CharField(max_length=64, blank=True)
    # A sweep that names what it writes about cannot write it twice.
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    urgent = models.BooleanField(_("haster"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    # When the tick looks at it next.
    due_at = models.DateTimeField(_("tidligst"))
    # Waits to be sent together with others.
    collected = models.BooleanField(default=False)
    state = models.CharField(_("status"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("forsøg"), default=0)
    last_error = models.CharField(_("fejl"), max_length=500, blank=True)
    # The sender's mark on what it has taken, and the mail's Message-ID; those in one mail share it.
    claim = models.CharField(max_length=40, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("sendt"), null=True, blank=True)
    delivery = models.CharField(_("levering"), max_length=10, choices=Delivery, blank=True)

    class Meta:
        verbose_name = _("besked")
        verbose_name_plural = _("beskeder")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state__in=[*WAITING]), name="message_waiting"),
            models.Index(
                fields=["claimed_at"], condition=models.Q(state=State.SENDING), name="message_taken"
            ),
            models.Index(fields=["user", "-created_at"], name="message_of_user"),
            models.Index(fields=["claim"], condition=~models.Q(claim=""), name="message_claim"),
            models.Index(
                fields=["state"],
                condition=models.Q(state__in=[State.FAILED, State.GIVEN_UP, State.UNSURE]),
                name="message_troubled",
            ),
        ]
        constraints = [
            one_of("state", State, name="message_state"),
            one_of("delivery", Delivery, name="message_delivery", blank=True),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | ~models.Q(address=""), name="message_to_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.state}"


class Preference(Versioned):
    """How a user wants messages; without a row the defaults hold."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="message_preference"
    )
    # Code of a kind -> mode; a kind that is not there follows its own default.
    modes = models.JSONField(default=dict, blank=True)
    # Between these nothing is sent; equal times switch it off.
    quiet_from = models.TimeField(_("stille fra"), default=QUIET_FROM)
    quiet_to = models.TimeField(_("stille til"), default=QUIET_TO)
    quiet_days_off = models.BooleanField(_("stille i weekender og på helligdage"), default=True)
    digest_at = models.TimeField(_("samlet besked kl."), default=DIGEST_AT)
    # By own choice: what is marked urgent, such as a company that waits for a call, comes at any hour.
    urgent_always = models.BooleanField(_("hastende beskeder når som helst"), default=False)

    class Meta:
        verbose_name = _("valg af beskeder")
        verbose_name_plural = _("valg af beskeder")

    def __str__(self) -> str:
        return f"{self.user_id}"
