"""Takes a referral one step on, in the one place where the table of steps is enforced."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.guidance.actions import register_interaction
from samspil.guidance.kinds import InteractionKind, ShareSource
from samspil.guidance.models import Share
from samspil.organisations.kinds import Role
from samspil.organisations.queries import people_of
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr
from samspil.referrals import letters, links, rules
from samspil.referrals.kinds import Party, State, StepCode
from samspil.referrals.models import Referral, ReferralStep
from samspil.referrals.queries import clock_of, parties_of, working_days_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from samspil.organisations.models import User

# The steps whose days follow upon each other.
ORDERED = [step for step in rules.STEPS if step != "see"]


@transaction.atomic
def take(
    *,
    by: User | None,
    referral: Referral,
    step: str,
    party: str,
    on: dt.date,
    note: str = "",
    contact: InteractionKind | None = None,
    today: dt.date | None = None,
) -> Referral:
    """Take a step as a party; `by` is nobody for the clock and for a receiver without log-in.

    `contact` says how the company was contacted, and registers the contact. Raises ValidationError, in
    words, for a step that is not in the table, and PermissionDenied for who is not of that party.
    """
    if by is not None and party not in parties_of(by, referral):
        raise PermissionDenied
    found = _step(referral, step, party)
    _must_hold(referral, found, on=on, note=note, today=today)
    if step == "contact" and by is not None:
        _register(by, referral, on=on, note=note, kind=contact, today=today)
    _apply(referral, found, by=by, on=on)
    checked(referral)
    keep(referral, by=by, action=f"referral_{step}", party=party)
    note_step(by=by, referral=referral, code=StepCode(step), party=Party(party), on=on, note=note)
    _follow(referral, found, by=by, on=on)
    return referral


def _step(referral: Referral, step: str, party: str) -> rules.Transition:
    try:
        return rules.transition(step, referral.state, party)
    except rules.IllegalStepError:
        raise ValidationError(
            _("Henvisningen er »%(state)s«, så %(party)s kan ikke vælge »%(step)s« nu.")
            % {
                "state": State(referral.state).label,
                "party": Party(party).label.lower(),
                "step": StepCode(step).label,
            },
            code="illegal_step",
        ) from None


def _must_hold(
    referral: Referral, found: rules.Transition, *, on: dt.date, note: str, today: dt.date | None
) -> None:
    """A reason where one is asked for, and days that follow upon each other."""
    if found.reason and not note.strip():
        raise ValidationError({"note": _("Skriv hvorfor, så den anden part ved det.")})
    refuse_cpr(**{_("Notat"): note})
    if today is not None and on > today:
        raise ValidationError({"on": _("Dagen er ikke kommet endnu.")})
    # What the table orders; that a page was opened, or a link sent anew, stands in no step's way.
    last = referral.steps.filter(code__in=ORDERED).order_by("-on").values_list("on", flat=True).first()
    if on < max(referral.on, last or referral.on):
        raise ValidationError({"on": _("Dagen ligger før henvisningens seneste trin.")})


def _apply(referral: Referral, found: rules.Transition, *, by: User | None, on: dt.date) -> None:
    """Set what follows from a step on the row itself."""
    referral.state = found.target
    referral.closed_on = on if found.target in rules.CLOSED else None
    if found.step == "send":
        referral.on = on
        start_clock(referral)
        if not reached_inside(referral):
            links.renew(referral, on=on)
    if found.step == "accept":
        referral.accepted_on = on
        referral.receiver_adviser = by or referral.receiver_adviser
    if found.step == "contact" and referral.contacted_on is None:
        referral.contacted_on = on
        referral.handover_days = working_days_of(referral.receiver).between(referral.on, on)


def start_clock(referral: Referral) -> None:
    """Set by when an answer is due and when waiting is over, in the receiver's working days."""
    days, calendar = clock_of(referral.receiver).days, working_days_of(referral.receiver)
    referral.answer_by = calendar.after(referral.on, days[0])
    referral.expires_on = calendar.after(referral.on, days[-1])


def reached_inside(referral: Referral) -> bool:
    """Whether somebody at the receiver's logs in and may answer; others get a link by mail."""
    roles = [Role(role) for role in rules.RECEIVERS]
    return referral.receiver is not None and people_of(referral.receiver, roles=roles).exists()


def _register(
    by: User,
    referral: Referral,
    *,
    on: dt.date,
    note: str,
    kind: InteractionKind | None,
    today: dt.date | None,
) -> None:
    """The receiver's first contact is one like any other: it, not the referral, is the fact (B21)."""
    if referral.receiver is None or kind is None:
        raise ValidationError({"contact": _("Vælg, hvordan I har været i kontakt.")})
    register_interaction(
        by=by,
        subject=referral.subject,
        organisation=referral.receiver,
        on=on,
        kind=kind,
        topics=[code for code in referral.topics.split(";") if code],
        note=note,
        today=today,
    )


def note_step(
    *,
    by: User | None,
    referral: Referral,
    code: StepCode,
    party: Party,
    on: dt.date,
    note: str = "",
    number: int | None = None,
) -> ReferralStep:
    """Write the line of the timeline; the audit trail has its own."""
    line = ReferralStep(
        referral=referral,
        code=code,
        state=referral.state,
        party=party,
        by=by,
        on=on,
        note=note.strip(),
        number=number,
    )
    line.save()
    return line


def _follow(referral: Referral, found: rules.Transition, *, by: User | None, on: dt.date) -> None:
    """What a step does to others: the case opens or closes for the receiver, and the parties are told."""
    if found.step == "accept":
        _open_case(referral, by=by, on=on)
    if found.target in {rules.RETURNED, rules.WITHDRAWN}:
        _shut_case(referral, by=by, on=on)
    if found.step == "send":
        letters.tell_receiver(referral, on=on)
    if found.step in letters.TO_SENDER:
        letters.tell_sender(referral, found.step, on=on)
    if found.step == "withdraw":
        letters.tell_withdrawn(referral, on=on)


def _open_case(referral: Referral, *, by: User | None, on: dt.date) -> None:
    """Let the receiver read the case it was referred from, if the company agreed to that."""
    case, handover = referral.case, referral.handover
    if case is None or case.shielded or referral.receiver is None or handover is None:
        return
    if not handover.share_case or _shares(referral).exists():
        return
    share = Share(
        subject=referral.subject,
        owner=referral.organisation,
        reader=referral.receiver,
        case=case,
        source=ShareSource.REFERRAL,
        since=on,
    )
    keep(share, by=by, action="share_by_referral", referral=referral.pk)


def _shut_case(referral: Referral, *, by: User | None, on: dt.date) -> None:
    """Close it again, unless another referral of the same case is still with that receiver."""
    others = Referral.objects.filter(
        case=referral.case_id, receiver=referral.receiver_id, state__in=sorted(rules.TAKEN)
    )
    if referral.case_id is None or others.exclude(pk=referral.pk).exists():
        return
    for share in _shares(referral):
        share.until = on
        keep(share, by=by, action="end_share", referral=referral.pk)


def _shares(referral: Referral) -> QuerySet[Share]:
    """The case as it is open for the receiver because of a referral."""
    return Share.objects.filter(
        case=referral.case_id,
        owner=referral.organisation_id,
        reader=referral.receiver_id,
        source=ShareSource.REFERRAL,
        until__isnull=True,
    )


@transaction.atomic
def answer(*, token: str, step: str, on: dt.date, note: str = "") -> Referral:
    """Take a receiver's step by a signed link, which then is used up; later steps have a new one.

    Raises links.LinkError for a link that is broken, used or expired.
    """
    rows = Referral.objects.select_for_update(of=("self",)).select_related("organisation", "subject")
    referral = links.found(token, on=on, rows=rows)
    links.renew(referral, on=on)
    take(by=None, referral=referral, step=step, party=rules.RECEIVER, on=on, note=note)
    if rules.steps_from(referral.state, [rules.RECEIVER]):
        letters.send_link(referral, on=on)
    return referral
