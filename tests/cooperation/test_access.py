"""One organisation asks another to be let in; what is shielded never is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from samspil.cooperation import actions
from samspil.cooperation.models import AccessRequest
from samspil.cooperation.permissions import may_answer_access_request, may_cancel_access_request
from samspil.cooperation.queries import access_requests_for
from samspil.cooperation.rules import ACCESS_TRANSITIONS
from samspil.guidance.actions import open_case
from samspil.guidance.kinds import Level
from samspil.guidance.models import GuidanceCase
from samspil.guidance.queries import cases_for, interactions_for
from samspil.platform.audit.queries import history_of
from samspil.platform.messages.models import Message
from tests.cooperation.conftest import DAY, Parties

LATER = DAY + dt.timedelta(30)


def ask(parties: Parties, reason: str = "Vi skal mødes om en plan") -> AccessRequest:
    return actions.ask_access(
        by=parties.bo, subject=parties.company, asker=parties.lemvig, owner=parties.hub, reason=reason, on=DAY
    )


def case_of(parties: Parties, **details: Any) -> GuidanceCase:
    return open_case(
        by=parties.anna, subject=parties.company, organisation=parties.hub, level=Level.SPECIALISED,
        started=DAY, **details,
    )  # fmt: skip


@pytest.mark.requirement("B21")
def test_what_was_granted_is_read_until_it_is_withdrawn(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    case, hidden = case_of(parties), case_of(parties, shielded=True)
    request = ask(parties)
    assert not cases_for(parties.bo).exists()
    actions.grant_access(by=parties.hanne, request=request, on=DAY)
    assert list(cases_for(parties.bo)) == [case]
    assert interactions_for(parties.bo).count() == 1
    assert hidden not in cases_for(parties.bo)
    actions.end_access(by=parties.hanne, request=request, on=DAY)
    assert not cases_for(parties.bo).exists()
    assert not interactions_for(parties.bo).exists()
    assert [event.action for event in history_of(request)] == ["end_access", "grant_access", "ask_access"]


def test_one_case_can_be_opened_alone(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    case, _other = case_of(parties), case_of(parties)
    actions.grant_access(by=parties.hanne, request=ask(parties), on=DAY, case=case)
    assert list(cases_for(parties.bo)) == [case]
    assert not interactions_for(parties.bo).exists()


def test_a_shielded_case_cannot_be_opened(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    hidden = case_of(parties, shielded=True)
    with pytest.raises(ValidationError, match="skærmet"):
        actions.grant_access(by=parties.hanne, request=ask(parties), on=DAY, case=hidden)


def test_access_ends_by_itself_after_its_last_day(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    case_of(parties)
    actions.grant_access(by=parties.hanne, request=ask(parties), on=DAY, until=LATER)
    assert actions.end_due(on=LATER) == 0
    assert cases_for(parties.bo).exists()
    assert actions.end_due(on=LATER + dt.timedelta(1)) == 1
    assert not cases_for(parties.bo).exists()
    assert actions.end_due(on=LATER + dt.timedelta(1)) == 0


@pytest.mark.requirement("B21")
def test_only_a_party_that_is_known_to_have_been_in_contact_can_be_asked(parties: Parties) -> None:
    case_of(parties, shielded=True)
    with pytest.raises(ValidationError, match="har været i kontakt"):
        ask(parties)


def test_one_asks_once_and_with_a_reason_and_without_a_cpr_number(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    with pytest.raises(ValidationError, match="hvad I skal bruge"):
        ask(parties, " ")
    with pytest.raises(ValidationError, match="CPR"):
        ask(parties, "Om ejeren, 010190-1234")
    ask(parties)
    with pytest.raises(ValidationError, match="allerede spurgt"):
        ask(parties)


def test_who_answers_is_a_leader_or_the_adviser_of_a_case(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    request = ask(parties)
    assert may_answer_access_request(parties.hanne, request)
    assert not may_answer_access_request(parties.anna, request)
    case = case_of(parties)
    assert may_answer_access_request(parties.anna, request)
    GuidanceCase.objects.filter(pk=case.pk).update(shielded=True)
    assert not may_answer_access_request(parties.anna, request)
    assert not may_answer_access_request(parties.lis, request)
    assert may_cancel_access_request(parties.bo, request)
    assert not may_cancel_access_request(parties.hanne, request)


def test_both_sides_follow_a_request_and_are_told(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    request = ask(parties)
    assert list(access_requests_for(parties.hanne)) == list(access_requests_for(parties.bo)) == [request]
    assert [message.user for message in Message.objects.all()] == [parties.hanne]
    actions.refuse_access(by=parties.hanne, request=request, on=DAY, answer="Ikke uden samtykke")
    assert Message.objects.latest("pk").user == parties.bo
    assert "Nordvest" not in "".join(message.subject + message.body for message in Message.objects.all())


def test_a_no_has_a_reason_and_the_table_is_kept_to(parties: Parties) -> None:
    parties.contact(parties.anna, parties.hub)
    request = ask(parties)
    with pytest.raises(ValidationError, match="siger nej"):
        actions.refuse_access(by=parties.hanne, request=request, on=DAY, answer="")
    actions.cancel_access(by=parties.bo, request=request, on=DAY)
    acts: list[Callable[[], object]] = [
        lambda: actions.grant_access(by=parties.hanne, request=request, on=DAY),
        lambda: actions.end_access(by=parties.hanne, request=request, on=DAY),
    ]
    for act in acts:
        with pytest.raises(ValidationError, match="allerede: trukket tilbage"):
            act()
    assert ("cancelled", "granted") not in ACCESS_TRANSITIONS
    # Taken back, it may be asked again.
    ask(parties)
