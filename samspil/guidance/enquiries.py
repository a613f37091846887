"""Every change to anonymous enquiries: municipality, topic and channel, and nobody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samspil.guidance.contacts import StoredBeforeError, known_topics, must_have_been
from samspil.guidance.kinds import Channel
from samspil.guidance.models import Enquiry
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.organisations.models import Municipality, Organisation, User


@transaction.atomic
def register_enquiry(
    *,
    by: User | None,
    organisation: Organisation,
    on: dt.date,
    channel: Channel,
    municipality: Municipality | None = None,
    topics: Iterable[str] = (),
    adviser: User | None = None,
    draft: str | None = None,
    today: dt.date | None = None,
) -> Enquiry:
    """Register an enquiry of somebody who stays unknown; raises StoredBeforeError for a draft sent twice."""
    must_have_been(on, today)
    enquiry = Enquiry(
        organisation=organisation, adviser=adviser or by, on=on, channel=channel,
        municipality=municipality, topics=known_topics(topics), draft=draft or None,
    )  # fmt: skip
    checked(enquiry)
    try:
        with transaction.atomic():
            keep(enquiry, by=by, action="register_enquiry", channel=str(channel))
    except IntegrityError:
        if draft and Enquiry.objects.filter(draft=draft).exists():
            raise StoredBeforeError(draft) from None
        raise
    return enquiry


@transaction.atomic
def cancel_enquiry(*, by: User | None, enquiry: Enquiry, why: str) -> Enquiry:
    """Strike out an enquiry that was registered by mistake; its history stays."""
    refuse_cpr(**{_("Hvorfor"): why})
    if not why.strip():
        raise ValidationError(_("Skriv, hvorfor henvendelsen slettes."))
    enquiry.cancelled = True
    keep(enquiry, by=by, action="cancel_enquiry", why=why.strip()[:500])
    return enquiry


@transaction.atomic
def restore_enquiry(*, by: User | None, enquiry: Enquiry) -> Enquiry:
    """Take back that an enquiry was struck out."""
    enquiry.cancelled = False
    keep(enquiry, by=by, action="restore_enquiry")
    return enquiry
