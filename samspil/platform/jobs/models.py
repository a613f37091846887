"""What is stored of the tick: a lease that one process holds at a time, and the last run of each sweep."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Lease(models.Model):
    """The right to do something alone, until a moment that the holder moves while it lives.

    A process that was killed moves nothing, so its lease runs out and another takes it.
    """

    name = models.CharField(max_length=60, unique=True)
    holder = models.CharField(max_length=120, blank=True)
    taken_at = models.DateTimeField()
    # The holder's last sign of life.
    beat_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("forpagtning")
        verbose_name_plural = _("forpagtninger")

    def __str__(self) -> str:
        return f"{self.name} {self.holder}"


class SweepRun(models.Model):
    """How a sweep went last; one row per sweep."""

    name = models.CharField(max_length=100, unique=True)
    started_at = models.DateTimeField(_("begyndt"))
    # Empty while it runs, and for good when it was killed.
    finished_at = models.DateTimeField(_("slut"), null=True, blank=True)
    ok = models.BooleanField(_("lykkedes"), default=False)
    # What it did last, in its own measure: letters sent, cases closed.
    count = models.PositiveIntegerField(_("antal"), default=0)
    error = models.CharField(_("fejl"), max_length=500, blank=True)
    # How many times in a row it has failed.
    failures = models.PositiveIntegerField(_("fejl i træk"), default=0)

    class Meta:
        verbose_name = _("gennemgang")
        verbose_name_plural = _("gennemgange")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.name} {self.started_at:%Y-%m-%d %H:%M}"
