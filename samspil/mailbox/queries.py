"""Every question about mails: each sees the own ones only, and whose company a mail may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import QuerySet

from samspil.companies.queries import contact_persons_for, subjects_for
from samspil.mailbox.kinds import State
from samspil.mailbox.models import IncomingMail, MailAddress
from samspil.mailbox.rules import company_domains, is_host_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from samspil.companies.models import Subject
    from samspil.organisations.models import User

MOST = 20


def mails_for(user: User | AnonymousUser) -> QuerySet[IncomingMail]:
    """Return the mails that came to the user's own address; a colleague's are nobody else's."""
    return IncomingMail.objects.filter(user__pk=user.pk or 0, user__is_active=True)


def waiting_for(user: User | AnonymousUser) -> QuerySet[IncomingMail]:
    """Return the mails that wait for somebody to say which company they are about."""
    return mails_for(user).filter(state=State.WAITING)


def address_of(user: User) -> str:
    """Return the address to forward mails to; "" until the user has made one or where none can be had."""
    held = MailAddress.objects.filter(user=user).first()
    domain = mail_domain()
    return f"log+{held.token}@{domain}" if held and domain else ""


def mail_domain() -> str:
    """Return the domain whose mail server pipes to `samspil receive`; "" where none does."""
    return str(getattr(settings, "SAMSPIL_MAIL_DOMAIN", ""))


def companies_of(user: User, addresses: list[str]) -> list[Subject]:
    """Return the companies that addresses may belong to: by a contact person's, else by the website.

    A shared domain such as gmail.com says nothing, and a website counts only when it lies on the domain.
    """
    if not addresses:
        return []
    persons = contact_persons_for(user).filter(email__in=addresses).values("subject_id")
    known = list(subjects_for(user).filter(pk__in=persons).order_by("pk")[:MOST])
    if known:
        return known
    found: dict[int, Subject] = {}
    for domain in company_domains(addresses)[:5]:
        for subject in subjects_for(user).filter(website__icontains=domain).order_by("pk")[:MOST]:
            if is_host_of(subject.website, domain):
                found[subject.pk] = subject
    return list(found.values())[:MOST]
