"""The codes of referrals, with their Danish names; those of receivers are the same as in a snapshot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.referrals import rules


class ReceiverKind(models.TextChoices):
    """Whom one refers to (A10)."""

    PRIVATE_ADVISER = "private_adviser", _("Privat rådgiver")
    MUNICIPALITY = "municipality", _("Kommune")
    VIRKSOMHEDSGUIDEN = "virksomhedsguiden", _("Virksomhedsguiden")
    OWN_PROGRAMME = "own_programme", _("Eget program")
    STATE_SCHEME = "state_scheme", _("Statslig ordning")
    KNOWLEDGE_INSTITUTION = "knowledge_institution", _("Videninstitution")
    FUND = "fund", _("Fond")
    CLUSTER = "cluster", _("Klynge")
    GTS = "gts", _("GTS-institut")
    JOB_CENTRE = "job_centre", _("Jobcenter")
    BUSINESS_HUB = "business_hub", _("Erhvervshus")
    OTHER = "other", _("Anden aktør")


# What those in the directory are as receivers; the hub's own programmes are not in the directory.
OF_ACTOR = {
    "hub": ReceiverKind.BUSINESS_HUB,
    "local_service": ReceiverKind.MUNICIPALITY,
    "municipal_department": ReceiverKind.MUNICIPALITY,
    "authority": ReceiverKind.STATE_SCHEME,
    "education": ReceiverKind.KNOWLEDGE_INSTITUTION,
}


def kind_of(actor: str) -> ReceiverKind:
    """Return which receiver an organisation of that kind is; utilities and others are "other" (B97)."""
    if actor in OF_ACTOR:
        return OF_ACTOR[actor]
    return ReceiverKind(actor) if actor in ReceiverKind.values else ReceiverKind.OTHER


class State(models.TextChoices):
    """How far a referral has come; rules.TRANSITIONS says what leads where."""

    TICKED = rules.TICKED, _("Henvist (uden opfølgning)")
    DRAFT = rules.DRAFT, _("Kladde")
    SENT = rules.SENT, _("Sendt")
    SEEN = rules.SEEN, _("Set")
    ACCEPTED = rules.ACCEPTED, _("Overtaget")
    CONTACTED = rules.CONTACTED, _("Kontaktet")
    HELPED = rules.HELPED, _("Hjælp givet")
    NOT_HELPED = rules.NOT_HELPED, _("Ikke hjulpet")
    NOT_REACHED = rules.NOT_REACHED, _("Ikke opnået kontakt")
    RETURNED = rules.RETURNED, _("Sendt tilbage")
    WITHDRAWN = rules.WITHDRAWN, _("Trukket tilbage")
    EXPIRED = rules.EXPIRED, _("Frist overskredet")


class Party(models.TextChoices):
    """Whose step it is."""

    SENDER = rules.SENDER, _("Afsender")
    RECEIVER = rules.RECEIVER, _("Modtager")
    CLOCK = rules.CLOCK, _("Fristen")


class StepCode(models.TextChoices):
    """What happened: the steps of the table, and what is noted without a new state."""

    SEND = "send", _("Send")
    DISCARD = "discard", _("Fortryd")
    SEE = "see", _("Set")
    ACCEPT = "accept", _("Overtag")
    RETURN = "return", _("Send tilbage")
    CONTACT = "contact", _("Kontaktet")
    MISS = "miss", _("Ikke opnået kontakt")
    HELP = "help", _("Hjælp givet")
    NOT_HELP = "not_help", _("Ikke hjulpet")
    WITHDRAW = "withdraw", _("Træk tilbage")
    EXPIRE = "expire", _("Frist overskredet")
    CHASE = "chase", _("Påmindelse sendt")
    LINK = "link", _("Nyt svarlink sendt")
    TELL_COMPANY = "tell_company", _("Brev til virksomheden")
    ASK_USE = "ask_use", _("Spurgt, om henvisningen blev brugt")
    USE = "use", _("Svar på, om henvisningen blev brugt")


class Basis(models.TextChoices):
    """Why the receiver may be told."""

    CONSENT = "consent", _("Virksomheden har sagt ja")
    PUBLIC_TASK = "public_task", _("Myndighedsopgave (databeskyttelsesforordningen art. 6, stk. 1, litra e)")


class ConsentHow(models.TextChoices):
    """How the company said yes."""

    CALL = "call", _("Telefon")
    MEETING = "meeting", _("Møde eller besøg")
    MAIL = "mail", _("Mail")
    PAPER = "paper", _("Underskrevet papir")


class Use(models.TextChoices):
    """What came of it, asked by ourselves half a year later; never goal 4, which is the evaluation's."""

    USED = "used", _("Ja, den er brugt")
    NOT_USED = "not_used", _("Nej, den er ikke brugt")
    DONT_KNOW = "dont_know", _("Ved ikke")


class ClosedDay(models.TextChoices):
    """Days on which an office may be closed although they are no public holidays."""

    LABOUR_DAY = "05-01", _("1. maj")
    CONSTITUTION_DAY = "06-05", _("Grundlovsdag")
    CHRISTMAS_EVE = "12-24", _("Juleaftensdag")
    NEW_YEARS_EVE = "12-31", _("Nytårsaftensdag")
