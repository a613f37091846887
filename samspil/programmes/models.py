"""What is stored about group offers: sessions and who came.

For bulk loads, which pass by the actions: a subject stands once per session; an attendance has an
`Approach` of kind meeting by the organiser (see companies.models). Whom a participation is counted
for is not stored: each organiser and co-organiser counts it, once (B17).
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Approach, Subject
from samspil.organisations.models import Municipality, Organisation
from samspil.platform.columns import CODES, one_of
from samspil.platform.versioning import Versioned
from samspil.programmes.kinds import OfferKind


class GroupOffer(Versioned):
    """A group offer (kollektivt tilbud): an event, a network, a course."""

    organiser = models.ForeignKey(
        Organisation, verbose_name=_("arrangør"), on_delete=models.PROTECT, related_name="offers"
    )
    co_organisers = models.ManyToManyField(
        Organisation, verbose_name=_("medarrangører"), blank=True, related_name="shared_offers"
    )
    title = models.CharField(_("titel"), max_length=200)
    kind = models.CharField(_("type"), max_length=20, choices=OfferKind, default=OfferKind.EVENT)
    # Codes of the standards' topics, in alphabetical order with semicolons between.
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])

    class Meta:
        verbose_name = _("kollektivt tilbud")
        verbose_name_plural = _("kollektive tilbud")
        ordering = ["title", "pk"]
        constraints = [one_of("kind", OfferKind, name="offer_kind")]

    def __str__(self) -> str:
        return self.title


class Session(Versioned):
    """One day of a group offer."""

    offer = models.ForeignKey(GroupOffer, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField(_("dato"))
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.TimeField(_("klokken"), null=True, blank=True)
    place = models.CharField(_("sted"), max_length=200, blank=True)
    # Was not held: it stays in the lists and counts nowhere.
    cancelled = models.BooleanField(_("aflyst"), default=False)

    class Meta:
        verbose_name = _("mødegang")
        verbose_name_plural = _("mødegange")
        ordering = ["day", "pk"]

    def __str__(self) -> str:
        return f"{self.offer_id} {self.day}"


class Participation(Versioned):
    """Who signed up for a session and whether they came; an unknown participant has no subject."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="participations")
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="participations"
    )
    persons = models.PositiveSmallIntegerField(_("antal personer"), default=1)
    # What a list said of somebody who was not found here; emptied when the company is known.
    told = models.CharField(_("står på listen som"), max_length=200, blank=True)
    # Somebody has looked and nobody knows who it was.
    unknown = models.BooleanField(_("ukendt"), default=False)
    # Put on the list by mistake: in no list and no count.
    cancelled = models.BooleanField(_("slettet fra listen"), default=False)
    # Empty until the list is ticked off, which counts as having come.
    attended = models.BooleanField(_("mødte op"), null=True, blank=True)
    approach = models.OneToOneField(
        Approach, null=True, blank=True, on_delete=models.SET_NULL, related_name="participation"
    )

    class Meta:
        verbose_name = _("deltagelse")
        verbose_name_plural = _("deltagelser")
        ordering = ["session", "pk"]
        constraints = [
            # A subject stands once; participants nobody knows cannot be told apart and may be several.
            models.UniqueConstraint(fields=["session", "subject"], name="participation_once"),
        ]

    def __str__(self) -> str:
        return f"{self.session_id} {self.subject_id}"
