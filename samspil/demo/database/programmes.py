"""Group offers, sessions and who came, written in bulk with the contact facts that partners may see."""

from __future__ import annotations

from samspil.companies.kinds import ApproachKind, ApproachState
from samspil.companies.models import Approach
from samspil.demo.database.window import Window, number
from samspil.demo.world import records
from samspil.programmes.models import GroupOffer, Participation, Session

# The contact facts of contacts have the contacts' numbers; those of attendance begin above all of them.
ATTENDANCE = 10_000_000


def write_programmes(window: Window) -> int:
    """Sessions held, and the lists of participants that were handed in."""
    held = [each for each in window.world.sessions if window.new(each.on)]
    window.write(GroupOffer, (_offer(window, each) for each in held))
    through = GroupOffer.co_organisers.through
    window.write(
        through,
        (
            through(groupoffer_id=number(each.offer), organisation_id=window.organisation(code))
            for each in held
            for code in each.organisers[1:]
        ),
    )
    written = window.write(Session, (_session(each) for each in held))
    seats = [each for each in window.world.participations if window.new(each.registered)]
    window.write(
        Approach, (_fact(window, each, each.subject) for each in seats if each.subject and _came(each))
    )
    return written + window.write(Participation, (_participation(each) for each in seats))


def _offer(window: Window, each: records.Session) -> GroupOffer:
    return GroupOffer(
        pk=number(each.offer), organiser_id=window.organisation(each.organisers[0]), title=each.title
    )


def _session(each: records.Session) -> Session:
    return Session(
        pk=number(each.key), offer_id=number(each.offer), day=each.on, municipality_id=each.municipality
    )


def _came(each: records.Participation) -> bool:
    """An attendance is a meeting with the organiser; a no-show is no contact, a stranger nobody's."""
    return each.subject is not None and each.attended is not False


def _fact(window: Window, each: records.Participation, subject: records.Subject) -> Approach:
    return Approach(
        pk=ATTENDANCE + number(each.key),
        subject_id=number(subject.key),
        organisation_id=window.organisation(each.session.organisers[0]),
        day=each.session.on,
        kind=ApproachKind.MEETING,
        state=ApproachState.HELD if each.attended else ApproachState.PLANNED,
    )


def _participation(each: records.Participation) -> Participation:
    return Participation(
        pk=number(each.key),
        session_id=number(each.session.key),
        subject_id=number(each.subject.key) if each.subject else None,
        persons=1 if each.persons is None else each.persons,
        attended=each.attended,
        approach_id=ATTENDANCE + number(each.key) if _came(each) else None,
    )
