"""What is stored about guidance: cases, contacts, tasks, anonymous enquiries, and who else reads them.

For bulk loads, which pass by the actions: a case's interactions and tasks are by the case's own
organisation and about its own subject; `segment_by` and `segment_on` stand only beside a segment;
an interaction that partners may know of has its `Approach` (see companies.models); `version` is 1.
`topics` are codes separated by semicolons, in alphabetical order, or "".
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from samspil.companies.models import Approach, ContactPerson, Subject
from samspil.guidance.kinds import Channel, InteractionKind, Level, Segment, ShareSource, TaskKind
from samspil.organisations.models import Municipality, Office, Organisation
from samspil.platform.columns import CODES, not_before, one_of
from samspil.platform.versioning import Versioned


class GuidanceCase(Versioned):
    """A course of guidance (vejledningsforløb) of one subject, at a hub or a local service.

    A growth course (vækstforløb) is a case with a company in the growth segment: derived, not stored.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="cases")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="cases")
    office = models.ForeignKey(
        Office, verbose_name=_("kontor"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    level = models.CharField(_("niveau"), max_length=20, choices=Level)
    segment = models.CharField(_("segment"), max_length=20, choices=Segment, blank=True)
    segment_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("segment vurderet af"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    segment_on = models.DateField(_("segment vurderet den"), null=True, blank=True)
    # A code of the standards' reporting groups, such as smv (B84).
    target_group = models.CharField(_("målgruppe"), max_length=40, blank=True)
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("ansvarlig konsulent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    # Where the guidance is given, which need not be where the company is registered (A36, B85).
    meeting_municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("mødekommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    started = models.DateField(_("begyndt"))
    ended = models.DateField(_("afsluttet"), null=True, blank=True)
    # The last time it was opened again; counts as a sign of life when idle cases are looked for.
    reopened = models.DateField(_("genåbnet"), null=True, blank=True, editable=False)
    # Empty until the company has been asked.
    signed_up = models.BooleanField(_("tilmeldt brugerevaluering"), null=True, blank=True)
    not_signed_up_reason = models.CharField(_("hvorfor ikke tilmeldt"), max_length=200, blank=True)
    # Codes of programmes such as react-eu-digital (B28, B29), written as topics are.
    programmes = models.CharField(_("programmer"), max_length=500, blank=True, validators=[CODES])
    # Municipal departments that take part, such as environment or building (A2, A11).
    departments = models.ManyToManyField(
        Organisation, verbose_name=_("inddragede forvaltninger"), blank=True, related_name="+"
    )
    # What is given, a code of standards/boundaries.toml (A12); empty when nobody has said.
    service = models.CharField(_("ydelse"), max_length=40, blank=True)
    # Why it is at this level although a boundary rule says the other (A14); the rules advise only.
    level_reason = models.CharField(_("begrundelse for niveau"), max_length=500, blank=True)
    # Invisible to partners in every list, warning, count, export and merge.
    shielded = models.BooleanField(_("skærmet"), default=False)

    class Meta:
        verbose_name = _("forløb")
        verbose_name_plural = _("forløb")
        ordering = ["-started", "-pk"]
        indexes = [
            models.Index(fields=["organisation", "-started"], name="case_of_organisation"),
            models.Index(fields=["shielded"], condition=models.Q(shielded=True), name="case_shielded"),
            models.Index(fields=["adviser", "ended"], name="case_of_adviser"),
        ]
        constraints = [
            one_of("level", Level, name="case_level"),
            one_of("segment", Segment, name="case_segment", blank=True),
            not_before("ended", "started", name="case_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~models.Q(segment="") | models.Q(segment_by__isnull=True, segment_on__isnull=True),
                name="case_judgement_has_a_segment",
            ),
            models.CheckConstraint(
                condition=models.Q(not_signed_up_reason="")
                | models.Q(signed_up__isnull=True)
                | models.Q(signed_up=False),
                name="case_reason_only_when_not_signed_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.started}"


class Interaction(Versioned):
    """A contact that was held, on a case or on its own; the content is the organisation's own."""

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="interactions")
    case = models.ForeignKey(
        GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="interactions")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="interactions"
    )
    on = models.DateField(_("dato"))
    at = models.TimeField(_("klokken"), null=True, blank=True)
    kind = models.CharField(_("form"), max_length=10, choices=InteractionKind)
    person = models.ForeignKey(
        ContactPerson,
        verbose_name=_("kontaktperson"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    note = models.TextField(_("notat"), blank=True)
    # A digital service that was conveyed, as its address on Virksomhedsguiden (A21).
    conveyed = models.URLField(_("formidlet digital ydelse"), max_length=300, blank=True)
    # What the browser called the draft: sent twice after a lost connection, it is stored once.
    draft = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)
    registered_at = models.DateTimeField(auto_now_add=True)
    # Registered by mistake: in no list and no count; why is in its history.
    cancelled = models.BooleanField(_("slettet som fejlregistreret"), default=False)
    # Empty for mails, cancelled contacts and on shielded cases, of which partners learn nothing.
    approach = models.OneToOneField(
        Approach, null=True, blank=True, on_delete=models.SET_NULL, related_name="interaction"
    )

    class Meta:
        verbose_name = _("kontakt")
        verbose_name_plural = _("kontakter")
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["subject", "-on"], name="interaction_timeline"),
            models.Index(fields=["organisation", "-on"], name="interaction_of_organisation"),
        ]
        constraints = [one_of("kind", InteractionKind, name="interaction_kind")]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"


class Task(Versioned):
    """Something to be done by a day: a next step, a call back, an appointment.

    Without an assignee it waits in the organisation's inbox. An appointment with a subject, on a case
    that is not shielded, has a planned `Approach`, so that partners see it coming (B26).
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="tasks")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("hvem"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    kind = models.CharField(_("slags"), max_length=20, choices=TaskKind)
    subject = models.ForeignKey(
        Subject, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    case = models.ForeignKey(
        GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    interaction = models.ForeignKey(
        Interaction, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks"
    )
    due = models.DateField(_("dato"))
    at = models.TimeField(_("klokken"), null=True, blank=True)
    text = models.CharField(_("hvad"), max_length=500, blank=True)
    # Who is to be called when it is nobody known here, and the number to call.
    caller = models.CharField(_("navn"), max_length=200, blank=True)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    # An organisation that comes along on a joint visit (sambesøg).
    partner = models.ForeignKey(
        Organisation,
        verbose_name=_("sammen med"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    done_on = models.DateField(_("udført"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dropped = models.BooleanField(_("droppet"), default=False)
    # What a daily sweep calls the task, so that it makes it once however often it runs.
    key = models.CharField(max_length=80, null=True, blank=True, unique=True, editable=False)
    approach = models.OneToOneField(
        Approach, null=True, blank=True, on_delete=models.SET_NULL, related_name="task"
    )

    class Meta:
        verbose_name = _("opgave")
        verbose_name_plural = _("opgaver")
        ordering = ["due", "at", "pk"]
        indexes = [
            models.Index(
                fields=["assignee", "due"],
                condition=models.Q(done_on__isnull=True),
                name="task_open_of_adviser",
            ),
            models.Index(
                fields=["organisation", "due"],
                condition=models.Q(done_on__isnull=True),
                name="task_open_inbox",
            ),
        ]
        constraints = [one_of("kind", TaskKind, name="task_kind")]

    def __str__(self) -> str:
        return f"{self.pk} {self.due}"


class Enquiry(Versioned):
    """An anonymous enquiry (anonym henvendelse): municipality, topic and channel, and nobody's name."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="enquiries")
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField(_("dato"))
    channel = models.CharField(_("kanal"), max_length=10, choices=Channel)
    municipality = models.ForeignKey(
        Municipality,
        verbose_name=_("kommune"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    topics = models.CharField(_("emner"), max_length=500, blank=True, validators=[CODES])
    draft = models.CharField(max_length=40, null=True, blank=True, unique=True, editable=False)
    # Registered by mistake, as with contacts.
    cancelled = models.BooleanField(_("slettet som fejlregistreret"), default=False)

    class Meta:
        verbose_name = _("anonym henvendelse")
        verbose_name_plural = _("anonyme henvendelser")
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["organisation", "-on"], name="enquiry_of_organisation")]
        constraints = [one_of("channel", Channel, name="enquiry_channel")]

    def __str__(self) -> str:
        return f"{self.pk} {self.on}"


class Share(models.Model):
    """Content about a subject that its owner lets another organisation read; never a shielded case.

    With a case it opens that case and what is on it; without, all that the owner has on the subject.
    Written when a referral is accepted or a request for access is granted; withdrawn, never deleted.
    """

    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="shares")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reader = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(
        GuidanceCase, null=True, blank=True, on_delete=models.PROTECT, related_name="shares"
    )
    source = models.CharField(max_length=20, choices=ShareSource)
    since = models.DateField()
    # The last day it holds; empty while nobody has withdrawn it.
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("deling")
        verbose_name_plural = _("delinger")
        ordering = ["-since", "-pk"]
        indexes = [models.Index(fields=["subject", "reader"], name="share_read")]
        constraints = [
            one_of("source", ShareSource, name="share_source"),
            models.CheckConstraint(condition=~models.Q(owner=models.F("reader")), name="share_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.owner_id} -> {self.reader_id}"


class IdleRule(Versioned):
    """When an organisation is reminded of a case without contact, and when it is closed by itself (B71).

    No row, or nothing in a field, means that the rule is off.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="idle_rule")
    remind_after = models.PositiveSmallIntegerField(_("påmindelse efter dage"), null=True, blank=True)
    # Counted from the reminder, so that nobody's case is closed unannounced.
    close_after = models.PositiveSmallIntegerField(
        _("afslutning efter yderligere dage"), null=True, blank=True
    )

    class Meta:
        verbose_name = _("regel for forløb uden kontakt")
        verbose_name_plural = _("regler for forløb uden kontakt")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(close_after__isnull=True) | models.Q(remind_after__isnull=False),
                name="idle_closing_after_reminder",
            ),
            models.CheckConstraint(
                condition=(models.Q(remind_after__isnull=True) | models.Q(remind_after__gte=1))
                & (models.Q(close_after__isnull=True) | models.Q(close_after__gte=1)),
                name="idle_days_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.remind_after} {self.close_after}"


class Lead(Versioned):
    """The one person a company turns to, whoever else helps it (virksomhedens indgang, A18).

    Partners see it, so it is only ever taken on purpose and never from a shielded case.
    """

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, related_name="lead")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    adviser = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(GuidanceCase, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("siden"))

    class Meta:
        verbose_name = _("virksomhedens indgang")
        verbose_name_plural = _("virksomhedernes indgange")

    def __str__(self) -> str:
        return f"{self.subject_id} {self.adviser_id}"
