"""What is stored of a view: whose it is, which list it is of, and the state of the list."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.platform.versioning import Versioned


class SavedView(Versioned):
    """A list's state by a name of its own; with an organisation, all who work there see it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "organisations.Organisation",
        verbose_name=_("delt med"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
    )
    # The route's name and not its address, which may change.
    route = models.CharField(max_length=60)
    name = models.CharField(_("navn"), max_length=60)
    # Search, filters and order as they stand in the address, without a page number.
    query = models.CharField(max_length=1000, blank=True)

    class Meta:
        verbose_name = _("visning")
        verbose_name_plural = _("visninger")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "route", "name"], name="view_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
