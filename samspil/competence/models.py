"""What is stored about competence: what an adviser knows, and which courses and certificates were passed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.competence.kinds import Depth
from samspil.platform.columns import CODES, not_before
from samspil.platform.versioning import Versioned


class Competence(Versioned):
    """How well somebody knows a topic; a code of the standards' topics."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="competences")
    topic = models.SlugField(_("emne"), max_length=60)
    depth = models.PositiveSmallIntegerField(_("hvor godt"), choices=Depth)

    class Meta:
        verbose_name = _("kompetence")
        verbose_name_plural = _("kompetencer")
        ordering = ["user", "-depth", "topic"]
        indexes = [models.Index(fields=["topic"], name="competence_topic")]
        constraints = [
            models.UniqueConstraint(fields=["user", "topic"], name="competence_once"),
            models.CheckConstraint(condition=models.Q(depth__in=Depth.values), name="competence_depth"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.topic}"


class Certificate(Versioned):
    """A course or certificate that somebody has passed, such as one of MEA's (B31)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="certificates")
    title = models.CharField(_("kursus eller certifikat"), max_length=200)
    institution = models.CharField(_("udstedt af"), max_length=200)
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    passed_on = models.DateField(_("bestået"))
    # The last day it counts; empty when it does not run out.
    expires_on = models.DateField(_("gælder til"), null=True, blank=True)
    # Entered by mistake: kept in history, shown and counted nowhere.
    withdrawn = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("certifikat")
        verbose_name_plural = _("certifikater")
        ordering = ["-passed_on", "-pk"]
        constraints = [not_before("expires_on", "passed_on", name="certificate_expires_after_passed")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.title}"
