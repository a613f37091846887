"""Lets another organisation read what one has on a subject, and takes that back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.guidance.models import Share
from samspil.platform.audit.actions import keep

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.kinds import ShareSource
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def share(
    *,
    by: User | None,
    subject: Subject,
    owner: Organisation,
    reader: Organisation,
    source: ShareSource,
    on: dt.date,
    case: GuidanceCase | None = None,
) -> Share:
    """Let an organisation read one case, or all that the owner has on the subject, until it is ended."""
    if case is not None and (case.subject_id, case.organisation_id) != (subject.pk, owner.pk):
        raise ValidationError(_("Forløbet hører til en anden virksomhed eller en anden organisation."))
    if case is not None and case.shielded:
        raise ValidationError(_("Et skærmet forløb kan ikke deles."))
    if owner == reader:
        raise ValidationError(_("En organisation deler ikke med sig selv."))
    shared = Share(subject=subject, owner=owner, reader=reader, case=case, source=source, since=on)
    keep(shared, by=by, action="share", source=str(source))
    return shared


@transaction.atomic
def end_share(*, by: User | None, shared: Share, on: dt.date, why: str = "") -> Share:
    """Take it back, from now on: what was read has been read, and the access log says so."""
    if shared.until is None:
        shared.until = max(on, shared.since)
        keep(shared, by=by, action="end_share", why=why)
    return shared
