"""What advisers know, what they have passed, and who knows most."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest
from django.core.exceptions import ValidationError

from samspil.companies.actions import register_company
from samspil.competence import actions, queries
from samspil.competence.kinds import Depth
from samspil.competence.models import Certificate, Competence
from samspil.competence.permissions import may_edit_profile
from samspil.competence.rules import Candidate, kilometres, points, ranked
from samspil.guidance import specialists
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation, open_office
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User

MakeUser = Callable[..., User]
DAY = dt.date(2022, 9, 30)


def case(adviser: User, organisation: Organisation, topics: str, ended: dt.date | None, **more: bool) -> None:
    subject = register_company(by=None, name=f"Firma {GuidanceCase.objects.count()}")
    GuidanceCase.objects.create(
        subject=subject,
        organisation=organisation,
        level="specialised",
        started=(ended or DAY) - dt.timedelta(90),
        ended=ended,
        topics=topics,
        adviser=adviser,
        **more,
    )


@pytest.mark.requirement("A33")
def test_knowledge_counts_more_than_nearness_and_the_alphabet_settles_a_tie() -> None:
    near = Candidate(1, "a", {"green": 1}, kilometres=0)
    far = Candidate(2, "b", {"green": 3}, kilometres=200, open_cases=40)
    twins = [Candidate(4, "d", {"green": 2}), Candidate(3, "c", {"green": 2})]
    neighbour = Candidate(5, "e", kilometres=0)
    order = ranked([near, *twins, neighbour, far], ["green"])
    assert [each.key for each in order] == [3, 4, 2, 1], "who only sits near is not asked"


def test_every_factor_is_capped_and_several_topics_share_the_depth() -> None:
    much = Candidate(
        1, "a", {"green": 3, "capital": 1}, certificates=9, closed_cases=99, open_cases=99, kilometres=999
    )
    assert points(much, ["green", "capital"]) == {
        "depth": 70,
        "cases": 80,
        "certificates": 30,
        "workload": -40,
        "distance": -40,
    }


def test_the_distance_between_two_towns_is_that_of_the_map() -> None:
    # Aarhus and Herning: 78 km as the crow flies.
    assert kilometres((10.2108, 56.1572), (8.9738, 56.1386)) == pytest.approx(77, abs=2)
    assert kilometres((10.0, 56.0), (10.0, 56.0)) == 0


@pytest.mark.requirement("A33", "B5", "B15", "B31")
def test_the_specialist_is_found_in_another_office_with_the_facts_that_say_why(
    hub: Organisation, municipalities: dict[str, Municipality], make_user: MakeUser
) -> None:
    service = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    herning = open_office(by=None, organisation=hub, name="Herning", municipality=municipalities["0657"])
    asker = make_user("asker@example.dk", service)
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", service)
    anna.memberships.update(office=herning)
    actions.say_what_one_knows(by=anna, user=anna, depths={"green": Depth.SPECIALIST, "digital": None})
    actions.note_certificate(
        by=anna,
        user=anna,
        title="Cirkulær økonomi",
        institution="MEA",
        topics=["green"],
        passed_on=dt.date(2021, 5, 1),
        today=DAY,
    )
    for days in (10, 20):
        case(bo, service, "digital;green", DAY - dt.timedelta(days))
    case(bo, service, "green", None)
    case(bo, service, "green", DAY - dt.timedelta(days=365 * 4))
    first, second = specialists.specialists(asker, topics=["green"], municipality="0665", on=DAY)
    assert (first.seat.user, second.seat.user) == (anna, bo)
    assert first.certificates == ["Cirkulær økonomi"]
    assert first.candidate.kilometres == pytest.approx(60, abs=25)
    assert (second.candidate.closed_cases, second.candidate.open_cases) == (2, 1)
    assert second.candidate.kilometres is None, "nobody knows where bo sits"
    assert specialists.specialists(asker, topics=[], on=DAY) == []


def test_a_shielded_case_is_counted_for_nobody_and_a_stranger_is_told_nothing(
    hub: Organisation, make_user: MakeUser
) -> None:
    anna = make_user("anna@example.dk", hub)
    case(anna, hub, "green", DAY, shielded=True)
    assert specialists.specialists(anna, topics=["green"], on=DAY) == []
    actions.say_what_one_knows(by=anna, user=anna, depths={"green": 2})
    secretary = make_user("kkr@example.dk", hub, Role.SECRETARIAT)
    assert specialists.specialists(secretary, topics=["green"], on=DAY) == []
    assert len(specialists.specialists(anna, topics=["green"], on=DAY)) == 1


def test_who_has_left_or_only_helps_is_nobody_s_specialist(hub: Organisation, make_user: MakeUser) -> None:
    anna = make_user("anna@example.dk", hub)
    student = make_user("stud@example.dk", hub, Role.STUDENT_HELPER)
    gone = make_user("gone@example.dk", hub)
    for user in (student, gone):
        actions.say_what_one_knows(by=user, user=user, depths={"green": 3})
    gone.is_active = False
    gone.save()
    assert specialists.specialists(anna, topics=["green"], on=DAY) == []


def test_an_older_code_counts_for_the_topic_it_has_become(hub: Organisation, make_user: MakeUser) -> None:
    anna = make_user("anna@example.dk", hub)
    case(anna, hub, "financing", DAY)
    [found] = specialists.specialists(anna, topics=["capital"], on=DAY)
    assert found.candidate.closed_cases == 1


@pytest.mark.requirement("B31")
def test_a_certificate_counts_until_it_runs_out_and_one_to_come_is_refused(
    hub: Organisation, make_user: MakeUser
) -> None:
    anna = make_user("anna@example.dk", hub)
    note = partial(
        actions.note_certificate,
        by=anna,
        user=anna,
        title="Kursus",
        institution="MEA",
        topics=["green"],
        today=DAY,
    )
    held = note(passed_on=DAY, expires_on=DAY + dt.timedelta(30))
    assert queries.specialists(["green"], on=DAY)[anna.pk].certificates == ["Kursus"]
    assert not queries.specialists(["green"], on=DAY + dt.timedelta(31))
    assert list(queries.expiring([anna], since=DAY, until=DAY + dt.timedelta(90))) == [held]
    for days, expires, why in [(1, None, "fremtiden"), (0, DAY - dt.timedelta(1), "udløbe")]:
        with pytest.raises(ValidationError, match=why):
            note(passed_on=DAY + dt.timedelta(days), expires_on=expires)
    actions.withdraw_certificate(by=anna, certificate=held)
    assert not queries.certificates_of(anna).exists()
    assert Certificate.objects.count() == 1, "it stays in the history"


def test_what_one_no_longer_knows_is_taken_back_and_the_same_again_changes_nothing(
    hub: Organisation, make_user: MakeUser
) -> None:
    anna = make_user("anna@example.dk", hub)
    assert actions.say_what_one_knows(by=anna, user=anna, depths={"green": 3, "capital": 1}) == 2
    assert actions.say_what_one_knows(by=anna, user=anna, depths={"green": 3, "capital": None}) == 1
    assert [each.topic for each in Competence.objects.all()] == ["green"]


@pytest.mark.parametrize(
    ("role", "may"), [(Role.UNIT_LEADER, True), (Role.ADVISER, False), (Role.ADMINISTRATOR, True)]
)
def test_a_profile_is_kept_by_oneself_and_by_one_s_leader(
    hub: Organisation, make_user: MakeUser, role: Role, may: bool
) -> None:
    anna = make_user("anna@example.dk", hub)
    assert may_edit_profile(anna, anna)
    assert may_edit_profile(make_user("bo@example.dk", hub, role), anna) is may


@pytest.mark.requirement("A32")
def test_workload_is_open_cases_by_adviser_and_topic_as_far_as_one_may_read(
    hub: Organisation, make_user: MakeUser
) -> None:
    anna, bo = make_user("anna@example.dk", hub), make_user("bo@example.dk", hub)
    leader = make_user("lene@example.dk", hub, Role.UNIT_LEADER)
    case(anna, hub, "capital;green", None)
    case(anna, hub, "green", None)
    case(anna, hub, "green", DAY)
    case(bo, hub, "", None, shielded=True)
    loads = specialists.workload(leader, hub, on=DAY)
    assert [(each.user, each.cases, dict(each.topics)) for each in loads] == [
        (anna, 2, {"green": 2, "capital": 1}),
        (bo, 1, {}),
    ]
    assert [each.user for each in specialists.workload(anna, hub, on=DAY)] == [anna]
