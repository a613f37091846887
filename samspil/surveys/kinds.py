"""The answers one can give, with their Danish words; the same codes as in a snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Satisfaction(models.TextChoices):
    VERY_SATISFIED = "very_satisfied", _("Meget tilfreds")
    SATISFIED = "satisfied", _("Tilfreds")
    NEITHER = "neither", _("Hverken eller")
    DISSATISFIED = "dissatisfied", _("Utilfreds")
    VERY_DISSATISFIED = "very_dissatisfied", _("Meget utilfreds")
    DONT_KNOW = "dont_know", _("Ved ikke")


class Degree(models.TextChoices):
    HIGH = "high", _("I høj grad")
    SOME = "some", _("I nogen grad")
    LOW = "low", _("I mindre grad")
    NONE = "none", _("Slet ikke")
    DONT_KNOW = "dont_know", _("Ved ikke")


class Use(models.TextChoices):
    USED = "used", _("Har benyttet")
    EXPECTS = "expects", _("Forventer at benytte")
    NO = "no", _("Nej")
    DONT_KNOW = "dont_know", _("Ved ikke")


class YesNo(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    DONT_KNOW = "dont_know", _("Ved ikke")


class Heard(models.TextChoices):
    YES = "yes", _("Ja")
    NO = "no", _("Nej")
    DONT_KNOW = "dont_know", _("Ved ikke")
    NO_ANSWER = "no_answer", _("Intet svar")


class ReceiverSector(models.TextChoices):
    PRIVATE = "private", _("Privat")
    PUBLIC = "public", _("Offentlig")
    BOTH = "both", _("Begge")
