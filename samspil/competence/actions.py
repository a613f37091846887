"""Every change to what is stored about competence."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.competence.kinds import Depth
from samspil.competence.models import Certificate, Competence
from samspil.platform.audit.actions import keep, record
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from samspil.organisations.models import User


@transaction.atomic
def say_what_one_knows(*, by: User | None, user: User, depths: Mapping[str, int | None]) -> int:
    """Store how well somebody knows each of these topics, None for not at all; return how many changed."""
    there = {row.topic: row for row in Competence.objects.filter(user=user, topic__in=list(depths))}
    changed = 0
    for topic, depth in sorted(depths.items()):
        row = there.get(topic)
        if depth is None:
            if row is not None:
                record(by=by, action="forget_competence", row=row, user=user.pk, topic=topic)
                row.delete()
                changed += 1
            continue
        row = row or Competence(user=user, topic=topic)
        if row.depth == depth:
            continue
        row.depth = Depth(depth)
        checked(row)
        keep(row, by=by, action="say_competence", user=user.pk, topic=topic)
        changed += 1
    return changed


@transaction.atomic
def note_certificate(
    *,
    by: User | None,
    user: User,
    title: str,
    institution: str,
    passed_on: dt.date,
    today: dt.date,
    expires_on: dt.date | None = None,
    topics: Iterable[str] = (),
) -> Certificate:
    """Note a course or certificate that somebody has passed (B31)."""
    if passed_on > today:
        raise ValidationError(_("Datoen ligger i fremtiden: noter det, når det er bestået."))
    if expires_on is not None and expires_on < passed_on:
        raise ValidationError(_("Det kan ikke udløbe, før det er bestået."))
    refuse_cpr(**{str(_("Kursus eller certifikat")): title, str(_("Udstedt af")): institution})
    certificate = Certificate(
        user=user,
        title=title.strip(),
        institution=institution.strip(),
        topics=";".join(sorted(set(topics))),
        passed_on=passed_on,
        expires_on=expires_on,
    )
    checked(certificate)
    keep(certificate, by=by, action="note_certificate", user=user.pk)
    return certificate


@transaction.atomic
def withdraw_certificate(*, by: User | None, certificate: Certificate) -> Certificate:
    """Take back what was entered by mistake; it stays in the history."""
    certificate.withdrawn = True
    keep(certificate, by=by, action="withdraw_certificate", user=certificate.user_id)
    return certificate
