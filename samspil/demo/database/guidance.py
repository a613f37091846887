"""Cases, contacts and referrals, written in bulk with the contact facts that partners may see."""

from __future__ import annotations

from samspil.companies.kinds import ApproachState
from samspil.companies.models import Approach
from samspil.demo.database.window import Window, number
from samspil.demo.world import records
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.guidance.rules import shown_as, topic_codes
from samspil.referrals.models import Referral

NOTE = "Demo: vi aftalte, hvad der skal ske nu, og hvem der gør hvad."


def write_guidance(window: Window) -> int:
    """What was registered, and what became known of cases that were there: segment and end."""
    world = window.world
    written = window.write(
        GuidanceCase, (_case(window, each) for each in world.cases if window.new(each.registered))
    )
    changed = (
        each
        for each in world.cases
        if each.registered <= window.after
        and (window.new(each.segment_registered) or window.new(each.ended_registered))
    )
    fields = ["segment", "segment_by", "segment_on", "ended"]
    window.mend(GuidanceCase, (_case(window, each) for each in changed), fields)
    contacts = [each for each in world.contacts if window.new(each.registered)]
    window.write(Approach, (_fact(window, each, shown) for each in contacts if (shown := _shown(each))))
    written += window.write(Interaction, (_contact(window, each) for each in contacts))
    return written + window.write(
        Referral, (_referral(window, each) for each in world.referrals if window.new(each.registered))
    )


def _case(window: Window, each: records.Case) -> GuidanceCase:
    judged = each.segment_registered
    return GuidanceCase(
        pk=number(each.key),
        subject_id=number(each.subject.key),
        organisation_id=window.organisation(each.organisation),
        office_id=window.people.offices.get((each.organisation, each.office)),
        level=each.level,
        segment=window.known(each.segment, judged) or "",
        segment_by_id=window.known(window.adviser(each.segment_by), judged),
        segment_on=window.known(each.segment_on, judged),
        target_group=each.target_group,
        topics=topic_codes(each.topics),
        adviser_id=window.adviser(each.adviser),
        meeting_municipality_id=each.met,
        started=each.started,
        ended=window.known(each.ended, each.ended_registered),
        signed_up=each.signed_up,
        not_signed_up_reason="Ønskede det ikke" if each.signed_up is False else "",
        shielded=each.shielded,
    )


def _shown(each: records.Contact) -> str | None:
    return shown_as(kind=each.kind, shielded=each.case is not None and each.case.shielded)


def _fact(window: Window, each: records.Contact, shown: str) -> Approach:
    return Approach(
        pk=number(each.key),
        subject_id=number(each.subject.key),
        organisation_id=window.organisation(each.organisation),
        adviser_id=window.adviser(each.adviser),
        day=each.on,
        kind=shown,
        state=ApproachState.HELD,
    )


def _contact(window: Window, each: records.Contact) -> Interaction:
    return Interaction(
        pk=number(each.key),
        subject_id=number(each.subject.key),
        case_id=number(each.case.key) if each.case else None,
        organisation_id=window.organisation(each.organisation),
        adviser_id=window.adviser(each.adviser),
        on=each.on,
        kind=each.kind,
        topics=topic_codes(each.case.topics) if each.case else "",
        note=NOTE,
        approach_id=number(each.key) if _shown(each) else None,
    )


def _referral(window: Window, each: records.Referral) -> Referral:
    return Referral(
        pk=number(each.key),
        subject_id=number(each.subject.key),
        case_id=number(each.case.key) if each.case else None,
        organisation_id=window.organisation(each.organisation),
        adviser_id=window.adviser(each.adviser),
        on=each.on,
        receiver_kind=each.receiver,
        receiver_id=window.organisation(each.to) if each.to else None,
    )
