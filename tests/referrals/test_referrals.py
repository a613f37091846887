"""From draft to outcome: who may take which step, what the receiver sees, and who is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from samspil.companies.models import Approach
from samspil.guidance.actions import shield_case
from samspil.guidance.kinds import InteractionKind
from samspil.guidance.models import GuidanceCase, Interaction
from samspil.guidance.queries import cases_for
from samspil.organisations.kinds import Role
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.queries import history_of
from samspil.platform.messages.models import Message
from samspil.referrals import actions, rules
from samspil.referrals.actions import Receiver
from samspil.referrals.kinds import Basis, ReceiverKind, State
from samspil.referrals.models import Referral, ReferralStep
from samspil.referrals.permissions import may_answer, may_read_referral, may_send
from samspil.referrals.queries import inbox_for, receivers_of, referrals_for, steps_of
from tests.referrals.conftest import DAY, Field


def messages_to(user: User) -> list[str]:
    return [each.subject for each in Message.objects.filter(user=user).order_by("pk")]


@pytest.mark.requirement("B94")
def test_a_referral_goes_from_draft_to_help_and_its_sender_is_told_each_time(field: Field) -> None:
    referral = field.sent()
    assert referral.answer_by == dt.date(2022, 9, 19)
    assert messages_to(field.receiver) == ["Business Lemvig henviser en virksomhed til jer"]
    field.step(referral, "see")
    field.step(referral, "accept", DAY + dt.timedelta(1))
    field.step(referral, "contact", DAY + dt.timedelta(5), contact=InteractionKind.CALL, note="Aftalt møde")
    field.step(referral, "help", DAY + dt.timedelta(20), note="Har fået en plan")
    # From Wednesday to Monday: three working days.
    assert (referral.state, referral.handover_days) == (State.HELPED, 3)
    assert messages_to(field.sender) == [
        "Erhvervshus Midtjylland har overtaget en henvisning fra dig",
        "Erhvervshus Midtjylland har kontaktet virksomheden",
        "Erhvervshus Midtjylland har hjulpet virksomheden",
    ]
    assert [each.code for each in steps_of(referral)] == ["send", "see", "accept", "contact", "help"]
    assert history_of(referral).count() == 6


@pytest.mark.requirement("B94")
def test_no_mail_holds_what_the_company_needs(field: Field) -> None:
    field.step(field.sent(), "return", note="Vi har ikke tid")
    written = " ".join(f"{each.subject} {each.body}" for each in Message.objects.all())
    assert "Tyskland" not in written
    assert "Vi har ikke tid" not in written


def test_the_sender_is_told_of_a_decline_and_asks_the_next(field: Field) -> None:
    referral = field.sent()
    with pytest.raises(ValidationError, match="Skriv hvorfor"):
        field.step(referral, "return")
    field.step(referral, "return", note="Vi tager ikke eksport")
    assert messages_to(field.sender) == ["Erhvervshus Midtjylland har sendt en henvisning tilbage"]
    again = field.sent(Receiver(field.provider))
    assert again.pk != referral.pk


@pytest.mark.parametrize("state", rules.STATES)
def test_each_step_is_refused_in_words_unless_the_table_names_it(field: Field, state: str) -> None:
    referral = field.sent()
    by = {rules.SENDER: field.sender, rules.RECEIVER: field.receiver, rules.CLOCK: None}
    for party, step in product(rules.PARTIES, sorted(set(rules.STEPS) - {"contact"})):
        legal = [t for t in rules.TRANSITIONS if (t.source, t.step, t.party) == (state, step, party)]
        marker = transaction.savepoint()
        Referral.objects.filter(pk=referral.pk).update(state=state, accepted_on=DAY)
        row = Referral.objects.get(pk=referral.pk)

        def take(row: Referral = row, step: str = step, party: str = party) -> Referral:
            return actions.take(by=by[party], referral=row, step=step, party=party, on=DAY, note="Fordi")

        if legal:
            assert take().state == legal[0].target
        else:
            with pytest.raises(ValidationError) as refused:
                take()
            assert str(State(state).label) in refused.value.messages[0]
            assert Referral.objects.get(pk=referral.pk).state == state
        transaction.savepoint_rollback(marker)


def test_a_step_is_taken_by_its_party_only(field: Field, somebody: Callable[..., User]) -> None:
    referral = field.sent()
    helper = somebody("student", field.hub, Role.STUDENT_HELPER)
    for who in (field.sender, helper, somebody("fremmed", field.provider)):
        with pytest.raises(PermissionDenied):
            actions.take(by=who, referral=referral, step="accept", party=rules.RECEIVER, on=DAY)
    with pytest.raises(PermissionDenied):
        actions.take(by=field.receiver, referral=referral, step="withdraw", party=rules.SENDER, on=DAY)


def test_a_referral_back_to_sender_is_refused(field: Field) -> None:
    field.step(field.sent(), "accept")
    with pytest.raises(ValidationError, match="Send tilbage"):
        actions.refer(
            by=field.receiver, subject=field.company, organisation=field.hub, on=DAY,
            receiver_kind=ReceiverKind.MUNICIPALITY, receiver=field.lemvig,
        )  # fmt: skip


@pytest.mark.requirement("B82")
def test_when_the_help_is_given_the_company_may_be_referred_to_its_municipality_again(field: Field) -> None:
    referral = field.step(field.sent(), "accept")
    field.step(referral, "contact", contact=InteractionKind.MEETING)
    field.step(referral, "help")
    actions.refer(
        by=field.receiver, subject=field.company, organisation=field.hub, on=DAY,
        receiver_kind=ReceiverKind.MUNICIPALITY, receiver=field.lemvig,
    )  # fmt: skip


def test_what_was_referred_to_somebody_is_not_referred_there_twice(field: Field) -> None:
    field.sent()
    with pytest.raises(ValidationError, match="allerede en åben henvisning"):
        field.draft()


@pytest.mark.requirement("A18", "B94")
def test_the_case_opens_for_whoever_takes_over_and_not_before(field: Field) -> None:
    referral = field.sent()
    assert field.case not in cases_for(field.receiver)
    field.step(referral, "accept")
    assert field.case in cases_for(field.receiver)
    assert not Approach.objects.exists(), "taking over is no contact"
    field.step(referral, "return", note="Det var ikke os")
    assert field.case not in cases_for(field.receiver)


def test_the_case_stays_shut_when_the_company_did_not_agree_to_more(field: Field) -> None:
    field.step(field.sent(share_case=False), "accept")
    assert field.case not in cases_for(field.receiver)


@pytest.mark.requirement("B21")
def test_contact_is_registered_as_a_contact_and_seen_as_one(field: Field) -> None:
    referral = field.step(field.sent(), "accept")
    with pytest.raises(ValidationError, match="hvordan"):
        field.step(referral, "contact")
    field.step(referral, "contact", contact=InteractionKind.VISIT, note="God snak")
    held = Interaction.objects.get()
    assert (held.organisation, held.adviser, held.note) == (field.hub, field.receiver, "God snak")
    assert Approach.objects.get().organisation == field.hub


def test_a_shielded_case_is_referred_with_consent_and_carries_its_own_text_only(field: Field) -> None:
    shield_case(by=field.sender, case=field.case)
    with pytest.raises(ValidationError, match="skærmet"):
        field.draft(basis=Basis.PUBLIC_TASK)
    referral = field.sent()
    assert referral in referrals_for(field.receiver)
    field.step(referral, "accept")
    assert not cases_for(field.receiver).exists()
    assert all("Nordvest" not in each.body for each in Message.objects.all())


def test_a_referral_from_a_shielded_case_is_its_own_peoples_only(
    field: Field, somebody: Callable[..., User]
) -> None:
    shield_case(by=field.sender, case=field.case)
    referral = field.sent()
    colleague, leader = somebody("kollega", field.lemvig), somebody("leder", field.lemvig, Role.UNIT_LEADER)
    assert referral not in referrals_for(colleague)
    assert referral in referrals_for(leader)
    assert referral in referrals_for(field.sender)


@pytest.mark.requirement("A9")
@pytest.mark.parametrize("missing", ["consent_by", "consent_on", "consent_how", "need", "choice_reason"])
def test_who_said_yes_what_is_needed_and_why_these_is_written_before_anything_is_sent(
    field: Field, missing: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        field.draft(**{missing: None if missing == "consent_on" else ""})
    assert list(refused.value.message_dict) == [missing]
    assert not Referral.objects.exists()


def test_a_legal_basis_needs_nobody_to_say_yes(field: Field) -> None:
    assert field.draft(basis=Basis.PUBLIC_TASK, consent_by="", consent_on=None, consent_how="").pk


@pytest.mark.parametrize("text", ["need", "tried", "choice_reason", "contact_name"])
def test_a_cpr_number_is_refused_wherever_it_is_written(field: Field, text: str) -> None:
    with pytest.raises(ValidationError, match="CPR"):
        field.draft(**{text: "Karen, 010190-1234"})
    referral = field.step(field.sent(), "accept")
    with pytest.raises(ValidationError, match="CPR"):
        field.step(referral, "return", note="010190-1234")


@pytest.mark.requirement("A9", "A10")
def test_providers_asked_side_by_side_never_learn_of_each_other(
    field: Field, somebody: Callable[..., User]
) -> None:
    inside = somebody("ida", field.provider)
    first = field.sent(
        Receiver(field.provider), Receiver(field.hub), Receiver(name="Hav A/S", email="a@b.dk")
    )
    rows = list(receivers_of(first))
    assert [row.receiver_shown for row in rows] == ["Fjord Rådgivning", "Erhvervshus Midtjylland", "Hav A/S"]
    assert set(referrals_for(inside)) == {rows[0]}
    assert set(referrals_for(field.receiver)) == {rows[1]}
    before = Message.objects.exclude(user=field.sender).count()
    field.step(rows[1], "accept")
    assert Message.objects.exclude(user=field.sender).count() == before
    assert rows[0].state == State.SENT


def test_a_receiver_without_log_in_and_without_address_cannot_be_followed(field: Field) -> None:
    with pytest.raises(ValidationError, match="uden opfølgning"):
        field.draft(Receiver(name="Hav A/S"))


def test_a_draft_is_seen_by_its_sender_alone_and_may_be_written_anew_or_thrown_away(field: Field) -> None:
    first = field.draft()
    assert not referrals_for(field.receiver).exists()
    assert not Message.objects.exists()
    again = actions.redraft(
        by=field.sender, referral=first, receivers=[Receiver(field.provider)], on=DAY,
        texts={"need": "Noget andet", "choice_reason": "Tæt på", "basis": Basis.PUBLIC_TASK},
    )[0]  # fmt: skip
    first.refresh_from_db()
    assert (first.state, again.state) == (State.WITHDRAWN, State.DRAFT)
    assert not referrals_for(field.receiver).exists()
    with pytest.raises(ValidationError, match="allerede sendt"):
        actions.send(by=field.sender, referral=first, on=DAY)


def test_a_step_lies_neither_in_the_future_nor_before_the_last(field: Field) -> None:
    referral = field.sent()
    with pytest.raises(ValidationError, match="ikke kommet"):
        field.step(referral, "accept", DAY + dt.timedelta(1), today=DAY)
    with pytest.raises(ValidationError, match="før henvisningens"):
        field.step(referral, "accept", DAY - dt.timedelta(1), today=DAY)


def test_a_call_before_the_page_was_opened_is_noted_on_its_own_day(field: Field) -> None:
    referral = field.sent()
    field.step(referral, "see", DAY + dt.timedelta(2))
    field.step(referral, "accept", DAY + dt.timedelta(1))
    field.step(referral, "contact", DAY + dt.timedelta(1), contact=InteractionKind.CALL)
    assert (referral.contacted_on, referral.handover_days) == (DAY + dt.timedelta(1), 1)
    with pytest.raises(ValidationError, match="før henvisningens"):
        field.step(referral, "help", DAY)


def test_two_drafts_to_the_same_receiver_are_not_both_sent(field: Field) -> None:
    first, second = field.draft(), field.draft()
    actions.send(by=field.sender, referral=first, on=DAY)
    with pytest.raises(ValidationError, match="allerede en åben"):
        actions.send(by=field.sender, referral=second, on=DAY)
    second.refresh_from_db()
    assert second.state == State.DRAFT


def test_somebody_not_reached_may_call_back(field: Field) -> None:
    referral = field.step(field.step(field.sent(), "accept"), "miss")
    assert referral.closed_on == DAY
    field.step(referral, "contact", DAY + dt.timedelta(2), contact=InteractionKind.CALL)
    assert referral.closed_on is None
    assert referral.state == State.CONTACTED


def test_the_substitute_reads_what_was_meant_for_somebody_who_is_away(
    field: Field, somebody: Callable[..., User]
) -> None:
    from samspil.organisations.models import Absence

    substitute = somebody("vikar", field.hub)
    Absence.objects.create(user=field.receiver, substitute=substitute, first=DAY, last=DAY)
    field.sent(Receiver(field.hub, adviser=field.receiver))
    assert messages_to(substitute) == ["Business Lemvig henviser en virksomhed til jer"]
    assert messages_to(field.receiver) == []


def test_the_inbox_holds_what_is_open_and_mine_to_answer(field: Field, somebody: Callable[..., User]) -> None:
    referral = field.sent()
    assert set(inbox_for(field.receiver)) == {referral}
    for who in (field.sender, somebody("evaluator", field.hub, Role.EVALUATOR)):
        assert not inbox_for(who).exists()
    field.step(referral, "return", note="Nej")
    assert not inbox_for(field.receiver).exists()


def test_who_may_read_a_referral_is_who_finds_it_for_every_role(
    field: Field, somebody: Callable[..., User]
) -> None:
    rows = [field.draft(Receiver(name="Hav A/S", email="a@b.dk")), field.sent()]
    shielded = GuidanceCase.objects.create(
        subject=field.company, organisation=field.lemvig, level="basic", started=DAY, shielded=True,
        adviser=field.sender,
    )  # fmt: skip
    tick = actions.refer(
        by=field.sender, subject=field.company, organisation=field.lemvig, on=DAY,
        receiver_kind=ReceiverKind.FUND, case=shielded,
    )  # fmt: skip
    rows.append(tick)
    for organisation in (field.lemvig, field.hub, field.provider):
        for role in Role:
            user = somebody(f"{role.value}-{organisation.pk}", organisation, role)
            found = set(referrals_for(user))
            for row in rows:
                assert may_read_referral(user, row) == (row in found), (organisation, role, row)
                works = role.value in rules.SENDERS
                assert may_send(user, row) == (works and organisation == field.lemvig and row in found)
                receives = role.value in rules.RECEIVERS and organisation == row.receiver
                assert may_answer(user, row) == receives


@pytest.mark.requirement("B82")
def test_a_tick_set_by_mistake_is_taken_back_and_counts_no_more(field: Field, hub: Organisation) -> None:
    tick = actions.refer(
        by=field.sender, subject=field.company, organisation=field.lemvig, on=DAY,
        receiver_kind=ReceiverKind.FUND,
    )  # fmt: skip
    actions.discard(by=field.sender, referral=tick, on=DAY)
    assert tick.state in rules.UNCOUNTED


def test_what_is_stored_refuses_a_followed_referral_without_a_handover(field: Field) -> None:
    referral = field.sent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Referral.objects.filter(pk=referral.pk).update(handover=None)
    assert ReferralStep.objects.filter(referral=referral).count() == 1
