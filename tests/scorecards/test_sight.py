"""Who sees which run: the predicate and the scoped query agree for every role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from samspil.governance.actions import import_contract
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Organisation, User
from samspil.scorecards.members import members
from samspil.scorecards.models import Run, RunOrigin
from samspil.scorecards.permissions import may_see_answers, may_see_names, may_see_run, sight_of
from samspil.scorecards.queries import runs_for
from tests.scorecards.conftest import TAKEN, organisation, somebody


@pytest.fixture
def organisations(hub: Organisation) -> dict[str, Organisation]:
    return {
        "hub": hub,
        "under it": organisation("kkr", OrganisationKind.SECRETARIAT, parent=hub),
        "other hub": organisation("erhvervshus-sjaelland", OrganisationKind.HUB),
        "local": organisation("business-lemvig", OrganisationKind.LOCAL_SERVICE),
        "authority": organisation("erhvervsstyrelsen", OrganisationKind.AUTHORITY),
    }


@pytest.fixture
def runs(organisations: dict[str, Organisation], contract: Path) -> dict[str, Run]:
    version = import_contract(by=None, folder=contract)
    made = {}
    for place in ("hub", "other hub"):
        made[place] = Run.objects.create(
            contract_version=version, hub=organisations[place], origin=RunOrigin.DATABASE,
            as_of=dt.date(2022, 9, 30), taken_at=TAKEN, snapshot_hash="", scorecard="{}",
            folder=place.replace(" ", "-"), members_sha256="", started=TAKEN, finished=TAKEN,
        )  # fmt: skip
    return made


@pytest.mark.parametrize("place", ["hub", "under it", "other hub", "local", "authority"])
def test_who_may_see_a_run_is_who_finds_it_for_every_role(
    place: str, organisations: dict[str, Organisation], runs: dict[str, Run]
) -> None:
    for role in Role:
        user = somebody(f"{role}@example.dk", organisations[place], role)
        for run in runs.values():
            may = may_see_run(user, run)
            assert may == (run in runs_for(user)), (place, role, run.hub)
            assert user.has_perm("scorecards.view_run", run) == may
            sight = sight_of(user, run.hub_id)
            assert sight.answers <= sight.names <= sight.runs


def seeing(
    test: Callable[[User, Run], bool], place: str, organisations: dict[str, Organisation], run: Run,
) -> set[str]:  # fmt: skip
    """The roles at a place for which the test holds."""
    users = {role: somebody(f"{role}@{place[0]}.dk", organisations[place], role) for role in Role}
    return {str(role) for role, user in users.items() if test(user, run)}


@pytest.mark.requirement("B88", "B89")
def test_student_helpers_see_no_runs_and_secretariats_and_administrators_no_names(
    organisations: dict[str, Organisation], runs: dict[str, Run]
) -> None:
    own = organisations, runs["hub"]
    users = {role: somebody(f"{role}@h.dk", organisations["hub"], role) for role in Role}
    blind = {str(role) for role, user in users.items() if not may_see_run(user, runs["hub"])}
    assert blind == {"student_helper"}
    named = {str(role) for role, user in users.items() if may_see_names(user, runs["hub"])}
    assert named == {"adviser", "unit_leader", "director", "evaluator"}
    assert [str(role) for role, user in users.items() if may_see_answers(user, runs["hub"])] == ["evaluator"]
    assert seeing(may_see_run, "under it", *own) == {"secretariat", "evaluator"}
    assert seeing(may_see_run, "local", *own) == set()


def test_who_has_left_or_never_logged_in_sees_nothing(
    organisations: dict[str, Organisation], runs: dict[str, Run]
) -> None:
    gone = somebody("rejst@example.dk", organisations["hub"], Role.DIRECTOR)
    gone.is_active = False
    gone.save()
    for user in (gone, AnonymousUser()):
        assert not may_see_run(user, runs["hub"])
        assert not runs_for(user).exists()
        with pytest.raises(PermissionDenied):
            members(user, runs["hub"], "8.3")
