"""Invites colleagues by a link that works once and for some days, and lets them choose a password by it."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from typing import TYPE_CHECKING

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from samspil.organisations import actions
from samspil.organisations.models import Invitation, User
from samspil.organisations.rules import INVITATION_DAYS
from samspil.platform.audit.actions import keep, record

if TYPE_CHECKING:
    from samspil.organisations.kinds import Role
    from samspil.organisations.models import Office, Organisation

SIGNER = Signer(salt="samspil.organisations.invitations")


@transaction.atomic
def invite(
    *,
    by: User,
    email: str,
    name: str,
    organisation: Organisation,
    role: Role,
    now: dt.datetime,
    office: Office | None = None,
    employer: Organisation | None = None,
) -> tuple[User, str]:
    """Give somebody a role; return the person and the link's token, "" for who can log in already.

    Somebody who is here already has the seat at once, and who gives it gains no right over the person:
    that takes the right over every seat (permissions.may_keep).
    Raises ValidationError for an address that will not do, or a role the person has.
    """
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        user = actions.create_user(by=by, email=email, name=name, password=None)
    elif not user.is_active:
        raise ValidationError(_("Adressen hører til et lukket login. Åbn det igen i stedet."))
    actions.grant(by=by, user=user, organisation=organisation, role=role, office=office, employer=employer)
    return user, "" if user.has_usable_password() else renew(by=by, user=user, now=now)


@transaction.atomic
def renew(*, by: User, user: User, now: dt.datetime) -> str:
    """Make a new link for somebody who has not chosen a password yet; older ones stop working."""
    if user.has_usable_password() or not user.is_active:
        raise ValidationError(_("Personen har allerede et login."))
    user.invitations.filter(used_at=None, withdrawn_at=None).update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32)
    invitation = Invitation(
        user=user,
        invited_by=by,
        digest=_digest(secret),
        sent_at=now,
        expires_at=now + dt.timedelta(days=INVITATION_DAYS),
    )
    invitation.save()
    record(by=by, action="invite", row=invitation, user=user.pk)
    return str(SIGNER.sign(secret))


def open_invitation(token: str, *, now: dt.datetime) -> Invitation | None:
    """Return the invitation that a link opens; None when it is forged, used, withdrawn or too old.

    Looking does not use it up: mail programs open links before their readers do.
    """
    try:
        secret = SIGNER.unsign(token)
    except BadSignature:
        return None
    return (
        Invitation.objects.select_related("user", "invited_by")
        .filter(
            digest=_digest(secret),
            used_at=None,
            withdrawn_at=None,
            expires_at__gt=now,
            user__is_active=True,
        )
        .first()
    )


@transaction.atomic
def accept(*, token: str, name: str, password: str, now: dt.datetime) -> User:
    """Use a link up: the invited chooses a password and may mend the name.

    Raises ValidationError when the link does not work or the password is too easy.
    """
    invitation = open_invitation(token, now=now)
    # The claim is one statement, so that of two who press at once only one gets through.
    claimed = invitation and Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=now)
    if invitation is None or not claimed:
        raise ValidationError(_("Linket virker ikke længere; måske er det allerede brugt."), code="link")
    user = invitation.user
    user.name = name.strip() or user.name
    validate_password(password, user)
    user.set_password(password)
    user.full_clean(exclude=["password"])
    keep(user, by=user, action="accept_invitation")
    return user


def send(*, user: User, by: User, organisation: Organisation, link: str, with_password: bool) -> None:
    """Send the letter; raises OSError or SMTPException when the mail server does not take it.

    Not through the outbox, which keeps what it sends: nobody but the invited may read the link.
    """
    with override(user.language):
        words = {
            "name": user.name,
            "by": by.name,
            "organisation": organisation.name,
            "link": link,
            "days": INVITATION_DAYS,
        }
        if with_password:
            body = _(
                "Kære %(name)s\n\n%(by)s har givet dig adgang til Samspil hos %(organisation)s.\n\n"
                "Vælg din adgangskode her. Linket virker én gang og i %(days)s dage:\n%(link)s\n\n"
                "Kender du ikke afsenderen, så lad være med at bruge linket.\n"
            )
        else:
            body = _(
                "Kære %(name)s\n\n%(by)s har givet dig en rolle i Samspil hos %(organisation)s.\n\n"
                "Log ind, som du plejer:\n%(link)s\n"
            )
        subject = _("Velkommen til Samspil")
        send_mail(subject, body % words, None, [user.email])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
