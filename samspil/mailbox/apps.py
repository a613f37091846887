"""Tells Django about the room."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailboxConfig(AppConfig):
    name = "samspil.mailbox"
    label = "mailbox"
    verbose_name = _("Mails")

    def ready(self) -> None:
        """Name the kind of messages this room posts, for the page of choices."""
        from samspil.platform.messages import kinds

        kinds.add(kinds.Kind("mailbox", _("Mails, der ikke kunne gemmes")))
