"""Every change to group offers, sessions and who came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.actions import note_approach
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.platform.audit.actions import keep, record
from samspil.programmes.kinds import OfferKind
from samspil.programmes.models import GroupOffer, Participation, Session

if TYPE_CHECKING:
    from samspil.companies.models import Approach, Subject
    from samspil.organisations.models import Municipality, Organisation, User


@transaction.atomic
def create_offer(
    *,
    by: User | None,
    organiser: Organisation,
    title: str,
    kind: OfferKind = OfferKind.EVENT,
    co_organisers: Iterable[Organisation] = (),
) -> GroupOffer:
    """Create a group offer; each organiser counts those who come, once (B17)."""
    offer = GroupOffer(organiser=organiser, title=title, kind=kind)
    offer.full_clean()
    offer.save()
    offer.co_organisers.set(other for other in co_organisers if other != organiser)
    record(by=by, action="create_offer", row=offer, kind=str(kind))
    return offer


@transaction.atomic
def add_session(
    *, by: User | None, offer: GroupOffer, day: dt.date, municipality: Municipality | None = None
) -> Session:
    """Add a day to an offer."""
    session = Session(offer=offer, day=day, municipality=municipality)
    session.full_clean()
    session.save()
    record(by=by, action="add_session", row=session)
    return session


@transaction.atomic
def record_participation(
    *,
    by: User | None,
    session: Session,
    subject: Subject | None,
    persons: int = 1,
    attended: bool | None = None,
) -> Participation:
    """Note who signed up or came; None for a participant nobody knows.

    Raises ValidationError when the subject is on the list already: it is counted once.
    """
    row = Participation(session=session, subject=subject, persons=persons, attended=attended)
    row.full_clean()
    row.approach = _approach(by, row)
    row.save()
    record(by=by, action="record_participation", row=row)
    return row


@transaction.atomic
def tick_off(*, by: User | None, participation: Participation, attended: bool) -> Participation:
    """Note whether somebody on the list came."""
    former, participation.attended = participation.approach, attended
    participation.approach = _approach(by, participation)
    participation.save()
    if former is not None:
        former.delete()
    record(by=by, action="tick_off", row=participation, attended=attended)
    return participation


def _approach(by: User | None, row: Participation) -> Approach | None:
    """An attendance is a meeting with the organiser; a no-show is no contact, a stranger nobody's."""
    if row.subject is None or row.attended is False:
        return None
    state = ApproachState.HELD if row.attended else ApproachState.PLANNED
    return note_approach(
        by=by,
        subject=row.subject,
        organisation=row.session.offer.organiser,
        day=row.session.day,
        kind=ApproachKind.MEETING,
        state=state,
    )


@transaction.atomic
def name_participant(*, by: User | None, participation: Participation, subject: Subject) -> Participation:
    """Say who a participant was whom nobody knew; raises ValidationError when the subject is on the list."""
    if participation.subject_id is not None:
        raise ValidationError(_("Deltageren er allerede knyttet til en virksomhed eller iværksætter."))
    if Participation.objects.filter(session=participation.session_id, subject=subject).exists():
        raise ValidationError(_("Virksomheden står allerede på listen og tæller én gang."))
    participation.subject = subject
    participation.approach = _approach(by, participation)
    keep(participation, by=by, action="name_participant")
    return participation
