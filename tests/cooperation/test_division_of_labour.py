"""Who does what: the clauses advise and never block, and what leaders settle is shown the next time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from samspil.cooperation import actions
from samspil.cooperation.kinds import GreyState
from samspil.cooperation.models import GreyArea
from samspil.cooperation.permissions import may_decide_grey_area, may_read_grey_area, may_read_precedent
from samspil.cooperation.queries import decisions_for, found_by, grey_areas_for, precedents
from samspil.cooperation.rules import advice, services
from samspil.core.boundaries import boundaries
from samspil.guidance.actions import open_case
from samspil.guidance.kinds import Level
from samspil.organisations import actions as organisations
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.platform.versioning import StaleRowError
from tests.cooperation.conftest import DAY, Parties


@pytest.mark.requirement("A5", "A12", "A13")
def test_of_the_twelve_services_the_two_last_belong_to_the_hub() -> None:
    found = services(DAY)
    assert [each.number for each in found] == list(range(1, 13))
    assert {each.number for each in found if each.level == "specialised"} == {11, 12}
    assert boundaries().named("forslag-2018").open


@pytest.mark.requirement("A12", "B16", "B18", "B19", "A14", "A19")
def test_every_rule_carries_its_clause() -> None:
    rules = [rule for version in boundaries().versions for rule in version.rules]
    assert {rule.kind for rule in rules} == {"service", "level", "exception", "force", "grey_area"}
    assert all(rule.quote and rule.danish and rule.english for rule in rules)


@pytest.mark.requirement("B16", "A13")
@pytest.mark.parametrize(
    ("service", "level", "kind", "usual"),
    [
        ("specialised", "specialised", "local_service", "specialised"),
        ("specialised", "basic", "local_service", "specialised"),
        ("", "specialised", "local_service", "specialised"),
        ("", "basic", "hub", "basic"),
        ("networks", "specialised", "hub", "basic"),
        ("networks", "basic", "local_service", None),
        ("growth_founders", "specialised", "hub", None),
        ("", "basic", "local_service", None),
        ("angel_network", "basic", "local_service", None),
        ("specialised", "specialised", "", None),
        ("specialised", "specialised", "partner", None),
    ],
)
def test_advice_is_given_where_service_level_and_organisation_do_not_go_together(
    service: str, level: str, kind: str, usual: str | None
) -> None:
    given = advice(service, level, organisation_kind=kind, on=DAY)
    assert (given and given.level) == usual


@pytest.mark.requirement("B18", "A14", "A19")
def test_advice_to_a_local_service_says_when_it_may_be_otherwise_and_that_it_does_not_bind() -> None:
    given = advice("specialised", "basic", organisation_kind="local_service", on=DAY)
    assert given is not None
    assert given.force is not None
    assert "vejledende" in given.force.danish
    assert any("business angel netværk" in each.quote for each in given.exceptions)
    assert any("særlige behov" in each.quote for each in given.exceptions)
    hub = advice("networks", "specialised", organisation_kind="hub", on=DAY)
    assert hub is not None
    assert hub.exceptions == ()


def test_before_the_contract_the_proposal_alone_is_in_force() -> None:
    before = dt.date(2020, 1, 1)
    assert advice("", "basic", organisation_kind="hub", on=before) is not None
    assert [version.id for version in boundaries().in_force(before)] == ["forslag-2018"]
    assert [version.id for version in boundaries().in_force(DAY)] == ["resultatkontrakt-2022", "forslag-2018"]


@pytest.mark.requirement("B18", "A14")
def test_a_case_against_the_advice_is_opened_all_the_same_with_its_reason(parties: Parties) -> None:
    case = open_case(
        by=parties.bo, subject=parties.company, organisation=parties.lemvig, level=Level.SPECIALISED,
        started=DAY, service="specialised", level_reason="Lokalt netværk af engle",
    )  # fmt: skip
    case.refresh_from_db()
    assert (case.service, case.level_reason) == ("specialised", "Lokalt netværk af engle")


def ask(parties: Parties, **changes: object) -> GreyArea:
    given: dict[str, object] = {
        "organisation": parties.lemvig, "hub": parties.hub, "local": parties.lemvig,
        "title": "Netværk for business angels", "question": "Må vi selv?", "service": "specialised",
        "level": "basic", "subject": parties.company, "on": DAY,
    }  # fmt: skip
    return actions.ask_grey_area(by=parties.bo, **{**given, **changes})  # type: ignore[arg-type]  # in a table


def settle(
    who: User, grey: GreyArea, side: str, text: str = "Lemvig gør det", level: str = "basic"
) -> GreyArea:
    return actions.settle_grey_area(by=who, grey=grey, sides=[side], decision=text, level=level, on=DAY)


def decide(parties: Parties, grey: GreyArea) -> None:
    settle(parties.lis, grey, "local")
    settle(parties.hanne, grey, "hub")


@pytest.mark.requirement("B19")
def test_a_grey_area_is_decided_when_both_leaders_stand_behind_the_same_words(parties: Parties) -> None:
    grey = ask(parties)
    settle(parties.lis, grey, "local")
    assert grey.state == GreyState.OPEN
    settle(parties.hanne, grey, "hub", "Lemvig gør det, hvis huset er med")
    # Other words take the first yes away.
    assert (grey.state, grey.local_leader, grey.hub_leader) == (GreyState.OPEN, None, parties.hanne)
    settle(parties.lis, grey, "local", "Lemvig gør det, hvis huset er med")
    assert (grey.state, grey.decided_on) == (GreyState.DECIDED, DAY)
    assert (grey.hub_leader, grey.local_leader) == (parties.hanne, parties.lis)
    with pytest.raises(ValidationError, match="allerede: afgjort"):
        settle(parties.lis, grey, "local")


@pytest.mark.requirement("B19")
def test_a_decision_is_shown_as_precedent_the_next_time(parties: Parties) -> None:
    grey = ask(parties)
    assert precedents(parties.anna, service="specialised") == []
    decide(parties, grey)
    assert precedents(parties.anna, service="specialised") == [grey]
    assert precedents(parties.anna, service="networks") == []
    assert precedents(parties.anna) == []
    assert list(found_by(decisions_for(parties.anna), "BUSINESS angels")) == [grey]
    assert not found_by(decisions_for(parties.anna), "drager").exists()


def test_a_precedent_is_found_by_its_topic_and_not_by_part_of_one(parties: Parties) -> None:
    grey = ask(parties, service="", topics=["digital_big_data"])
    decide(parties, grey)
    assert precedents(parties.anna, topics=["digital_big_data"]) == [grey]
    assert precedents(parties.anna, topics=["digital"]) == []


@pytest.mark.requirement("B19", "B21")
def test_the_area_reads_the_decision_and_only_the_two_sides_the_question(parties: Parties) -> None:
    near, far = (_elsewhere(parties, code, served) for code, served in (("struer", True), ("thy", False)))
    grey = ask(parties)
    assert not may_read_precedent(near, grey)
    decide(parties, grey)
    assert may_read_precedent(near, grey)
    assert not may_read_grey_area(near, grey)
    assert not grey_areas_for(near).exists()
    assert not may_read_precedent(far, grey)
    assert not decisions_for(far).exists()


def _elsewhere(parties: Parties, code: str, served: bool) -> User:
    """An adviser of a local service in the hub's area, or outside it."""
    from samspil.organisations.kinds import AgreementKind
    from samspil.organisations.models import Municipality

    there = organisations.create_organisation(
        by=None, code=code, name=code.title(), kind=OrganisationKind.LOCAL_SERVICE
    )
    place = Municipality.objects.get(pk="0671")
    if served:
        organisations.assign_to_hub(by=None, municipality=place, hub=parties.hub)
        organisations.agree_operator(
            by=None, organisation=there, municipality=place, legal_kind=AgreementKind.GRANT,
            valid_from=dt.date(2019, 1, 1),
        )  # fmt: skip
    user = organisations.create_user(by=None, email=f"{code}@example.dk", name=code, password=None)
    organisations.grant(by=None, user=user, organisation=there, role=Role.ADVISER)
    return user


def test_only_leaders_decide_and_the_version_guards_their_words(parties: Parties) -> None:
    grey = ask(parties)
    assert may_decide_grey_area(parties.lis, grey)
    assert not may_decide_grey_area(parties.bo, grey)
    seen = grey.version
    settle(parties.lis, grey, "local")
    with pytest.raises(StaleRowError):
        actions.settle_grey_area(
            by=parties.hanne, grey=GreyArea.objects.get(pk=grey.pk), sides=["hub"], decision="Huset gør det",
            level="specialised", on=DAY, version=seen,
        )  # fmt: skip


@pytest.mark.parametrize("swapped", [True, False])
def test_a_grey_area_lies_between_a_hub_and_a_local_service(parties: Parties, swapped: bool) -> None:
    sides: tuple[Organisation, Organisation] = (parties.lemvig, parties.hub)
    hub, local = sides if swapped else (parties.hub, parties.hub)
    with pytest.raises(ValidationError, match="mellem et erhvervshus"):
        ask(parties, hub=hub, local=local)


@pytest.mark.requirement("A6")
def test_an_agreement_has_parties_days_and_obligations(parties: Parties) -> None:
    made = actions.agree(
        by=parties.lis, title="Samarbejde 2022", parties=[parties.hub, parties.lemvig], valid_from=DAY,
        valid_to=DAY + dt.timedelta(365), obligations="Vi mødes hvert kvartal",
    )  # fmt: skip
    assert set(made.parties.all()) == {parties.hub, parties.lemvig}
    with pytest.raises(ValidationError, match="mindst to"):
        actions.agree(by=parties.lis, title="x", parties=[parties.hub], valid_from=DAY, obligations="y")
    with pytest.raises(ValidationError, match="ikke slutte"):
        actions.agree(
            by=parties.lis, title="x", parties=[parties.hub, parties.lemvig], valid_from=DAY,
            valid_to=DAY - dt.timedelta(1), obligations="y",
        )  # fmt: skip
