"""What is stored about cooperation: requests for access, joint visits, grey areas and agreements.

For bulk loads, which pass by the actions: a granted request has its `guidance.Share`; an agreed visit
has a task with a planned approach on either side, and a held one an interaction on the sides that have
registered it; a decided grey area has both leaders and a day; `version` is 1.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Subject
from samspil.cooperation.kinds import AccessState, GreyState, VisitState
from samspil.guidance.kinds import Level
from samspil.guidance.models import GuidanceCase, Interaction, Share, Task
from samspil.organisations.models import Organisation
from samspil.platform.columns import CODES, not_before, one_of
from samspil.platform.danish import search_key
from samspil.platform.versioning import Versioned

# As much of title and decision as is searched.
SEARCHED = 2500


def _somebody(verbose: Any = None) -> Any:
    """A user who did something, or nobody yet."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=verbose,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class AccessRequest(Versioned):
    """One organisation asks another to let it read what it has on a subject."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="access_requests")
    asker = models.ForeignKey(
        Organisation, verbose_name=_("spørger"), on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        Organisation, verbose_name=_("ejer"), on_delete=models.PROTECT, related_name="+"
    )
    asked_by = _somebody(_("spurgt af"))
    asked_on = models.DateField(_("spurgt den"))
    reason = models.CharField(_("hvorfor"), max_length=1000)
    state = models.CharField(_("status"), max_length=10, choices=AccessState, default=AccessState.WAITING)
    answered_by = _somebody(_("besvaret af"))
    answered_on = models.DateField(_("besvaret den"), null=True, blank=True)
    answer = models.CharField(_("svar"), max_length=1000, blank=True)
    # The one case that was opened; empty when it is all that the owner has on the subject.
    case = models.ForeignKey(GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The last day that was agreed; the sweep ends the share after it.
    until = models.DateField(_("til og med"), null=True, blank=True)
    share = models.OneToOneField(
        Share, null=True, blank=True, on_delete=models.PROTECT, related_name="request"
    )

    class Meta:
        verbose_name = _("anmodning om adgang")
        verbose_name_plural = _("anmodninger om adgang")
        ordering = ["-asked_on", "-pk"]
        indexes = [
            models.Index(fields=["owner", "state"], name="access_of_owner"),
            models.Index(fields=["asker", "state"], name="access_of_asker"),
        ]
        constraints = [
            one_of("state", AccessState, name="access_state"),
            models.CheckConstraint(condition=~models.Q(owner=models.F("asker")), name="access_of_another"),
            # Asked twice it waits once.
            models.UniqueConstraint(
                fields=["subject", "asker", "owner"],
                condition=models.Q(state__in=[AccessState.WAITING, AccessState.GRANTED]),
                name="access_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} -> {self.owner_id}"


class JointVisit(Versioned):
    """Two organisations visit a company together (sambesøg); each registers it once, and each counts it."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="joint_visits")
    proposer = models.ForeignKey(
        Organisation, verbose_name=_("foreslået af"), on_delete=models.PROTECT, related_name="+"
    )
    proposed_by = _somebody(_("konsulent"))
    proposed_on = models.DateField(_("foreslået den"))
    invited = models.ForeignKey(
        Organisation, verbose_name=_("inviteret"), on_delete=models.PROTECT, related_name="+"
    )
    # Days to choose between, as 2022-10-05;2022-10-07.
    days = models.CharField(_("forslag til dage"), max_length=100, validators=[CODES])
    # Seen by the two only.
    purpose = models.CharField(_("formål"), max_length=1000)
    state = models.CharField(_("status"), max_length=10, choices=VisitState, default=VisitState.PROPOSED)
    answered_by = _somebody(_("besvaret af"))
    answered_on = models.DateField(_("besvaret den"), null=True, blank=True)
    answer = models.CharField(_("svar"), max_length=1000, blank=True)
    # The day that was agreed, or on which it was held.
    day = models.DateField(_("dag"), null=True, blank=True)
    invited_adviser = _somebody(_("konsulent hos den inviterede"))
    proposer_task = models.OneToOneField(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_task = models.OneToOneField(
        Task, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    proposer_interaction = models.OneToOneField(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_interaction = models.OneToOneField(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("sambesøg")
        verbose_name_plural = _("sambesøg")
        ordering = ["-proposed_on", "-pk"]
        indexes = [
            models.Index(fields=["proposer", "state"], name="visit_of_proposer"),
            models.Index(fields=["invited", "state"], name="visit_of_invited"),
        ]
        constraints = [
            one_of("state", VisitState, name="visit_state"),
            models.CheckConstraint(
                condition=~models.Q(proposer=models.F("invited")), name="visit_with_another"
            ),
            models.UniqueConstraint(
                fields=["subject", "proposer", "invited"],
                condition=models.Q(state=VisitState.PROPOSED),
                name="visit_proposed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposer_id} + {self.invited_id}"


class GreyArea(Versioned):
    """A question on who does what (gråzone), settled by one decision that both leaders stand behind (B19)."""

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("spørger"), on_delete=models.PROTECT, related_name="+"
    )
    hub = models.ForeignKey(
        Organisation, verbose_name=_("erhvervshus"), on_delete=models.PROTECT, related_name="+"
    )
    local = models.ForeignKey(
        Organisation, verbose_name=_("lokal erhvervsservice"), on_delete=models.PROTECT, related_name="+"
    )
    asked_by = _somebody(_("spurgt af"))
    asked_on = models.DateField(_("spurgt den"))
    # A code of standards/boundaries.toml; empty for what is not in the list.
    service = models.CharField(_("ydelse"), max_length=40, blank=True)
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    # Seen by the two parties; it is no part of the precedent.
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="grey_areas"
    )
    title = models.CharField(_("overskrift"), max_length=200)
    question = models.CharField(_("spørgsmål"), max_length=2000)
    # The level that the asker thinks of.
    level = models.CharField(_("spørgers bud"), max_length=20, choices=Level, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=GreyState, default=GreyState.OPEN)
    # What lies before the two leaders; each new wording takes the other's yes away.
    decision = models.CharField(_("afgørelse"), max_length=2000, blank=True)
    decided_level = models.CharField(_("niveau"), max_length=20, choices=Level, blank=True)
    hub_leader = _somebody(_("leder i erhvervshuset"))
    local_leader = _somebody(_("leder i den lokale erhvervsservice"))
    decided_on = models.DateField(_("afgjort den"), null=True, blank=True)
    search_key = models.CharField(max_length=SEARCHED, blank=True, editable=False)

    class Meta:
        verbose_name = _("gråzone")
        verbose_name_plural = _("gråzoner")
        ordering = ["-asked_on", "-pk"]
        indexes = [models.Index(fields=["service", "state"], name="grey_of_service")]
        constraints = [
            one_of("state", GreyState, name="grey_state"),
            one_of("level", Level, name="grey_level", blank=True),
            one_of("decided_level", Level, name="grey_decided_level", blank=True),
            models.CheckConstraint(condition=~models.Q(hub=models.F("local")), name="grey_two_parties"),
            models.CheckConstraint(
                condition=~models.Q(state=GreyState.DECIDED)
                | (
                    models.Q(decided_on__isnull=False, hub_leader__isnull=False, local_leader__isnull=False)
                    & ~models.Q(decision="")
                    & ~models.Q(decided_level="")
                ),
                name="grey_decided_by_both",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the key true to what is shown of a precedent."""
        words = f"{self.title} {self.decision}".split()
        self.search_key = " ".join(search_key(word) for word in words)[:SEARCHED]
        super().save(*args, **kwargs)


class GreyComment(models.Model):
    """What one of the two sides says on a grey area."""

    grey_area = models.ForeignKey(GreyArea, on_delete=models.PROTECT, related_name="comments")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    text = models.CharField(_("kommentar"), max_length=2000)

    class Meta:
        verbose_name = _("kommentar")
        verbose_name_plural = _("kommentarer")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class CooperationAgreement(Versioned):
    """A formal agreement to cooperate: who, how long, and what each takes on (A6)."""

    title = models.CharField(_("titel"), max_length=200)
    parties = models.ManyToManyField(Organisation, verbose_name=_("parter"), related_name="+")
    valid_from = models.DateField(_("gælder fra"))
    valid_to = models.DateField(_("gælder til"), null=True, blank=True)
    obligations = models.TextField(_("forpligtelser"), max_length=5000)

    class Meta:
        verbose_name = _("samarbejdsaftale")
        verbose_name_plural = _("samarbejdsaftaler")
        ordering = ["-valid_from", "-pk"]
        constraints = [not_before("valid_to", "valid_from", name="cooperation_ends_after_it_starts")]

    def __str__(self) -> str:
        return self.title
