"""Every change to group offers, sessions and who came."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.companies.actions import note_approach
from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr
from samspil.programmes.kinds import OfferKind
from samspil.programmes.matching import matched
from samspil.programmes.models import GroupOffer, Participation, Session
from samspil.programmes.rules import MOST_LINES, MOST_PERSONS, Told

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
    topics: Iterable[str] = (),
) -> GroupOffer:
    """Create a group offer; each organiser counts those who come, once (B17)."""
    refuse_cpr(_("Titel"), title)
    offer = GroupOffer(
        organiser=organiser, title=title.strip(), kind=kind, topics=";".join(sorted(set(topics)))
    )
    checked(offer)
    keep(offer, by=by, action="create_offer", kind=str(kind))
    offer.co_organisers.set(other for other in co_organisers if other != organiser)
    return offer


@transaction.atomic
def edit_offer(
    *,
    by: User | None,
    offer: GroupOffer,
    version: int,
    co_organisers: Iterable[Organisation] | None = None,
    topics: Iterable[str] | None = None,
    **fields: Any,
) -> GroupOffer:
    """Change title, kind, topics or who arranges it together; StaleRowError when another was quicker."""
    if unknown := fields.keys() - {"title", "kind"}:
        raise TypeError(f"edit_offer cannot change {sorted(unknown)}")
    refuse_cpr(_("Titel"), str(fields.get("title", "")))
    for name, value in fields.items():
        setattr(offer, name, value)
    if topics is not None:
        offer.topics = ";".join(sorted(set(topics)))
    offer.version = version
    checked(offer)
    details: dict[str, Any] = {}
    chosen = None if co_organisers is None else [each for each in co_organisers if each != offer.organiser]
    if chosen is not None:
        before = sorted(offer.co_organisers.values_list("pk", flat=True))
        after = sorted(each.pk for each in chosen)
        details = {"co_organisers": [before, after]} if before != after else {}
    keep(offer, by=by, action="edit_offer", **details)
    if details and chosen is not None:
        offer.co_organisers.set(chosen)
    return offer


@transaction.atomic
def add_session(
    *,
    by: User | None,
    offer: GroupOffer,
    day: dt.date,
    municipality: Municipality | None = None,
    **details: Any,
) -> Session:
    """Add a day to an offer; `details` are at (the hour) and place."""
    refuse_cpr(_("Sted"), str(details.get("place", "")))
    session = Session(offer=offer, day=day, municipality=municipality, **details)
    checked(session)
    keep(session, by=by, action="add_session")
    return session


@transaction.atomic
def edit_session(*, by: User | None, session: Session, version: int, **fields: Any) -> Session:
    """Change the day, the hour or where it is; what partners see moves along."""
    if unknown := fields.keys() - {"day", "at", "place", "municipality", "municipality_id"}:
        raise TypeError(f"edit_session cannot change {sorted(unknown)}")
    refuse_cpr(_("Sted"), str(fields.get("place", "")))
    for name, value in fields.items():
        setattr(session, name, value)
    session.version = version
    checked(session)
    keep(session, by=by, action="edit_session")
    for row in session.participations.exclude(approach=None).select_related("approach"):
        assert row.approach is not None
        row.approach.day = session.day
        row.approach.save(update_fields=["day"])
    return session


@transaction.atomic
def cancel_session(*, by: User | None, session: Session, why: str = "") -> Session:
    """Note that a day was not held: those on the list have not met anybody, and count nowhere."""
    session.cancelled = True
    keep(session, by=by, action="cancel_session", why=why)
    _facts_anew(by, session)
    return session


@transaction.atomic
def restore_session(*, by: User | None, session: Session) -> Session:
    """Take back that a day was cancelled."""
    session.cancelled = False
    keep(session, by=by, action="restore_session")
    _facts_anew(by, session)
    return session


def _facts_anew(by: User | None, session: Session) -> None:
    rows = session.participations.select_related("approach", "subject", "session__offer__organiser")
    for row in rows.filter(cancelled=False):
        _keep_with_fact(row, by=by, action="session_changed")


@transaction.atomic
def record_participation(
    *,
    by: User | None,
    session: Session,
    subject: Subject | None,
    persons: int = 1,
    attended: bool | None = None,
    told: str = "",
) -> Participation:
    """Note who signed up or came; None for a participant nobody knows, `told` what the list said.

    Raises ValidationError when the subject is on the list already: it is counted once.
    """
    refuse_cpr(_("Deltager"), told)
    if not 1 <= persons <= MOST_PERSONS:
        raise ValidationError(_("Skriv et antal personer mellem 1 og 999."))
    there = _on_list(session, subject)
    if there is not None and not there.cancelled:
        raise ValidationError(_("Virksomheden står allerede på listen og tæller én gang."))
    # Taken off the list earlier: the row is used again, since a company has one on a day.
    row = there or Participation(session=session, subject=subject)
    row.persons, row.attended, row.told, row.cancelled = persons, attended, told[:200], False
    checked(row)
    return _keep_with_fact(row, by=by, action="record_participation")


def _on_list(session: Session, subject: Subject | None) -> Participation | None:
    if subject is None:
        return None
    return Participation.objects.filter(session=session, subject=subject).first()


@dataclass(frozen=True)
class Added:
    """What became of a list: new on it, added to a company that was there, and lines that fitted nobody."""

    new: int = 0
    more: int = 0
    unmatched: int = 0


@transaction.atomic
def add_participants(*, by: User, session: Session, lines: Iterable[Told]) -> Added:
    """Put a list of participants on a day; a company stands once, and its persons add up.

    Refuses the whole list for a CPR number or for more lines than are taken.
    """
    told = list(lines)
    if len(told) > MOST_LINES:
        raise ValidationError(
            _("Listen har mere end %(most)s linjer. Brug indlæsning under Indlæs.") % {"most": MOST_LINES}
        )
    _refuse_cpr_in(told)
    new = more = unmatched = 0
    for line, subject in matched(by, told):
        there = _on_list(session, subject)
        if there is not None and not there.cancelled:
            add_persons(by=by, participation=there, persons=line.persons)
            more += 1
            continue
        record_participation(
            by=by, session=session, subject=subject, persons=line.persons,
            told="" if subject is not None else line.text,
        )  # fmt: skip
        new, unmatched = new + (subject is not None), unmatched + (subject is None)
    return Added(new, more, unmatched)


def _refuse_cpr_in(told: Iterable[Told]) -> None:
    for line in told:
        refuse_cpr(_("Deltagerlisten, linje %(line)s") % {"line": line.line}, line.text)


@transaction.atomic
def add_persons(*, by: User | None, participation: Participation, persons: int) -> Participation:
    """Count more persons from a company that is on the list."""
    participation.persons = min(participation.persons + persons, MOST_PERSONS)
    keep(participation, by=by, action="add_persons")
    return participation


@transaction.atomic
def resolve(*, by: User | None, participation: Participation, subject: Subject) -> Participation:
    """Say who a line of a list was; where the company is on the list already, the persons add up there."""
    there = _on_list(participation.session, subject)
    if there is None:
        return name_participant(by=by, participation=participation, subject=subject)
    if participation.subject_id is not None:
        raise ValidationError(_("Deltageren er allerede knyttet til en virksomhed eller iværksætter."))
    persons = participation.persons
    take_off(by=by, participation=participation, why=_("Samme virksomhed stod på listen."))
    if there.cancelled:
        there.cancelled, there.persons, there.attended = False, persons, participation.attended
        return _keep_with_fact(there, by=by, action="put_on_again")
    return add_persons(by=by, participation=there, persons=persons)


@transaction.atomic
def leave_unknown(*, by: User | None, participation: Participation) -> Participation:
    """Note that somebody has looked and nobody knows who it was; it counts as one unknown participant."""
    participation.unknown = True
    keep(participation, by=by, action="leave_unknown")
    return participation


@transaction.atomic
def take_off(*, by: User | None, participation: Participation, why: str = "") -> Participation:
    """Take somebody off the list who was put there by mistake; the row stays and counts nowhere."""
    participation.cancelled = True
    return _keep_with_fact(participation, by=by, action="take_off", why=why)


@transaction.atomic
def tick_off(*, by: User | None, participation: Participation, attended: bool) -> Participation:
    """Note whether somebody on the list came."""
    participation.attended = attended
    return _keep_with_fact(participation, by=by, action="tick_off", attended=attended)


@transaction.atomic
def tick_off_all(*, by: User | None, session: Session, came: set[int], absent: set[int]) -> int:
    """Note who on the list of a day came and who did not; return how many that changed."""
    rows = session.participations.filter(cancelled=False, pk__in=came | absent)
    changed = 0
    for row in rows.select_related("approach", "subject", "session__offer__organiser").order_by("pk"):
        if row.attended is not (row.pk in came):
            tick_off(by=by, participation=row, attended=row.pk in came)
            changed += 1
    return changed


def _keep_with_fact(
    row: Participation, *, by: User | None, action: str, why: str = "", **details: Any
) -> Participation:
    """Store a participation with the fact that partners see, in the place of the one before."""
    former = row.approach
    row.approach = _approach(by, row)
    keep(row, by=by, action=action, why=why, **details)
    if former is not None:
        former.delete()
    return row


def _approach(by: User | None, row: Participation) -> Approach | None:
    """An attendance is a meeting with the organiser; a no-show is no contact, a stranger nobody's."""
    if row.subject is None or row.attended is False or row.cancelled or row.session.cancelled:
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
    participation.subject, participation.told, participation.unknown = subject, "", False
    participation.approach = _approach(by, participation)
    keep(participation, by=by, action="name_participant")
    return participation
