"""Writes referrals: the tick without follow-up, or a draft to one or several receivers, which is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.guidance.actions import must_fit
from samspil.guidance.rules import topic_codes
from samspil.guidance.topics import unknown
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr
from samspil.referrals import rules, steps
from samspil.referrals.kinds import Basis, ReceiverKind, State, kind_of
from samspil.referrals.models import Handover, Referral
from samspil.referrals.queries import between, parties_of

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User

# Free text of a handover, by its field; in none of it may a CPR number stand.
TEXTS = {
    "need": gettext_lazy("Hvad virksomheden har brug for"),
    "tried": gettext_lazy("Hvad der er prøvet"),
    "contact_name": gettext_lazy("Kontaktperson"),
    "contact_phone": gettext_lazy("Telefon"),
    "choice_reason": gettext_lazy("Hvorfor disse modtagere"),
    "consent_by": gettext_lazy("Hvem sagde ja"),
}


@dataclass(frozen=True)
class Receiver:
    """Whom one refers to: somebody in the directory, perhaps one adviser there, or a name and an address."""

    organisation: Organisation | None = None
    adviser: User | None = None
    name: str = ""
    email: str = ""
    kind: ReceiverKind | None = None

    @property
    def receiver_kind(self) -> ReceiverKind:
        """The kind that was said, or the one that follows from the directory."""
        if self.kind is not None:
            return self.kind
        return kind_of(self.organisation.kind) if self.organisation else ReceiverKind.OTHER

    @property
    def shown(self) -> str:
        return self.organisation.name if self.organisation else self.name


@transaction.atomic
def refer(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    on: dt.date,
    receiver_kind: ReceiverKind,
    case: GuidanceCase | None = None,
    receiver: Organisation | None = None,
    receiver_name: str = "",
    topics: Iterable[str] = (),
    today: dt.date | None = None,
) -> Referral:
    """Refer on without follow-up: one tick with receiver and day, which counts for goal 8 (B82)."""
    must_fit(case, subject, organisation)
    if today is not None and on > today:
        raise ValidationError({"on": _("Dagen er ikke kommet endnu.")})
    _must_lead_on(subject, organisation, receiver)
    refuse_cpr(**{_("Modtager"): receiver_name})
    referral = Referral(
        subject=subject,
        case=case,
        organisation=organisation,
        adviser=by,
        on=on,
        receiver_kind=receiver_kind,
        receiver=receiver,
        receiver_name=receiver_name.strip(),
        topics=_topics(topics),
    )
    checked(referral)
    keep(referral, by=by, action="refer", receiver_kind=str(receiver_kind))
    return referral


@transaction.atomic
def tick(*, receivers: Iterable[Receiver], **common: Any) -> list[Referral]:
    """Tick several receivers at once; `common` is what `refer` takes besides."""
    return [
        refer(
            receiver_kind=each.receiver_kind,
            receiver=each.organisation,
            receiver_name=each.name,
            **common,
        )
        for each in receivers
    ]


@transaction.atomic
def draft(
    *,
    by: User | None,
    subject: Subject,
    organisation: Organisation,
    receivers: Sequence[Receiver],
    on: dt.date,
    texts: Mapping[str, Any],
    case: GuidanceCase | None = None,
    topics: Iterable[str] = (),
) -> list[Referral]:
    """Write a referral to one or several receivers without sending it; `texts` are fields of Handover.

    Each receiver has a row and sees nothing of the others. Raises ValidationError, by field.
    """
    must_fit(case, subject, organisation)
    handover = Handover(**texts)
    _must_be_whole(handover, case, receivers, on)
    checked(handover)
    keep(handover, by=by, action="write_handover")
    return [
        _drafted(by, handover, each, subject=subject, organisation=organisation, case=case, on=on,
                 topics=_topics(topics))
        for each in receivers
    ]  # fmt: skip


def _drafted(by: User | None, handover: Handover, to: Receiver, **fields: Any) -> Referral:
    subject, organisation = fields["subject"], fields["organisation"]
    _must_be_new(subject, organisation, to)
    row = Referral(
        handover=handover,
        adviser=by,
        receiver_kind=to.receiver_kind,
        receiver=to.organisation,
        receiver_adviser=to.adviser,
        receiver_name=to.name.strip(),
        receiver_email=to.email or (to.organisation.email if to.organisation else ""),
        state=State.DRAFT,
        **fields,
    )
    if not row.receiver_email and not steps.reached_inside(row):
        raise ValidationError(
            {
                "receivers": _(
                    "%(name)s har ingen e-mail og logger ikke ind her. Skriv en e-mail, eller henvis uden "
                    "opfølgning."
                )
                % {"name": to.shown or _("Modtageren")}
            }
        )
    checked(row)
    keep(row, by=by, action="draft_referral", receiver_kind=str(row.receiver_kind))
    return row


@transaction.atomic
def redraft(
    *,
    by: User,
    referral: Referral,
    receivers: Sequence[Receiver],
    on: dt.date,
    texts: Mapping[str, Any],
    case: GuidanceCase | None = None,
    topics: Iterable[str] = (),
) -> list[Referral]:
    """Write a draft anew: rows for receivers, old and new, with the text as it is now."""
    discard(by=by, referral=referral, on=on)
    return draft(
        by=by,
        subject=referral.subject,
        organisation=referral.organisation,
        case=case,
        receivers=receivers,
        on=on,
        texts=texts,
        topics=topics,
    )


@transaction.atomic
def send(*, by: User | None, referral: Referral, on: dt.date) -> list[Referral]:
    """Send a draft to all its receivers, each of whom gets a clock and, without log-in, a link."""
    rows = _drafts(by, referral)
    handover = referral.handover
    if handover is None or not rows:
        raise ValidationError(_("Henvisningen er allerede sendt."))
    _must_be_whole(handover, referral.case, [_as_receiver(row) for row in rows], on)
    for row in rows:
        # Another draft may have been sent since this was written.
        _must_be_new(row.subject, row.organisation, _as_receiver(row))
        steps.take(by=by, referral=row, step="send", party=rules.SENDER, on=on)
    return rows


@transaction.atomic
def discard(*, by: User | None, referral: Referral, on: dt.date) -> None:
    """Throw a draft away, for all its receivers; or take back a tick that was set by mistake."""
    rows = [referral] if referral.handover_id is None else _drafts(by, referral)
    for row in rows:
        steps.take(by=by, referral=row, step="discard", party=rules.SENDER, on=on)


def _drafts(by: User | None, referral: Referral) -> list[Referral]:
    if by is not None and rules.SENDER not in parties_of(by, referral):
        raise PermissionDenied
    rows = Referral.objects.filter(handover=referral.handover_id, state=State.DRAFT)
    return list(rows.select_related("receiver", "organisation", "subject", "case", "handover").order_by("pk"))


def _as_receiver(row: Referral) -> Receiver:
    return Receiver(row.receiver, row.receiver_adviser, row.receiver_name, row.receiver_email)


def _topics(topics: Iterable[str]) -> str:
    """The topics as they are stored; a code that no catalogue knows is refused."""
    wanted = list(topics)
    if strange := unknown(wanted):
        raise ValidationError({"topics": _("Ukendt emne: %(codes)s") % {"codes": ", ".join(strange)}})
    return topic_codes(wanted)


def _must_lead_on(subject: Subject, organisation: Organisation, receiver: Organisation | None) -> None:
    """A referral goes on: not to oneself, and not back to whoever it came from, for that has a step."""
    if receiver is None:
        return
    if receiver == organisation:
        raise ValidationError({"receivers": _("I kan ikke henvise til jer selv.")})
    if receiver.closed_on is not None:
        raise ValidationError({"receivers": _("%(name)s er lukket.") % {"name": receiver.name}})
    if between(subject, receiver, organisation).exists():
        raise ValidationError(
            {
                "receivers": _(
                    "%(name)s har selv henvist virksomheden til jer. Brug »Send tilbage« på den henvisning."
                )
                % {"name": receiver.name}
            },
            code="back_to_sender",
        )


def _must_be_new(subject: Subject, organisation: Organisation, to: Receiver) -> None:
    """A followed referral leads on, and to somebody who has none of it open already."""
    _must_lead_on(subject, organisation, to.organisation)
    if to.organisation is not None and between(subject, organisation, to.organisation).exists():
        raise ValidationError(
            {"receivers": _("Der er allerede en åben henvisning til %(name)s.") % {"name": to.shown}}
        )


def _must_be_whole(
    handover: Handover, case: GuidanceCase | None, receivers: Sequence[Receiver], on: dt.date
) -> None:
    """What a followed referral needs before anybody is told anything."""
    wrong: dict[str, str] = {}
    if not receivers:
        wrong["receivers"] = _("Vælg mindst én modtager.")
    if len({(each.organisation, each.email.lower()) for each in receivers}) < len(receivers):
        wrong["receivers"] = _("Den samme modtager er valgt to gange.")
    if not handover.need.strip():
        wrong["need"] = _("Skriv, hvad virksomheden har brug for.")
    if not handover.choice_reason.strip():
        # Impartial (uvildig, A9): whoever refers can say why it was these.
        wrong["choice_reason"] = _("Skriv kort, hvorfor du har valgt netop dem.")
    if handover.basis == Basis.CONSENT:
        wrong |= _consent_missing(handover, on)
    if case is not None and case.shielded:
        if handover.basis != Basis.CONSENT:
            wrong["basis"] = _("Et skærmet forløb henvises kun, når virksomheden udtrykkeligt har sagt ja.")
        handover.share_case = False
    for each in receivers:
        if each.email:
            try:
                validate_email(each.email)
            except ValidationError:
                wrong["receivers"] = _("%(email)s er ikke en e-mailadresse.") % {"email": each.email}
    if wrong:
        raise ValidationError({name: [text] for name, text in wrong.items()})
    for name, label in TEXTS.items():
        refuse_cpr(str(label), getattr(handover, name))


def _consent_missing(handover: Handover, on: dt.date) -> dict[str, str]:
    """Who said yes, when and how: without all three nobody can show that it was said."""
    wrong = {}
    if not handover.consent_by.strip():
        wrong["consent_by"] = _("Skriv, hvem i virksomheden der sagde ja.")
    if handover.consent_on is None:
        wrong["consent_on"] = _("Skriv, hvornår virksomheden sagde ja.")
    elif handover.consent_on > on:
        wrong["consent_on"] = _("Dagen er ikke kommet endnu.")
    if not handover.consent_how:
        wrong["consent_how"] = _("Vælg, hvordan virksomheden sagde ja.")
    return wrong
