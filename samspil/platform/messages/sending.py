"""Sends what is due: claims a row, hands the mail over, writes down what came of it, in this order.

Killed between claim and answer, the mail may or may not have left. It is then called perhaps sent and
waits for a human, because nobody should get the same letter twice unknowingly.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from contextlib import suppress
from dataclasses import dataclass
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from samspil.platform.messages import rules
from samspil.platform.messages.kinds import WAITING, Mode, State, kind_of
from samspil.platform.messages.models import Message, Preference
from samspil.platform.messages.queries import mode_of, quiet_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

logger = logging.getLogger(__name__)
# What one tick takes; the rest is for the next, so that no tick lasts for ever.
MOST = 500
CONSOLE = "django.core.mail.backends.console.EmailBackend"
FOOT_ADDRESS = "/konto/beskeder/"


class ServerAwayError(Exception):
    """The mail server could not be reached, so nothing was handed over."""


class RefusedError(Exception):
    """The mail server said no: for good, or for now."""

    def __init__(self, said: str, *, for_good: bool) -> None:
        self.for_good = for_good
        super().__init__(said)


class UnknownError(Exception):
    """The line broke while the mail was handed over."""


@dataclass(frozen=True)
class Mail:
    """What is handed over: one message, or a user's collected ones."""

    claim: str
    messages: tuple[Message, ...]


def has_server() -> bool:
    """Whether a mail server is set up; without one messages wait, and are given up when they are stale."""
    return bool(settings.EMAIL_BACKEND != CONSOLE)


def send_due(*, now: dt.datetime) -> int:
    """Send every message that is due, as its reader wants it; return how many were sent."""
    call_unsure(now)
    sent = 0
    connection = get_connection() if has_server() else None
    for batch in _batches(now):
        if connection is None:
            break
        mail = _claimed(batch, now)
        if not mail.messages:
            continue
        if not _handed_over(mail, connection, now):
            break
        sent += sum(1 for each in mail.messages if each.state == State.SENT)
    if connection is not None:
        connection.close()
    return sent


def call_unsure(now: dt.datetime) -> int:
    """Call perhaps sent what a sender took and never answered for."""
    gone = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - rules.ABANDONED)
    count = gone.update(
        state=State.UNSURE, last_error="The sender stopped before it heard whether the mail was taken."
    )
    if count:
        logger.error("%s messages may or may not have been sent", count)
    return count


def _batches(now: dt.datetime) -> Iterable[list[int]]:
    """The messages to send now, by number: alone, or together where a user wants that.

    What is not to be sent now is settled on the way: put off, unwanted, stale.
    """
    due = Message.objects.filter(state__in=WAITING, due_at__lte=now).select_related("user")
    rows = list(due.order_by("-urgent", "due_at", "pk").defer("body")[:MOST])
    users = {row.user_id for row in rows if row.user_id}
    chosen = {each.user_id: each for each in Preference.objects.filter(user__in=users)}
    together: dict[int, list[int]] = {}
    alone: list[list[int]] = []
    for row in rows:
        preference = chosen.get(row.user_id or 0) or Preference()
        if not _settled(row, preference, now):
            continue
        if row.collected and row.user_id:
            together.setdefault(row.user_id, []).append(row.pk)
        else:
            alone.append([row.pk])
    return [*alone, *together.values()]


def _settled(row: Message, preference: Preference, now: dt.datetime) -> bool:
    """Whether to send the row now; if not, the row is given its new state or moment."""
    mode = mode_of(preference, row.kind) if row.user_id else Mode.IMMEDIATELY
    # Whoever tries moves it on, so nobody has tried for that long: there was no mail server, or no tick.
    if row.due_at < now - rules.STALE:
        return _put(row, state=State.GIVEN_UP, last_error=row.last_error or "Too old to be sent.")
    if row.user is not None and not row.user.is_active:
        return _put(row, state=State.UNWANTED, last_error="The user has left.")
    if mode == Mode.NONE:
        return _put(row, state=State.UNWANTED)
    if kind_of(row.kind).required or _may_disturb(row, preference):
        return True
    quiet = quiet_of(preference)
    if mode == Mode.DAILY and not row.collected and not row.attempts:
        moment = rules.collected_at(now, preference.digest_at, quiet)
        return _put(row, due_at=moment, collected=True)
    # The hour of the collected mail is chosen by the reader, so no quiet hour moves it.
    allowed = now if row.collected else rules.allowed_from(now, quiet)
    return True if allowed <= now else _put(row, due_at=allowed)


def _may_disturb(row: Message, preference: Preference) -> bool:
    """Whether it goes at any hour: urgent, and to an address outside or to who has chosen so."""
    return row.urgent and (row.user_id is None or preference.urgent_always)


def _put(row: Message, **values: Any) -> bool:
    Message.objects.filter(pk=row.pk, state__in=WAITING).update(**values)
    return False


def _claimed(batch: Sequence[int], now: dt.datetime) -> Mail:
    """Take the rows in one statement, so that no other sender can; those it got are the mail."""
    claim = secrets.token_hex(16)
    Message.objects.filter(pk__in=batch, state__in=WAITING).update(
        state=State.SENDING, claim=claim, claimed_at=now, attempts=F("attempts") + 1
    )
    taken = Message.objects.filter(claim=claim).select_related("user").order_by("created_at", "pk")
    return Mail(claim, tuple(taken))


def _handed_over(mail: Mail, connection: Any, now: dt.datetime) -> bool:
    """Send one mail and write down what came of it; False when the server is away and the rest can wait."""
    try:
        hand_over(mail, connection)
    except ServerAwayError as error:
        _failed(mail, str(error), now, for_good=False)
        return False
    except RefusedError as error:
        _failed(mail, str(error), now, for_good=error.for_good)
    except UnknownError as error:
        _write(mail, state=State.UNSURE, last_error=str(error)[:500])
        logger.error("mail %s may or may not have been sent: %s", mail.claim, error)
        # The next mail gets a line of its own.
        with suppress(OSError, SMTPException):
            connection.close()
    else:
        address = mail.messages[0].user.email if mail.messages[0].user else mail.messages[0].address
        _write(mail, state=State.SENT, sent_at=now, address=address, last_error="")
    return True


def hand_over(mail: Mail, connection: Any) -> None:
    """Give one mail to the mail server; raises what is known of a failure."""
    letter = written(mail, connection)
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise ServerAwayError(f"{type(error).__name__}: {error}") from error
    try:
        connection.send_messages([letter])
    except SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()), (550, b""))
        raise RefusedError(f"{code} {_text(said)}", for_good=code >= 500) from error
    except SMTPResponseException as error:
        raise RefusedError(
            f"{error.smtp_code} {_text(error.smtp_error)}", for_good=error.smtp_code >= 500
        ) from error
    except (OSError, SMTPException) as error:
        raise UnknownError(f"{type(error).__name__}: {error}") from error


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def written(mail: Mail, connection: Any = None) -> EmailMessage:
    """Return the letter: one message as it is, several under each other, in the reader's language."""
    first = mail.messages[0]
    with translation.override(getattr(first.user, "language", "da")):
        if first.collected:
            subject = _("Samspil: %(count)s beskeder til dig") % {"count": len(mail.messages)}
            if len(mail.messages) == 1:
                subject = first.subject
            parts = [f"{each.subject}\n{_body(each)}" for each in mail.messages]
        else:
            subject, parts = first.subject, [_body(first)]
        if first.user is not None:
            choose = _("Du vælger selv, hvilke mails du får, og hvornår:")
            parts.append(f"--\n{choose}\n{settings.ADDRESS}{FOOT_ADDRESS}")
    return EmailMessage(
        subject,
        "\n\n".join(parts) + "\n",
        to=[first.user.email if first.user is not None else first.address],
        connection=connection,
        # Who is away answers no machine; a returned mail is found by its claim.
        headers={"Message-ID": f"<{mail.claim}@samspil>", "Auto-Submitted": "auto-generated"},
    )


def _body(message: Message) -> str:
    if not message.link:
        return message.body
    # A link that was made with its address, such as a signed one, is left as it is.
    link = message.link if "://" in message.link else settings.ADDRESS + message.link
    return f"{message.body}\n\n{link}"


def _failed(mail: Mail, said: str, now: dt.datetime, *, for_good: bool) -> None:
    """Try again later, with growing waits; for good, or after the last wait, give up."""
    for message in mail.messages:
        again = None if for_good else rules.next_try(now, message.attempts)
        values: dict[str, Any] = (
            {"state": State.FAILED, "due_at": again} if again else {"state": State.GIVEN_UP}
        )
        _write(Mail(mail.claim, (message,)), last_error=said[:500], **values)
    logger.warning("mail %s was not taken: %s", mail.claim, said)


def _write(mail: Mail, **values: Any) -> None:
    keys = [message.pk for message in mail.messages]
    Message.objects.filter(pk__in=keys, state=State.SENDING, claim=mail.claim).update(**values)
    for message in mail.messages:
        message.state = values["state"]
