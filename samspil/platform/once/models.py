"""What is stored of a form that was sent: a fingerprint, and where it led."""

from __future__ import annotations

from django.db import models


class SentForm(models.Model):
    """A form as it was sent; the unique fingerprint lets one of two win, on every database."""

    fingerprint = models.CharField(max_length=64, unique=True)
    # The page of what it made.
    led_to = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.led_to} {self.at:%Y-%m-%d %H:%M}"
