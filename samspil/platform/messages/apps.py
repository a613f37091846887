"""Tells Django about the messages."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MessagesConfig(AppConfig):
    name = "samspil.platform.messages"
    # Django has an app of its own by the shorter name.
    label = "outbox"
    verbose_name = _("Beskeder")
