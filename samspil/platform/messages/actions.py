"""Every change to messages but the sending itself: posting one, choosing, and hearing what became of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samspil.platform.audit.actions import keep, record
from samspil.platform.audit.models import label_of
from samspil.platform.columns import checked
from samspil.platform.messages.kinds import Delivery, Mode, State, known
from samspil.platform.messages.models import Message, Preference
from samspil.platform.messages.rules import day_start

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.contrib.auth.base_user import AbstractBaseUser
    from django.db.models import Model


def post(
    *,
    to: AbstractBaseUser | str,
    subject: str,
    body: str,
    kind: str,
    on: dt.date,
    about: Model | None = None,
    link: str = "",
    urgent: bool = False,
    key: str | None = None,
) -> Message:
    """Put a message to a user or an address into the outbox, from which the tick sends it from day `on`.

    Say what has happened and give a `link` (a path of ours) to the rest: no content of a case leaves by
    mail. The same `key` again returns the message that is there. Quiet hours hold for addresses
    outside too, unless it is urgent; a user decides that alone.
    """
    if key is not None and (there := Message.objects.filter(key=key).first()):
        return there
    message = Message(
        user_id=None if isinstance(to, str) else to.pk,
        address=to.strip() if isinstance(to, str) else "",
        # A line break in a subject would begin a head of the sender's own choosing.
        subject=" ".join(subject.split())[:200],
        body=body.strip(),
        kind=kind,
        link=link,
        about_kind=label_of(about) if about is not None else "",
        about_key=str(about.pk) if about is not None else "",
        urgent=urgent,
        key=key,
        due_at=day_start(on),
    )
    checked(message)
    try:
        with transaction.atomic():
            message.save()
    except IntegrityError:
        # Another process posted it since we looked.
        there = Message.objects.filter(key=key).first() if key is not None else None
        if there is None:
            raise
        return there
    return message


@transaction.atomic
def choose(*, by: AbstractBaseUser, modes: Mapping[str, str], **fields: Any) -> Preference:
    """Store how a user wants messages; `fields` are those of Preference.

    Raises ValidationError for a kind or mode that there is none of.
    """
    offered = {kind.code for kind in known()}
    if unknown := [code for code, mode in modes.items() if code not in offered or mode not in Mode.values]:
        raise ValidationError(_("Ukendt valg: %(codes)s") % {"codes": ", ".join(unknown)})
    chosen = Preference.objects.filter(user_id=by.pk).first() or Preference(user_id=by.pk)
    chosen.modes = dict(modes)
    for name, value in fields.items():
        setattr(chosen, name, value)
    checked(chosen)
    keep(chosen, by=by, action="choose_messages")
    return chosen


@transaction.atomic
def note_delivery(*, claim: str, delivery: Delivery, why: str = "") -> int:
    """Note what the mail system said later of the mail with that Message-ID; return how many it held.

    Whoever reads the returned mail calls this: the part of the Message-ID before the @ is the claim.
    """
    rows = Message.objects.filter(claim=claim).exclude(claim="")
    return rows.update(delivery=delivery, last_error=why[:500], state=State.SENT)


@transaction.atomic
def send_again(*, by: AbstractBaseUser, message: Message, now: dt.datetime) -> Message:
    """Put a message back that was given up, perhaps sent, or returned; somebody has looked at it."""
    taken = Message.objects.filter(pk=message.pk).exclude(state__in=[State.QUEUED, State.SENDING])
    if not taken.update(state=State.QUEUED, attempts=0, due_at=now, claim="", delivery="", last_error=""):
        raise ValidationError(_("Beskeden venter allerede på at blive sendt."))
    record(by=by, action="send_again", row=message)
    message.refresh_from_db()
    return message
