"""Tells Django about the room, and the messages' kinds by the words that users choose by."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from samspil.platform.messages import kinds


class WorkdayConfig(AppConfig):
    name = "samspil.workday"
    label = "workday"
    verbose_name = _("Min dag")

    def ready(self) -> None:
        """Name the kinds of messages that no room below has named itself."""
        for code, label in (
            ("call_back", _("Ring tilbage")),
            ("guidance", _("Påmindelser om forløb og opgaver")),
        ):
            kinds.add(kinds.Kind(code, label))
        # Without it nobody gets in for the first time.
        kinds.add(kinds.Kind("invitation", _("Invitation"), required=True))
