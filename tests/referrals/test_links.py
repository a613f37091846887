"""Links for receivers without log-in: signed, for a time, and each good for one answer."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from samspil.platform.messages.models import Message
from samspil.referrals import actions, links, rules
from samspil.referrals.actions import Receiver
from samspil.referrals.kinds import State
from samspil.referrals.models import Referral
from tests.referrals.conftest import DAY, Field


def why(token: str, on: dt.date = DAY) -> str:
    with pytest.raises(links.LinkError) as refused:
        actions.answer(token=token, step="accept", on=on)
    return refused.value.why


@pytest.fixture
def outside(field: Field) -> Referral:
    """A referral to a provider who has no log-in."""
    return field.sent(Receiver(field.provider))


def test_only_who_cannot_log_in_gets_a_link(field: Field, outside: Referral) -> None:
    mail = Message.objects.get(address="post@fjord.example")
    assert mail.link == links.address(outside)
    assert not field.sent().nonce


def test_a_link_works_for_one_answer_and_the_next_step_has_a_new_one(outside: Referral) -> None:
    first = links.token(outside)
    answered = actions.answer(token=first, step="accept", on=DAY)
    assert answered.state == State.ACCEPTED.value
    assert why(first) == "used"
    second = links.token(answered)
    assert second != first
    assert Message.objects.filter(link=links.address(answered)).count() == 1
    answered = actions.answer(token=second, step="contact", on=DAY, note="Har ringet")
    answered = actions.answer(token=links.token(answered), step="help", on=DAY)
    assert answered.state == State.HELPED.value
    assert Message.objects.filter(link=links.address(answered)).count() == 0, "nothing is left to answer"


def test_a_refused_answer_leaves_the_link_as_it_was(outside: Referral) -> None:
    token = links.token(outside)
    with pytest.raises(ValidationError, match="hvorfor"):
        actions.answer(token=token, step="return", on=DAY)
    assert actions.answer(token=token, step="return", on=DAY, note="Ikke os").state == State.RETURNED.value


def test_an_expired_or_tampered_link_opens_nothing(outside: Referral) -> None:
    token = links.token(outside)
    assert outside.link_until == DAY + dt.timedelta(rules.LINK_DAYS)
    assert why(token, outside.link_until + dt.timedelta(1)) == "expired"
    body, _, signature = token.rpartition(":")
    other = Referral.objects.create(
        subject=outside.subject, organisation=outside.organisation, on=DAY, receiver_kind="fund"
    )
    for wrong in (token[:-1], token + "x", body, f"{other.pk}.{outside.nonce}:{signature}", "", "1.:x"):
        assert why(wrong) == "broken"
    outside.refresh_from_db()
    assert outside.state == State.SENT.value


def test_a_row_without_a_link_is_not_opened_by_an_empty_one(field: Field, outside: Referral) -> None:
    row = field.sent()
    assert why(links.token(row)) == "used"


def test_a_new_link_makes_the_old_one_useless(field: Field, outside: Referral) -> None:
    token = links.token(outside)
    actions.send_new_link(by=field.sender, referral=outside, on=DAY)
    assert why(token) == "used"
    assert actions.answer(token=links.token(outside), step="accept", on=DAY).pk == outside.pk


def test_a_withdrawn_referral_is_answered_no_more(field: Field, outside: Referral) -> None:
    field.step(outside, "withdraw", note="Virksomheden har fundet hjælp")
    with pytest.raises(ValidationError, match="Trukket tilbage"):
        actions.answer(token=links.token(outside), step="accept", on=DAY)


def test_outsiders_asked_side_by_side_have_links_of_their_own(field: Field) -> None:
    first = field.sent(Receiver(name="A", email="a@a.example"), Receiver(name="B", email="b@b.example"))
    rows = list(Referral.objects.filter(handover=first.handover))
    assert len({links.token(row) for row in rows}) == 2
    actions.answer(token=links.token(rows[0]), step="accept", on=DAY)
    assert actions.answer(token=links.token(rows[1]), step="accept", on=DAY).state == State.ACCEPTED.value
