"""Reads one mail as it comes from a mail server: heads and plain text, never anything that could act."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser
from typing import Any

LARGEST = 10 * 1024 * 1024
LONGEST_TEXT = 18_000


class UnreadableMailError(ValueError):
    """The bytes are no mail, or too many."""


@dataclass(frozen=True)
class Letter:
    """What is read of a mail."""

    sender: str
    senders: int
    recipients: list[str]
    title: str
    text: str
    sent: datetime | None
    results: list[str]
    attachments: int
    digest: str
    # Addresses in the heads of a mail that was forwarded as an attachment.
    inner: list[str] = field(default_factory=list)


class _Words(HTMLParser):
    """The words of a page of HTML; scripts and styles are none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"script", "style", "head"}
        if tag in {"p", "br", "div", "tr", "li", "blockquote", "h1", "h2", "h3"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "head"}:
            self._silent = max(self._silent - 1, 0)

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def read(raw: bytes, recipient: str = "") -> Letter:
    """Return what a mail says; `recipient` is the address the mail server delivered it to, if it tells."""
    if len(raw) > LARGEST:
        raise UnreadableMailError(f"The mail has more than {LARGEST // 1024 // 1024} MB; nothing was stored.")
    message = message_from_bytes(raw, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.get("From"):
        raise UnreadableMailError("This is no mail: it has no From. Nothing was stored.")
    senders = getaddresses(_heads(message, "From"))
    heads = [*_heads(message, "Delivered-To"), *_heads(message, "X-Original-To"), *_heads(message, "To"),
             *_heads(message, "Cc")]  # fmt: skip
    told = [recipient] if recipient else []
    inside = _inside(message)
    return Letter(
        sender=parseaddr(_heads(message, "From")[0])[1].strip().lower(),
        senders=len(senders),
        recipients=[*told, *(address for _name, address in getaddresses(heads))],
        title=" ".join(str(message.get("Subject", "")).split())[:300],
        text=_text(message)[:LONGEST_TEXT].strip(),
        sent=_date(message),
        results=_heads(message, "Authentication-Results"),
        attachments=sum(1 for _part in message.iter_attachments()) if message.is_multipart() else 0,
        digest=hashlib.sha256(str(message.get("Message-ID", "")).encode() or raw).hexdigest(),
        inner=inside,
    )


def _heads(message: EmailMessage, name: str) -> list[str]:
    return [str(each) for each in message.get_all(name, [])]


def _date(message: EmailMessage) -> datetime | None:
    held: Any = message.get("Date")
    found = getattr(held, "datetime", None)
    return found if isinstance(found, datetime) and found.tzinfo is not None else None


def _text(message: EmailMessage) -> str:
    """The plain text; of a mail that has HTML only, its words."""
    body = message.get_body(preferencelist=("plain", "html"))
    found = _content(body) if isinstance(body, EmailMessage) else ""
    forwarded = [_text(each) for each in _forwarded(message)]
    return "\n\n".join(part for part in (found.replace("\0", "").strip(), *forwarded) if part)


def _content(part: EmailMessage) -> str:
    try:
        held = part.get_content()
    except (LookupError, UnicodeError, ValueError):
        # A character set that nobody knows: what can be read of it is kept.
        raw = part.get_payload(decode=True)
        held = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    held = str(held)
    if part.get_content_type() != "text/html":
        return held
    words = _Words()
    words.feed(held)
    return "\n".join(line.strip() for line in "".join(words.parts).splitlines() if line.strip())


def _forwarded(message: EmailMessage) -> list[EmailMessage]:
    """Mails that came as attachments of this one, not of each other."""
    if not message.is_multipart():
        return []
    parts = [part for part in message.iter_attachments() if part.get_content_type() == "message/rfc822"]
    held = [part.get_content() for part in parts[:5]]
    return [each for each in held if isinstance(each, EmailMessage)]


def _inside(message: EmailMessage) -> list[str]:
    heads = [
        head for each in _forwarded(message) for name in ("From", "To", "Cc") for head in _heads(each, name)
    ]
    return [address.strip().lower() for _name, address in getaddresses(heads) if "@" in address]
