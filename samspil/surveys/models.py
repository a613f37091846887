"""What is stored of answers: user evaluations and awareness surveys.

For bulk loads: the codes are those of `kinds`, "" where the question was not answered; an answer's
case, when known, is the organisation's and about the subject; respondents are never subjects.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Subject
from samspil.guidance.models import GuidanceCase
from samspil.organisations.models import Municipality, Organisation
from samspil.platform.columns import CODES, one_of
from samspil.surveys.kinds import Degree, Heard, ReceiverSector, Satisfaction, Use, YesNo


class EvaluationAnswer(models.Model):
    """One questionnaire of the user evaluation (brugerevaluering) that came back."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="answers")
    case = models.ForeignKey(
        GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    guided_year = models.PositiveSmallIntegerField(_("vejledt i"))
    on = models.DateField(_("besvaret"))
    satisfaction = models.CharField(_("tilfredshed"), max_length=20, choices=Satisfaction, blank=True)
    recommend = models.PositiveSmallIntegerField(_("vil anbefale (0-10)"), null=True, blank=True)
    referred = models.CharField(_("henvist"), max_length=10, choices=YesNo, blank=True)
    referred_to = models.CharField(_("henvist til"), max_length=10, choices=ReceiverSector, blank=True)
    used = models.CharField(_("har benyttet"), max_length=10, choices=Use, blank=True)
    effect = models.CharField(_("forventet effekt"), max_length=10, choices=Degree, blank=True)
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    # Whether the hub may see who answered; empty until asked, which is no.
    consented = models.BooleanField(_("må ses af huset"), null=True, blank=True)

    class Meta:
        verbose_name = _("brugerevaluering")
        verbose_name_plural = _("brugerevalueringer")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organisation", "guided_year"], name="answer_cohort")]
        constraints = [
            one_of("satisfaction", Satisfaction, name="answer_satisfaction", blank=True),
            one_of("referred", YesNo, name="answer_referred", blank=True),
            one_of("referred_to", ReceiverSector, name="answer_referred_to", blank=True),
            one_of("used", Use, name="answer_used", blank=True),
            one_of("effect", Degree, name="answer_effect", blank=True),
            models.CheckConstraint(
                condition=models.Q(recommend__isnull=True) | models.Q(recommend__range=(0, 10)),
                name="answer_recommend_0_to_10",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"


class AwarenessWave(models.Model):
    """One round of the awareness survey (kendskabsmåling) about one hub."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    # Firms in the population it was drawn from; empty when that was not told.
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    class Meta:
        verbose_name = _("kendskabsmåling")
        verbose_name_plural = _("kendskabsmålinger")
        ordering = ["organisation", "year"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "year"], name="wave_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(population__isnull=True) | models.Q(population__gte=1),
                name="wave_population",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"


class AwarenessRespondent(models.Model):
    """One firm that was asked whether it knows the hub; not one of our subjects."""

    wave = models.ForeignKey(AwarenessWave, on_delete=models.PROTECT, related_name="respondents")
    on = models.DateField(_("besvaret"))
    municipality = models.ForeignKey(
        Municipality, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    stratum = models.CharField(_("stratum"), max_length=60, blank=True)
    # The design weight; empty means one.
    weight = models.FloatField(_("vægt"), null=True, blank=True)
    heard = models.CharField(_("har hørt om huset"), max_length=10, choices=Heard)
    # Asked only of those who know the hub (B64).
    green = models.CharField(_("tror, at huset har grønne tilbud"), max_length=10, choices=YesNo, blank=True)

    class Meta:
        verbose_name = _("svar i kendskabsmåling")
        verbose_name_plural = _("svar i kendskabsmåling")
        ordering = ["wave", "pk"]
        constraints = [
            one_of("heard", Heard, name="respondent_heard"),
            one_of("green", YesNo, name="respondent_green", blank=True),
            models.CheckConstraint(
                condition=models.Q(green="") | models.Q(heard=Heard.YES),
                name="respondent_green_only_if_heard",
            ),
            models.CheckConstraint(
                condition=models.Q(weight__isnull=True) | models.Q(weight__gte=0), name="respondent_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.pk}"
