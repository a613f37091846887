"""Predicate and scoped query agree with each other and with the declared matrix, for every role and row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from samspil.companies import permissions as of_companies
from samspil.companies.models import Approach
from samspil.companies.queries import contact_persons_for, subjects_for
from samspil.cooperation import permissions as of_cooperation
from samspil.cooperation import queries as cooperation
from samspil.cooperation.actions import end_access
from samspil.guidance import permissions as of_guidance
from samspil.guidance import queries as guidance
from samspil.guidance.models import GuidanceCase
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import Role
from samspil.organisations.models import Membership, User
from samspil.platform.documents import queries as documents
from samspil.programmes.participation import participations_for
from samspil.referrals import permissions as of_referrals
from samspil.referrals.queries import referrals_for
from samspil.scorecards import permissions as of_scorecards
from samspil.scorecards.queries import runs_for
from samspil.upkeep import permissions as of_upkeep
from samspil.upkeep.queries import imports_for
from tests.access.matrix import CHANGE, DECIDE, READ, RELATIONS, allowed
from tests.access.world import World

Query = Callable[[Any], QuerySet[Any]]
Test = Callable[[Any, Any], bool]


def approaches_for(user: Any) -> QuerySet[Approach]:
    """The minimum facts of whom one knows of: they have no scope of their own."""
    return Approach.objects.filter(subject__in=subjects_for(user))


def reads_approach(user: Any, row: Approach) -> bool:
    """The rule of the subject it is about."""
    return of_companies.may_read(user, row.subject)


def by_query(query: Query) -> Test:
    """The query as a test of one row, where the room has no predicate."""
    return lambda user, row: query(user).filter(pk=row.pk).exists()


def interactions(user: Any) -> QuerySet[Any]:
    return guidance.interactions_for(user, also_cancelled=True)


def enquiries(user: Any) -> QuerySet[Any]:
    return guidance.enquiries_for(user, also_cancelled=True)


# The scoped query and the predicate of each kind of row, by the first words of its name in the matrix.
SCOPES: dict[str, tuple[Query, Test]] = {
    "company": (subjects_for, of_companies.may_read),
    "founder": (subjects_for, of_companies.may_read),
    "approach": (approaches_for, reads_approach),
    "contact person": (contact_persons_for, of_companies.may_read_contact),
    "case": (guidance.cases_for, of_guidance.may_read_case),
    "another case": (guidance.cases_for, of_guidance.may_read_case),
    "shielded case": (guidance.cases_for, of_guidance.may_read_case),
    "interaction": (interactions, of_guidance.may_read_interaction),
    "task": (guidance.tasks_for, of_guidance.may_read_task),
    "enquiry": (enquiries, of_guidance.may_read_enquiry),
    "document": (documents.documents_for, by_query(documents.documents_for)),
    "referral": (referrals_for, of_referrals.may_read_referral),
    "participation": (participations_for, by_query(participations_for)),
    "share": (guidance.shares_for, of_guidance.may_read_share),
    "access request": (cooperation.access_requests_for, of_cooperation.may_read_access_request),
    "joint visit": (cooperation.joint_visits_for, of_cooperation.may_read_joint_visit),
    "grey area": (cooperation.grey_areas_for, of_cooperation.may_read_grey_area),
    "decision": (cooperation.decisions_for, of_cooperation.may_read_precedent),
    "agreement": (cooperation.agreements_for, of_cooperation.may_read_agreement),
    "import": (imports_for, of_upkeep.may_open_import),
    "run": (runs_for, of_scorecards.may_see_run),
}
CHANGES: dict[str, Test] = {
    "company": of_companies.may_change,
    "founder": of_companies.may_change,
    "contact person": of_companies.may_change_contact,
    "case": of_guidance.may_edit_case,
    "another case": of_guidance.may_edit_case,
    "shielded case": of_guidance.may_edit_case,
    "interaction": of_guidance.may_edit_interaction,
    "task": of_guidance.may_edit_task,
    "document": documents.may_change,
    "joint visit": of_cooperation.may_follow_joint_visit,
}
DECISIONS: dict[str, tuple[str, Test]] = {
    "shield the case": ("case", of_guidance.may_shield),
    "hand the case over": ("case", of_guidance.may_hand_over),
    "answer the access request": ("access request", of_cooperation.may_answer_access_request),
    "cancel the access request": ("access request", of_cooperation.may_cancel_access_request),
    "answer the joint visit": ("joint visit", of_cooperation.may_answer_joint_visit),
    "settle the grey area": ("grey area", of_cooperation.may_decide_grey_area),
    "answer the referral": ("referral", of_referrals.may_answer),
    "send the referral": ("referral", of_referrals.may_send),
    "work for the owner": ("owner", of_guidance.may_work_for),
}


def longest(name: str, known: dict[str, Any]) -> Any:
    """What stands under the longest beginning of a name."""
    return known[max((each for each in known if name.startswith(each)), key=len)]


def everybody(world: World) -> list[tuple[str, Role, User]]:
    return [(relation, role, user) for (relation, role), user in world.people.items()]


def declared(table: dict[str, tuple[str, ...]], kind: str) -> set[tuple[str, Role]]:
    return {
        (relation, role) for relation in RELATIONS for role in Role if allowed(table[kind], relation, role)
    }


@pytest.mark.requirement("B21")
def test_predicate_and_query_agree_with_the_matrix(world: World) -> None:
    wrong: list[tuple[str, str, str, str]] = []
    for kind in READ:
        query, may = longest(kind, SCOPES)
        row = world.rows[kind]
        for relation, role, user in everybody(world):
            wanted = allowed(READ[kind], relation, role)
            if query(user).filter(pk=row.pk).exists() is not wanted:
                wrong.append(("query", kind, relation, role.value))
            if may(user, row) is not wanted:
                wrong.append(("predicate", kind, relation, role.value))
    assert wrong == []


def test_who_changes_a_row_is_as_the_matrix_says(world: World) -> None:
    for kind in CHANGE:
        may = longest(kind, CHANGES)
        found = {(relation, role) for relation, role, user in everybody(world) if may(user, world.rows[kind])}
        assert found == declared(CHANGE, kind), kind
        # Nobody changes what they may not read.
        assert found <= declared(READ, kind), kind


def test_who_decides_is_as_the_matrix_says(world: World) -> None:
    for right in DECIDE:
        kind, may = DECISIONS[right]
        row = world.organisations["owner"] if kind == "owner" else world.rows[kind]
        found = {(relation, role) for relation, role, user in everybody(world) if may(user, row)}
        assert found == declared(DECIDE, right), right


def test_the_matrix_names_every_kind_of_row(world: World) -> None:
    others = {"shielded case of one who left"}
    assert set(world.rows) - others == set(READ)
    assert set(DECIDE) == set(DECISIONS)


def test_strangers_and_those_who_belong_nowhere_or_have_left_see_nothing(world: World) -> None:
    gone = world.people["owner", Role.DIRECTOR]
    gone.is_active = False
    gone.save()
    for kind in READ:
        query, may = longest(kind, SCOPES)
        for user in (AnonymousUser(), world.left, gone):
            assert not query(user).exists(), kind
            assert not may(user, world.rows[kind]), kind


def test_the_adviser_of_a_shielded_case_reads_it_while_working_there(world: World) -> None:
    case = world.rows["shielded case"]
    secret = world.rows["interaction on a shielded case"]
    assert of_guidance.may_read_case(world.own, case)
    assert guidance.cases_for(world.own).filter(pk=case.pk).exists()
    assert of_guidance.may_edit_interaction(world.own, secret)
    left = world.rows["shielded case of one who left"]
    assert left.adviser_id == world.left.pk
    assert not of_guidance.may_read_case(world.left, left)
    # Working elsewhere does not bring it back.
    organisations.grant(by=None, user=world.left, organisation=world.organisations["far"], role=Role.ADVISER)
    assert not of_guidance.may_read_case(world.left, left)
    assert not guidance.cases_for(world.left).exists()


def test_nothing_is_left_of_a_right_once_the_membership_is_taken_away(world: World) -> None:
    user = world.people["owner", Role.DIRECTOR]
    for membership in Membership.objects.filter(user=user):
        organisations.withdraw(by=None, membership=membership)
    user = User.objects.get(pk=user.pk)
    for kind in READ:
        query, may = longest(kind, SCOPES)
        assert not query(user).exists(), kind
        assert not may(user, world.rows[kind]), kind


def test_whoever_works_in_two_places_sees_what_either_sees_and_no_more(world: World) -> None:
    user = world.people["receiver", Role.SECRETARIAT]
    organisations.grant(by=None, user=user, organisation=world.organisations["guest"], role=Role.ADVISER)
    for kind in READ:
        query, _may = longest(kind, SCOPES)
        wanted = allowed(READ[kind], "receiver", Role.SECRETARIAT) or allowed(
            READ[kind], "guest", Role.ADVISER
        )
        assert query(user).filter(pk=world.rows[kind].pk).exists() is wanted, kind


def test_a_share_withdrawn_today_is_read_by_nobody_today(world: World) -> None:
    guest = world.people["guest", Role.ADVISER]
    case: GuidanceCase = world.rows["another case"]
    assert of_guidance.may_read_case(guest, case)
    request = world.rows["access request"]
    end_access(by=world.people["owner", Role.UNIT_LEADER], request=request, on=request.answered_on)
    assert not of_guidance.may_read_case(guest, case)
    assert not guidance.cases_for(guest).exists()
    assert not contact_persons_for(guest).exists()
