"""Merges local services and other organisations: one goes on as another, and the history stays (A1)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.organisations import actions
from samspil.organisations.kinds import AgreementKind, AgreementRole
from samspil.organisations.models import Membership, Merger, OperatorAgreement
from samspil.organisations.queries import running_agreements
from samspil.platform.audit.actions import keep

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def merge(
    *, by: User | None, predecessor: Organisation, successor: Organisation, on: dt.date, why: str = ""
) -> Merger:
    """Let one organisation go on as another from a day.

    Its running agreements end the day before and go on at the successor, on the footing of a shared
    service; its people get the same roles there and keep the old ones, by which they still read what
    the old organisation wrote. Content stays with whom it belonged to.
    """
    if predecessor.pk == successor.pk:
        raise ValidationError(_("En organisation kan ikke lægges sammen med sig selv."))
    if predecessor.kind != successor.kind:
        raise ValidationError(_("Kun organisationer af samme type kan lægges sammen."))
    for each in (predecessor, successor):
        if each.closed_on is not None:
            raise ValidationError(_("%(name)s er lukket.") % {"name": each.name})
    merger = Merger(predecessor=predecessor, successor=successor, on=on)
    merger.full_clean()
    keep(merger, by=by, action="merge_organisations", why=why)
    _pass_on_agreements(by, predecessor, successor, on)
    _pass_on_people(by, predecessor, successor)
    predecessor.closed_on = on
    keep(predecessor, by=by, action="close_organisation", why=why)
    return merger


def _pass_on_agreements(
    by: User | None, predecessor: Organisation, successor: Organisation, on: dt.date
) -> None:
    eve = on - dt.timedelta(days=1)
    theirs = OperatorAgreement.objects.filter(organisation=predecessor)
    held = running_agreements(on=on, until=dt.date.max)
    for agreement in theirs.filter(pk__in=held.values("pk")).select_related("municipality"):
        if agreement.valid_from >= on:
            raise ValidationError(
                _("Aftalen om %(place)s begynder først senere; ret den først.")
                % {"place": agreement.municipality.name}
            )
        last = agreement.valid_to
        actions.end_agreement(by=by, agreement=agreement, last=eve)
        there = held.filter(organisation=successor, municipality=agreement.municipality, role=agreement.role)
        if not there.exists():
            actions.agree_operator(
                by=by,
                organisation=successor,
                municipality=agreement.municipality,
                legal_kind=AgreementKind.SHARED,
                valid_from=on,
                valid_to=last,
                role=AgreementRole(agreement.role),
            )


def _pass_on_people(by: User | None, predecessor: Organisation, successor: Organisation) -> None:
    there = set(Membership.objects.filter(organisation=successor).values_list("user_id", "role"))
    for seat in predecessor.memberships.filter(user__is_active=True).select_related("user"):
        if (seat.user_id, seat.role) not in there:
            moved = Membership(
                user=seat.user,
                organisation=successor,
                role=seat.role,
                employer=seat.employer if seat.employer_id != successor.pk else None,
            )
            keep(moved, by=by, action="grant", user=seat.user_id, role=seat.role)
