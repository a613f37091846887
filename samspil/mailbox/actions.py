"""Every change to mails: received, refused, placed with a company, laid away."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.guidance.actions import StoredBeforeError, register_interaction
from samspil.guidance.kinds import InteractionKind
from samspil.guidance.models import Interaction
from samspil.mailbox import rules
from samspil.mailbox.kinds import Refusal, State
from samspil.mailbox.models import IncomingMail, MailAddress, new_token
from samspil.mailbox.queries import companies_of
from samspil.organisations.queries import working_for
from samspil.platform.audit.actions import keep, record
from samspil.platform.clock import COPENHAGEN
from samspil.platform.cpr import find_cpr
from samspil.platform.messages.actions import post

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.mailbox.letter import Letter
    from samspil.organisations.models import Organisation, User

# So that nobody fills the list by sending forgeries to an address that became known.
MOST_REFUSED = 200


class UnknownAddressError(LookupError):
    """The mail came to an address that is nobody's."""


def _store(mail: IncomingMail, *, by: User | None, action: str, **details: Any) -> None:
    """Save a mail with a line in the trail that does not hold its text, which is laid away later.

    The one place that does not go through keep(): what it writes would outlive the text.
    """
    mail.save()
    record(by=by, action=action, row=mail, changes={"state": [None, str(mail.state)]}, **details)


@transaction.atomic
def renew_address(*, by: User) -> MailAddress:
    """Give the user an address, or a new one; mails to the old one are nobody's from now on."""
    address = MailAddress.objects.filter(user=by).first() or MailAddress(user=by)
    address.token = new_token()
    keep(address, by=by, action="renew_mail_address")
    return address


@transaction.atomic
def receive(*, letter: Letter, domain: str, authserv: str, now: dt.datetime) -> IncomingMail:
    """Take a mail in: as a contact when the company is found, else waiting; refused with its reason.

    The same mail delivered twice is taken once. Raises UnknownAddressError when the address is nobody's.
    """
    token = rules.token_of(letter.recipients, domain)
    address = MailAddress.objects.select_related("user").filter(token=token).first() if token else None
    if address is None or not address.user.is_active:
        raise UnknownAddressError("This address is nobody's here; nothing was stored.")
    user = address.user
    before = IncomingMail.objects.filter(user=user, digest=letter.digest).first()
    if before is not None and before.state != State.REFUSED:
        return before
    mail = before or IncomingMail(user=user, digest=letter.digest)
    mail.received_at, mail.on = now, _day(letter, now)
    mail.sender, mail.title, mail.attachments = letter.sender[:254], letter.title, letter.attachments
    place = working_for(user)
    refusal = _refusal(letter, user, authserv, place)
    if refusal is not None or place is None:
        return _refused(mail, refusal or Refusal.NO_PLACE, now.date())
    own = {domain, user.email.rpartition("@")[2]}
    told = rules.addresses_in(" ".join([*letter.inner, letter.text]), without=own)
    mail.text, mail.addresses, mail.state, mail.refusal = letter.text, " ".join(told), State.WAITING, ""
    _store(mail, by=user, action="receive_mail", attachments=letter.attachments)
    companies = companies_of(user, told)
    if len(companies) == 1:
        place_mail(by=user, mail=mail, subject=companies[0], organisation=place, today=now.date())
    return mail


def _day(letter: Letter, now: dt.datetime) -> dt.date:
    """The day the mail was sent, in Denmark; a clock that is ahead does not make it tomorrow's."""
    sent = letter.sent.astimezone(COPENHAGEN).date() if letter.sent else now.date()
    return min(sent, now.date())


def _refusal(letter: Letter, user: User, authserv: str, place: Organisation | None) -> Refusal | None:
    if letter.senders != 1 or letter.sender != user.email.lower():
        return Refusal.SENDER
    if not authserv or not rules.is_proven(letter.results, authserv=authserv, sender=letter.sender):
        return Refusal.UNPROVEN
    if place is None:
        return Refusal.NO_PLACE
    if not letter.text:
        return Refusal.EMPTY
    return Refusal.CPR if find_cpr(letter.text) or find_cpr(letter.title) else None


def _refused(mail: IncomingMail, refusal: Refusal, on: dt.date) -> IncomingMail:
    """Keep who it said it was from and why it was refused; the text is not kept."""
    mail.state, mail.refusal, mail.text, mail.addresses = State.REFUSED, refusal, "", ""
    if refusal == Refusal.CPR and find_cpr(mail.title):
        mail.title = ""
    if IncomingMail.objects.filter(user=mail.user, state=State.REFUSED).count() >= MOST_REFUSED:
        oldest = (
            IncomingMail.objects.filter(user=mail.user, state=State.REFUSED).order_by("received_at").first()
        )
        if oldest is not None and oldest.pk != mail.pk:
            oldest.delete()
    _store(mail, by=None, action="refuse_mail", refusal=str(refusal))
    if refusal not in (Refusal.SENDER, Refusal.UNPROVEN):
        # A forged mail is not answered: the address would be flooded from outside.
        post(
            to=mail.user,
            subject=_("En mail kunne ikke gemmes"),
            body=_("En mail, du videresendte, blev ikke gemt: %(why)s") % {"why": refusal.label},
            kind="mailbox",
            on=on,
            about=mail,
            link="/mails/",
            key=f"mail-refused-{mail.user_id}-{mail.digest[:32]}",
        )
    return mail


@transaction.atomic
def place_mail(
    *, by: User, mail: IncomingMail, subject: Subject, organisation: Organisation, today: dt.date
) -> Interaction:
    """Store a waiting mail as a contact with the company, and keep its text there only."""
    if mail.state != State.WAITING:
        raise ValidationError(_("Mailen venter ikke længere."))
    note = "\n\n".join(part for part in (mail.title, mail.text) if part)
    if mail.attachments:
        note += "\n\n" + _("(Mailens vedhæftninger er ikke gemt: %(count)s)") % {"count": mail.attachments}
    try:
        interaction = register_interaction(
            by=by, subject=subject, organisation=organisation, on=mail.on, kind=InteractionKind.MAIL,
            note=note, draft=f"mail-{mail.pk}", today=today,
        )  # fmt: skip
    except StoredBeforeError:
        interaction = Interaction.objects.get(draft=f"mail-{mail.pk}")
    mail.state, mail.interaction, mail.text, mail.addresses = State.PLACED, interaction, "", ""
    _store(mail, by=by, action="place_mail")
    return interaction


@transaction.atomic
def dismiss_mail(*, by: User, mail: IncomingMail) -> IncomingMail:
    """Lay a mail away that is about no company; its text is not kept."""
    if mail.state == State.PLACED:
        raise ValidationError(_("Mailen står allerede på virksomheden."))
    if mail.state != State.REFUSED:
        mail.state, mail.text, mail.addresses = State.DISMISSED, "", ""
        _store(mail, by=by, action="dismiss_mail")
    return mail
