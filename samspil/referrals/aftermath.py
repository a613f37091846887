"""What is done when the steps have been taken: a new link, a letter to the company, was it used."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.platform.audit.actions import keep
from samspil.platform.cpr import refuse_cpr
from samspil.platform.messages.actions import post
from samspil.referrals import letters, links, rules
from samspil.referrals.kinds import Party, StepCode, Use
from samspil.referrals.queries import parties_of
from samspil.referrals.steps import note_step

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.referrals.models import Referral


@transaction.atomic
def send_new_link(*, by: User, referral: Referral, on: dt.date) -> Referral:
    """Mail a fresh link to a receiver without log-in; the one it has stops working."""
    _must_be_sender(by, referral)
    if not referral.nonce or referral.state not in rules.OPEN:
        raise ValidationError(_("Henvisningen har intet svarlink."))
    links.renew(referral, on=on)
    keep(referral, by=by, action="renew_link")
    note_step(by=by, referral=referral, code=StepCode.LINK, party=Party.SENDER, on=on)
    letters.send_link(referral, on=on)
    return referral


@transaction.atomic
def tell_company(*, by: User, referral: Referral, body: str, on: dt.date) -> Referral:
    """Write to the company that nobody has taken its case up: on the sender's word, and once."""
    _must_be_sender(by, referral)
    handover = referral.handover
    if handover is None or referral.state not in rules.FAILED:
        raise ValidationError(_("Virksomheden får brev, når ingen har taget henvisningen."))
    if not handover.contact_email:
        raise ValidationError(_("Der er ingen e-mail til kontaktpersonen. Ring i stedet."))
    if referral.steps.filter(code=StepCode.TELL_COMPANY).exists():
        raise ValidationError(_("Virksomheden har allerede fået brev."))
    if not body.strip():
        raise ValidationError({"body": _("Skriv brevet.")})
    refuse_cpr(**{_("Brevet"): body})
    post(
        to=handover.contact_email,
        subject=_("Om din henvendelse til %(sender)s") % {"sender": referral.organisation.name},
        body=body,
        kind=letters.KIND,
        about=referral,
        on=on,
        key=f"referral-{referral.pk}-company",
    )
    note_step(by=by, referral=referral, code=StepCode.TELL_COMPANY, party=Party.SENDER, on=on, note=body)
    return referral


@transaction.atomic
def note_use(*, by: User, referral: Referral, use: Use, on: dt.date, note: str = "") -> Referral:
    """Note whether the company used the referral: a figure of our own, never goal 4 (B54–B56)."""
    _must_be_sender(by, referral)
    if referral.handover_id is None or referral.state in rules.UNCOUNTED:
        raise ValidationError(_("Der følges ikke op på den henvisning."))
    if use not in Use.values:
        raise ValidationError({"use": _("Vælg et svar.")})
    refuse_cpr(**{_("Notat"): note})
    referral.use = use
    keep(referral, by=by, action="note_use", use=str(use))
    note_step(by=by, referral=referral, code=StepCode.USE, party=Party.SENDER, on=on, note=note)
    return referral


def _must_be_sender(by: User, referral: Referral) -> None:
    if rules.SENDER not in parties_of(by, referral):
        raise PermissionDenied
