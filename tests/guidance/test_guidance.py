"""Cases, contacts and referrals, and what partners learn of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samspil.companies.actions import register_company
from samspil.companies.kinds import ApproachKind
from samspil.companies.models import Approach, Company
from samspil.companies.queries import approaches_to
from samspil.guidance import actions, kinds
from samspil.guidance.kinds import InteractionKind, Level, Segment
from samspil.guidance.models import GuidanceCase
from samspil.guidance.permissions import may_read_case
from samspil.guidance.queries import cases_for, shielded_from
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.audit.models import Event
from samspil.referrals.actions import refer
from samspil.referrals.kinds import ReceiverKind

DAY = dt.date(2022, 3, 1)


@pytest.fixture
def company(db: None) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")


@pytest.fixture
def lemvig(db: None) -> Organisation:
    return organisations.create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )


def somebody(email: str, organisation: Organisation | None = None, role: Role = Role.ADVISER) -> User:
    """Somebody without a password, which takes longest to make."""
    user = organisations.create_user(by=None, email=email, name=email, password=None)
    if organisation is not None:
        organisations.grant(by=None, user=user, organisation=organisation, role=role)
    return user


@pytest.fixture
def anna(hub: Organisation) -> User:
    return somebody("anna@example.dk", hub)


def open_case(by: User, company: Company, hub: Organisation, **details: Any) -> GuidanceCase:
    return actions.open_case(
        by=by, subject=company, organisation=hub, level=Level.SPECIALISED, started=DAY, **details
    )


def contact(
    by: User, company: Company, hub: Organisation, kind: InteractionKind, case: GuidanceCase | None = None
) -> None:
    actions.register_interaction(
        by=by, subject=company, organisation=hub, on=DAY, kind=kind, case=case, note="Fortroligt"
    )


@pytest.mark.requirement("B21")
def test_partners_learn_who_was_in_contact_when_and_how_and_nothing_more(
    anna: User, company: Company, hub: Organisation
) -> None:
    contact(anna, company, hub, InteractionKind.VISIT)
    contact(anna, company, hub, InteractionKind.EVENT)
    shown = list(approaches_to(company))
    assert {(each.organisation, each.day, each.kind) for each in shown} == {
        (hub, DAY, ApproachKind.VISIT),
        (hub, DAY, ApproachKind.MEETING),
    }
    assert {field.name for field in Approach._meta.get_fields()} == {
        "id", "subject", "organisation", "adviser", "day", "kind", "state", "interaction", "participation",
        "task",
    }  # fmt: skip


@pytest.mark.requirement("B21")
def test_a_mail_is_no_visit_meeting_or_call_and_stays_unknown_to_partners(
    anna: User, company: Company, hub: Organisation
) -> None:
    contact(anna, company, hub, InteractionKind.MAIL)
    assert not approaches_to(company).exists()


@pytest.mark.requirement("B21")
def test_a_shielded_case_leaves_no_trace_with_partners(
    anna: User, company: Company, hub: Organisation
) -> None:
    case = open_case(anna, company, hub, shielded=True)
    contact(anna, company, hub, InteractionKind.MEETING, case)
    assert not approaches_to(company).exists()


@pytest.mark.requirement("B21")
def test_shielding_a_case_takes_away_the_traces_it_has_left(
    anna: User, company: Company, hub: Organisation
) -> None:
    case = open_case(anna, company, hub)
    contact(anna, company, hub, InteractionKind.MEETING, case)
    contact(anna, company, hub, InteractionKind.CALL)
    actions.shield_case(by=anna, case=case)
    assert [each.kind for each in approaches_to(company)] == [ApproachKind.CALL]
    assert case.interactions.count() == 1


def test_a_contact_on_anothers_case_is_refused(anna: User, company: Company, hub: Organisation) -> None:
    case = open_case(anna, company, hub)
    other = register_company(by=None, name="En anden")
    with pytest.raises(ValidationError, match="anden virksomhed"):
        contact(anna, other, hub, InteractionKind.CALL, case)
    assert not Approach.objects.exists()


@pytest.mark.requirement("B80")
def test_a_segment_has_a_judge_and_a_day(anna: User, company: Company, hub: Organisation) -> None:
    case = open_case(anna, company, hub, topics=["kapital", "eksport", "kapital"])
    actions.judge_segment(by=anna, case=case, segment=Segment.GROWTH, on=DAY)
    case.refresh_from_db()
    assert (case.segment, case.segment_by, case.segment_on) == (Segment.GROWTH, anna, DAY)
    assert case.topics == "eksport;kapital"
    with pytest.raises(IntegrityError), transaction.atomic():
        GuidanceCase.objects.filter(pk=case.pk).update(segment="")


@pytest.mark.requirement("B71")
def test_a_case_closes_once_and_not_before_it_began(anna: User, company: Company, hub: Organisation) -> None:
    case = open_case(anna, company, hub)
    with pytest.raises(ValidationError):
        actions.close_case(by=anna, case=case, on=DAY - dt.timedelta(1))
    case.refresh_from_db()
    actions.close_case(by=anna, case=case, on=DAY, signed_up=False, reason="Har bedt om ikke at blive spurgt")
    with pytest.raises(ValidationError, match="afsluttet"):
        actions.close_case(by=anna, case=case, on=DAY)


@pytest.mark.requirement("B82", "A10")
def test_a_referral_without_follow_up_is_one_tick_with_receiver_and_day(
    anna: User, company: Company, hub: Organisation, lemvig: Organisation
) -> None:
    referral = refer(
        by=anna, subject=company, organisation=hub, on=DAY, receiver_kind=ReceiverKind.MUNICIPALITY,
        receiver=lemvig,
    )  # fmt: skip
    assert not referral.follow_up
    with pytest.raises(ValidationError):
        refer(
            by=anna, subject=company, organisation=hub, on=DAY, receiver_kind=ReceiverKind.BUSINESS_HUB,
            receiver=hub,
        )  # fmt: skip


def test_every_change_is_in_the_audit_trail_without_what_was_written(
    anna: User, company: Company, hub: Organisation
) -> None:
    case = open_case(anna, company, hub)
    contact(anna, company, hub, InteractionKind.CALL, case)
    actions.close_case(by=anna, case=case, on=DAY)
    lines = Event.objects.filter(by=anna).order_by("pk")
    assert [line.action for line in lines] == ["open_case", "register_interaction", "close_case"]
    assert "Fortroligt" not in str([line.details for line in lines])


def test_codes_are_those_of_a_snapshot() -> None:
    from samspil.core.measures import tables

    assert tuple(kinds.Level.values) == tables.LEVELS
    assert tuple(kinds.Segment.values) == tables.SEGMENTS
    assert tuple(kinds.InteractionKind.values) == tables.INTERACTION_KINDS
    assert tuple(ReceiverKind.values) == tables.RECEIVERS


def test_who_may_read_a_case_is_who_finds_it_for_every_role(
    anna: User,
    company: Company,
    hub: Organisation,
    lemvig: Organisation,
) -> None:
    cases = [open_case(anna, company, hub, shielded=shielded) for shielded in (False, True)]
    users = [anna, somebody("ingen@example.dk")]
    for organisation in (hub, lemvig):
        users += [somebody(f"{role}@{organisation.code}.dk", organisation, role) for role in Role]
    gone = somebody("rejst@example.dk", hub, Role.DIRECTOR)
    gone.is_active = False
    gone.save()
    for user in [*users, gone]:
        found = set(cases_for(user))
        for case in cases:
            assert may_read_case(user, case) == (case in found), (user.email, case.shielded)
    readers = {user.email for user in users if cases[1] in cases_for(user)}
    assert readers == {"anna@example.dk", f"unit_leader@{hub.code}.dk", f"director@{hub.code}.dk"}
    assert not cases_for(gone).exists()
    assert set(shielded_from(gone)) == {cases[1]}
    assert not shielded_from(anna).exists()
