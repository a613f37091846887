"""Deadlines, reminders, escalation, expiry, pauses, and the question half a year later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from samspil.organisations.kinds import Role
from samspil.organisations.models import User
from samspil.platform.messages.models import Message
from samspil.referrals import actions, figures, sweeps
from samspil.referrals.actions import Receiver
from samspil.referrals.kinds import ReceiverKind, State, Use
from samspil.referrals.models import Referral
from samspil.referrals.queries import to_ask_for, working_days_of
from tests.referrals.conftest import DAY, Field


def after(field: Field, count: int) -> dt.date:
    return working_days_of(field.hub).after(DAY, count)


def mails() -> list[tuple[str, str]]:
    rows = Message.objects.select_related("user").order_by("pk")
    return [(row.user.email if row.user else row.address, row.subject) for row in rows]


def test_a_receiver_is_reminded_on_each_day_of_the_rule_and_only_once(field: Field) -> None:
    referral = field.sent(Receiver(field.hub, adviser=field.receiver))
    field.hub.email = "post@hub.example"
    field.hub.save()
    Message.objects.all().delete()
    assert sweeps.chase_due(on=after(field, 2)) == 0
    assert sweeps.chase_due(on=after(field, 3)) == 1
    assert sweeps.chase_due(on=after(field, 3)) == 0
    assert sweeps.chase_due(on=after(field, 8)) == 0
    wait = "Business Lemvig venter på svar på en henvisning"
    assert mails() == [("hans@example.dk", wait)]
    # The second reaches the unit's inbox too, the third the sender as well.
    sweeps.chase_due(on=after(field, 9))
    assert mails()[1:] == [("hans@example.dk", wait), ("post@hub.example", wait)]
    sweeps.chase_due(on=after(field, 21))
    assert mails()[-1] == (
        "lis@example.dk",
        "Erhvervshus Midtjylland har endnu ikke svaret på din henvisning",
    )
    assert [step.number for step in referral.steps.filter(code="chase").order_by("pk")] == [3, 9, 21]


def test_a_server_that_was_off_sends_the_latest_reminder_only(field: Field) -> None:
    referral = field.sent()
    assert sweeps.chase_due(on=after(field, 30)) == 1
    assert [step.number for step in referral.steps.filter(code="chase")] == [21]
    assert sweeps.chase_due(on=after(field, 30)) == 0


def test_what_nobody_answers_expires_and_the_sender_is_told_once(field: Field) -> None:
    referral = field.sent()
    assert sweeps.chase_due(on=after(field, 45)) == 1
    assert sweeps.chase_due(on=after(field, 45)) == 0
    last = after(field, 46)
    assert sweeps.chase_due(on=last) == 1
    assert sweeps.chase_due(on=last) == 0
    referral.refresh_from_db()
    assert (referral.state, referral.closed_on) == (State.EXPIRED.value, last)
    told = "Erhvervshus Midtjylland har ikke svaret på din henvisning inden fristen"
    assert mails().count(("lis@example.dk", told)) == 1


def test_what_was_answered_is_not_chased(field: Field) -> None:
    field.step(field.sent(), "accept")
    assert sweeps.chase_due(on=after(field, 60)) == 0


def test_a_unit_may_switch_reminders_off_and_still_lets_the_sender_know_in_the_end(
    field: Field, somebody: Callable[..., User]
) -> None:
    leader = somebody("leder", field.hub, Role.UNIT_LEADER)
    actions.set_clock(by=leader, organisation=field.hub, days=[2, 10], chasing=False)
    referral = field.sent()
    assert referral.answer_by == after(field, 2)
    assert sweeps.chase_due(on=after(field, 9)) == 0
    assert sweeps.chase_due(on=after(field, 11)) == 1
    with pytest.raises(PermissionDenied):
        actions.set_clock(by=field.receiver, organisation=field.hub, days=[2], chasing=True)


@pytest.mark.parametrize("days", [[], [3, 3], [9, 3], [0, 3], [3, 999], list(range(1, 12))])
def test_a_rule_that_makes_no_sense_is_refused(field: Field, days: list[int]) -> None:
    with pytest.raises(ValidationError):
        actions.set_clock(by=None, organisation=field.hub, days=days, chasing=True)
    with pytest.raises(ValidationError, match="Ukendt dag"):
        actions.set_clock(by=None, organisation=field.hub, days=[3], chasing=True, closed=["02-30"])


def test_a_pause_moves_what_waits_and_taking_it_back_moves_it_again(field: Field) -> None:
    referral = field.sent()
    before = referral.answer_by
    pause = actions.pause(
        by=None, organisation=field.hub, first=DAY, last=DAY + dt.timedelta(7), why="Flytning"
    )
    referral.refresh_from_db()
    assert before is not None
    assert referral.answer_by == dt.date(2022, 9, 26)
    actions.lift_pause(by=None, pause=pause)
    referral.refresh_from_db()
    assert referral.answer_by == before
    with pytest.raises(ValidationError, match="før den begynder"):
        actions.pause(by=None, organisation=field.hub, first=DAY, last=DAY - dt.timedelta(1), why="")


@pytest.mark.requirement("B54", "B55", "B56")
def test_half_a_year_later_the_sender_is_asked_once_and_the_answer_is_a_figure_of_its_own(
    field: Field,
) -> None:
    referral = field.sent()
    later = dt.date(2023, 3, 14)
    assert sweeps.ask_use_due(on=later - dt.timedelta(1)) == 0
    assert sweeps.ask_use_due(on=later) == 1
    assert sweeps.ask_use_due(on=later) == 0
    assert mails()[-1] == ("lis@example.dk", "Blev henvisningen til Erhvervshus Midtjylland brugt?")
    assert set(to_ask_for(field.sender)) == {referral}
    year = {"first": dt.date(2022, 1, 1), "last": dt.date(2022, 12, 31), "on": later}
    assert figures.used(field.sender, **year).share is None
    referral.refresh_from_db()
    actions.note_use(by=field.sender, referral=referral, use=Use.USED, on=later)
    found = figures.used(field.sender, **year)
    assert (found.due, found.asked, found.base, found.share) == (1, 1, 1, 100)
    assert not to_ask_for(field.sender).exists()
    # "Ved ikke" leaves the denominator, as in the evaluation's method.
    actions.note_use(by=field.sender, referral=referral, use=Use.DONT_KNOW, on=later)
    assert figures.used(field.sender, **year).share is None
    with pytest.raises(PermissionDenied):
        actions.note_use(by=field.receiver, referral=referral, use=Use.USED, on=later)


def test_nobody_asks_about_what_was_sent_back_or_never_followed(field: Field) -> None:
    field.step(field.sent(), "return", note="Nej")
    actions.refer(
        by=field.sender, subject=field.company, organisation=field.lemvig, on=DAY,
        receiver_kind=ReceiverKind.FUND,
    )  # fmt: skip
    field.draft(Receiver(field.provider))
    assert sweeps.ask_use_due(on=DAY + dt.timedelta(400)) == 0


@pytest.mark.requirement("A22", "A28")
def test_a_unit_sees_how_many_it_refers_how_many_are_taken_and_how_quickly(field: Field) -> None:
    referral = field.step(field.sent(), "accept")
    field.step(referral, "contact", DAY + dt.timedelta(2), contact="call")
    field.step(field.sent(Receiver(field.provider)), "withdraw", note="Fejl")
    actions.refer(
        by=field.sender, subject=field.company, organisation=field.lemvig, on=DAY,
        receiver_kind=ReceiverKind.PRIVATE_ADVISER, topics=["capital"],
    )  # fmt: skip
    year = {"first": dt.date(2022, 1, 1), "last": dt.date(2022, 12, 31)}
    [mine] = figures.sent(field.sender, **year)
    assert (mine.sent, mine.subjects, mine.ticked, mine.followed, mine.accepted) == (2, 1, 1, 1, 1)
    assert mine.median == 2
    [theirs] = figures.received(field.receiver, **year)
    assert (theirs.received, theirs.accepted, theirs.in_time, theirs.median) == (1, 1, 1, 2)
    assert figures.sent(field.receiver, **year) == []
    assert figures.by_topic(field.sender, **year) == [("capital", 1, 1), ("internationalisation", 1, 0)]
    assert dict(figures.by_receiver(field.sender, **year)) == {"private_adviser": 1, "business_hub": 1}


def test_the_company_gets_a_letter_on_the_senders_word_and_only_one(field: Field) -> None:
    referral = field.sent()
    with pytest.raises(ValidationError, match="når ingen har taget"):
        actions.tell_company(by=field.sender, referral=referral, body="Hej", on=DAY)
    field.step(referral, "return", note="Nej")
    with pytest.raises(ValidationError, match="CPR"):
        actions.tell_company(by=field.sender, referral=referral, body="Hej 010190-1234", on=DAY)
    actions.tell_company(by=field.sender, referral=referral, body="Vi leder videre.", on=DAY)
    row = Message.objects.get(address="karen@nordvest.example")
    assert row.body == "Vi leder videre."
    assert not row.link, "the company has no page here"
    with pytest.raises(ValidationError, match="allerede"):
        actions.tell_company(by=field.sender, referral=referral, body="Igen", on=DAY)
    with pytest.raises(PermissionDenied):
        actions.tell_company(by=field.receiver, referral=referral, body="Hej", on=DAY)


def test_a_snapshot_leaves_out_drafts_and_what_was_taken_back(field: Field) -> None:
    from samspil.scorecards.snapshot import take

    kept = field.sent()
    field.draft(Receiver(field.provider))
    gone = actions.refer(
        by=field.sender, subject=field.company, organisation=field.lemvig, on=DAY,
        receiver_kind=ReceiverKind.FUND,
    )  # fmt: skip
    actions.discard(by=field.sender, referral=gone, on=DAY)
    Referral.objects.update(organisation=field.hub, receiver=None, receiver_name="Fjord")
    frame = take(hub=field.hub, as_of=DAY, taken_at=dt.datetime(2022, 10, 1, tzinfo=dt.UTC)).tables[
        "referrals"
    ]
    assert frame["receiver"].to_list() == [kept.receiver_kind]
