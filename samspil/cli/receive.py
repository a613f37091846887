"""`samspil receive`: takes in one mail that a mail server pipes here, such as an adviser has forwarded.

The exit codes are those that mail servers know: 0 taken (also when it was put among the refused, since an
answer would go to whom a forger names), 65 no mail or too large, 67 nobody's address, 75 try again later.
"""

from __future__ import annotations

import sys
from typing import NoReturn

import click

from samspil.cli.installation import open_installation

NO_MAIL, NO_USER, LATER, NOT_SET_UP = 65, 67, 75, 78


@click.command()
@click.option("--recipient", default="", help="The address the mail was delivered to, if the server tells.")
def receive(recipient: str) -> None:
    """Read one mail (RFC 822) from standard input and store it with the company it is about.

    It must come from the user's own address, proven by the mail server that SAMSPIL_MAIL_AUTHSERV names,
    and to log+<token>@SAMSPIL_MAIL_DOMAIN. Attachments are not stored.
    """
    from samspil.mailbox.letter import LARGEST, UnreadableMailError, read

    raw = sys.stdin.buffer.read(LARGEST + 1)
    try:
        letter = read(raw, recipient)
    except UnreadableMailError as error:
        _leave(str(error), NO_MAIL)
    open_installation()
    from django.conf import settings
    from django.db import Error

    from samspil.mailbox.actions import UnknownAddressError
    from samspil.mailbox.actions import receive as take
    from samspil.platform.clock import now

    domain, authserv = settings.SAMSPIL_MAIL_DOMAIN, settings.SAMSPIL_MAIL_AUTHSERV
    if not domain or not authserv:
        _leave("Set SAMSPIL_MAIL_DOMAIN and SAMSPIL_MAIL_AUTHSERV first; nothing was stored.", NOT_SET_UP)
    try:
        mail = take(letter=letter, domain=domain, authserv=authserv, now=now())
    except UnknownAddressError as error:
        _leave(str(error), NO_USER)
    except Error as error:
        _leave(f"The database does not answer: {' '.join(str(error).split())}", LATER)
    said = {"waiting": "waits for a company", "placed": "stored", "refused": f"refused: {mail.refusal}"}
    click.echo(f"mail {mail.pk}: {said.get(mail.state, mail.state)}", err=True)


def _leave(said: str, code: int) -> NoReturn:
    click.echo(said, err=True)
    raise SystemExit(code)
