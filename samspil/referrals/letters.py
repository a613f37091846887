"""Who is told what happened to a referral: short mails that hold no content, and a link to the rest."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.organisations.kinds import LEADING, Role
from samspil.organisations.queries import people_of, reader_of_mail
from samspil.platform.messages.actions import post
from samspil.referrals import links, rules

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User
    from samspil.referrals.models import Referral

KIND = "referrals"

# What the sender reads when the receiver or the clock has taken a step; %(who)s is the receiver.
TO_SENDER: dict[str, Any] = {
    "accept": gettext_lazy("%(who)s har overtaget en henvisning fra dig"),
    "return": gettext_lazy("%(who)s har sendt en henvisning tilbage"),
    "contact": gettext_lazy("%(who)s har kontaktet virksomheden"),
    "miss": gettext_lazy("%(who)s har ikke fået kontakt med virksomheden"),
    "help": gettext_lazy("%(who)s har hjulpet virksomheden"),
    "not_help": gettext_lazy("%(who)s har ikke kunnet hjælpe virksomheden"),
    "expire": gettext_lazy("%(who)s har ikke svaret på din henvisning inden fristen"),
}


def notify(
    to: User | str, subject: str, body: str, *, about: Referral, on: dt.date, key: str = "", link: str = ""
) -> None:
    """Put a mail into the outbox, to whoever stands in for somebody who is away; nobody is no error."""
    if not to:
        return
    if not isinstance(to, str):
        parties = [key for key in (about.organisation_id, about.receiver_id) if key]
        to = reader_of_mail(to, at=parties, on=on, shielded=_is_shielded(about))
    link = link or reverse("referral", args=[about.pk])
    post(to=to, subject=subject, body=body, kind=KIND, about=about, link=link, on=on, key=key or None)


def tell_sender(referral: Referral, step: str, *, on: dt.date) -> None:
    """Tell whoever sent it what the receiver, or the clock, has done."""
    subject = TO_SENDER[step] % {"who": referral.receiver_shown}
    body = _("Virksomhed: %(name)s.") % {"name": _named(referral)}
    if step in {"return", "expire", "miss"}:
        body += "\n\n" + _("Åbn henvisningen for at spørge en anden eller skrive til virksomheden.")
    for to in _sender(referral):
        notify(to, subject, body, about=referral, on=on)


def tell_receiver(referral: Referral, *, on: dt.date) -> None:
    """Tell the receiver that somebody is referred to them, and by when an answer is due."""
    subject = _("%(sender)s henviser en virksomhed til jer") % {"sender": referral.organisation.name}
    body = _("Åbn linket for at se, hvad den har brug for, og svare. Svar gerne senest %(day)s.") % {
        "day": f"{referral.answer_by:%d-%m-%Y}"
    }
    for to in _receiver(referral):
        notify(to, subject, body, about=referral, on=on, link=_answering(referral))


def send_link(referral: Referral, *, on: dt.date) -> None:
    """Mail the link that works now to a receiver without log-in."""
    subject = _("Dit svarlink til henvisningen fra %(sender)s") % {"sender": referral.organisation.name}
    body = _("Linket virker én gang og til og med %(day)s. Ældre links virker ikke mere.") % {
        "day": f"{referral.link_until:%d-%m-%Y}"
    }
    for to in _receiver(referral):
        notify(to, subject, body, about=referral, on=on, link=_answering(referral))


def tell_withdrawn(referral: Referral, *, on: dt.date) -> None:
    """Tell the receiver that nothing more is asked of them; an answering link then says so."""
    subject = _("%(sender)s har trukket en henvisning tilbage") % {"sender": referral.organisation.name}
    for to in _receiver(referral):
        notify(to, subject, _("Du skal ikke gøre mere."), about=referral, on=on, link=_answering(referral))


def remind(referral: Referral, *, number: int, place: int, on: dt.date) -> None:
    """Remind the receiver; `place` 1 is the first reminder, later ones reach further."""
    subject = _("%(sender)s venter på svar på en henvisning") % {"sender": referral.organisation.name}
    body = _("Henvisningen blev sendt %(day)s. Overtag den, eller send den tilbage.") % {
        "day": f"{referral.on:%d-%m-%Y}"
    }
    escalated = place >= rules.ESCALATES_FROM
    for index, to in enumerate(_receiver(referral, escalated=escalated)):
        key = f"referral-{referral.pk}-{number}-{index}"
        notify(to, subject, body, about=referral, on=on, key=key, link=_answering(referral))
    if place > rules.ESCALATES_FROM:
        told = _("%(who)s har endnu ikke svaret på din henvisning") % {"who": referral.receiver_shown}
        for index, to in enumerate(_sender(referral)):
            key = f"referral-{referral.pk}-{number}-sender-{index}"
            notify(to, told, _("Du kan vente, eller spørge en anden."), about=referral, on=on, key=key)


def ask_use(referral: Referral, *, on: dt.date) -> None:
    """Ask the sender whether the referral was used, half a year later."""
    subject = _("Blev henvisningen til %(who)s brugt?") % {"who": referral.receiver_shown}
    body = _("Virksomhed: %(name)s.") % {"name": _named(referral)}
    body += "\n\n" + _("Spørg virksomheden, næste gang I taler sammen, og notér svaret.")
    for index, to in enumerate(_sender(referral)):
        notify(to, subject, body, about=referral, on=on, key=f"referral-{referral.pk}-use-{index}")


def _answering(referral: Referral) -> str:
    """The link that answers without log-in, where the receiver has none."""
    return links.address(referral) if referral.nonce else ""


def _named(referral: Referral) -> str:
    """What the subject is called in a mail; one on a shielded case is not named there."""
    return _("skærmet forløb") if _is_shielded(referral) else str(referral.subject)


def _is_shielded(referral: Referral) -> bool:
    return referral.case is not None and referral.case.shielded


def _sender(referral: Referral) -> list[User | str]:
    """The adviser who sent it, or the organisation's inbox when that adviser has left.

    Everybody reads the inbox, so of a shielded case only the leaders hear.
    """
    adviser = referral.adviser
    if adviser is not None and adviser.is_active:
        return [adviser]
    if _is_shielded(referral):
        return [*people_of(referral.organisation, roles=LEADING)]
    return _unit(referral.organisation)


def _receiver(referral: Referral, *, escalated: bool = False) -> list[User | str]:
    """Who has it in hand at the receiver's; the unit's inbox when nobody has, or when nobody answers."""
    if referral.nonce or referral.receiver is None:
        return [referral.receiver_email]
    chosen = referral.receiver_adviser
    if chosen is None or not chosen.is_active:
        return _unit(referral.receiver)
    return [chosen, *_unit(referral.receiver)] if escalated else [chosen]


def _unit(organisation: Organisation) -> list[User | str]:
    """The unit's inbox; without one its leaders, and without leaders its advisers."""
    if organisation.email:
        return [organisation.email]
    return [*people_of(organisation, roles=LEADING)] or [*people_of(organisation, roles=[Role.ADVISER])]
