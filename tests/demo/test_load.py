"""The region in a database: nothing before its day, every role can log in, and hubs stay apart."""

from __future__ import annotations

import click
import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.db.models import Count

from samspil.cli.demo import already_there
from samspil.companies.actions import register_founder
from samspil.companies.models import Approach, Subject
from samspil.cooperation.models import AccessRequest, JointVisit
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.scorecard import Scorecard
from samspil.demo.database.people import LOG_INS, PASSWORD
from samspil.demo.load import loaded
from samspil.demo.truth.figures import STATIONS
from samspil.demo.world.places import HUB
from samspil.demo.world.records import World
from samspil.governance.models import ReportedResult
from samspil.governance.queries import contract_of
from samspil.guidance.models import GuidanceCase, Interaction, Task
from samspil.organisations.kinds import AgreementKind, Role
from samspil.organisations.models import Membership, OperatorAgreement, Organisation, User
from samspil.programmes.models import Participation
from samspil.referrals.models import Referral
from samspil.scorecards import queries
from samspil.scorecards.models import Run
from samspil.scorecards.queries import runs_for
from samspil.scorecards.snapshot import take
from tests.demo.conftest import AUTUMN, FINAL

pytestmark = pytest.mark.django_db


def test_the_demo_stands_in_september_with_two_runs_and_nothing_of_what_comes_after(autumn: World) -> None:
    assert [run.as_of for run in Run.objects.order_by("as_of")] == list(STATIONS[:2])
    last = AUTUMN.day
    assert not Interaction.objects.filter(on__gt=last).exists()
    assert not Participation.objects.filter(session__day__gt=last).exists()
    assert not GuidanceCase.objects.filter(ended__gt=last).exists()
    assert GuidanceCase.objects.filter(ended=None, organisation__code=HUB).exists()


@pytest.mark.requirement("B21")
def test_partners_learn_of_every_contact_but_nothing_of_shielded_cases(autumn: World) -> None:
    shielded = Interaction.objects.filter(case__shielded=True)
    assert shielded.exists()
    assert not shielded.exclude(approach=None).exists()
    others = Interaction.objects.exclude(case__shielded=True)
    assert not others.exclude(kind="mail").filter(approach=None).exists()
    came = Participation.objects.exclude(subject=None).exclude(attended=False)
    assert came.count() == came.exclude(approach=None).count()
    planned = Task.objects.exclude(approach=None).count()
    facts = Interaction.objects.exclude(approach=None).count() + came.count() + planned
    assert Approach.objects.count() == facts


def test_there_is_a_log_in_for_every_role_and_all_of_them_open(autumn: World) -> None:
    validate_password(PASSWORD)
    for each in LOG_INS:
        user = authenticate(username=each.email, password=PASSWORD)
        assert isinstance(user, User)
        assert user.memberships.filter(role=each.role, organisation__code=each.organisation).exists()
    assert {each.role for each in LOG_INS} == set(Role)
    assert {user.email.partition("@")[2] for user in User.objects.all()} == {"samspil.example"}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("direktoer", True), ("leder", True), ("konsulent", True), ("evaluator", True),
        ("administrator", True), ("sekretariat", True), ("student", False), ("lokal", False), ("nabo", False),
    ],
)  # fmt: skip
def test_only_those_at_the_hub_and_its_secretariat_see_its_runs(autumn: World, who: str, sees: bool) -> None:
    assert runs_for(User.objects.get(email=f"{who}@samspil.example")).exists() == sees


def test_advisers_of_both_levels_have_cases_of_their_own(autumn: World) -> None:
    for name in ("lokal", "konsulent", "nabo"):
        assert GuidanceCase.objects.filter(adviser__email=f"{name}@samspil.example").exists()
    people = Membership.objects.values("organisation__code").annotate(n=Count("pk"))
    assert {row["organisation__code"]: row["n"] for row in people}[HUB] == 25 + 5


def test_local_services_stand_in_every_operator_model(autumn: World) -> None:
    kinds = set(OperatorAgreement.objects.values_list("legal_kind", flat=True))
    assert kinds == {kind.value for kind in AgreementKind}
    assert OperatorAgreement.objects.values("municipality").distinct().count() == 19


@pytest.mark.requirement("B89")
def test_results_of_the_authority_stand_beside_our_own(autumn: World) -> None:
    reported = ReportedResult.objects.all()
    assert {"1.1", "3.1"} <= {result.point for result in reported}
    assert all(result.source.startswith("Demo: ") for result in reported)


def test_work_goes_on_after_the_demo_with_numbers_of_its_own(autumn: World) -> None:
    last = max(Subject.objects.values_list("pk", flat=True))
    assert register_founder(by=None, name="Demo Nyt Navn").pk > last


def test_the_same_demo_is_used_again_and_another_is_not_mixed_into_it(autumn: World) -> None:
    assert loaded() == AUTUMN
    assert already_there(AUTUMN)
    with pytest.raises(click.ClickException, match="--fresh"):
        already_there(FINAL)


@pytest.mark.requirement("B82", "B94")
def test_the_last_weeks_work_shows_on_every_page_and_moves_no_figure_of_the_contract(autumn: World) -> None:
    assert {"sent", "seen", "accepted", "contacted"} & set(Referral.objects.values_list("state", flat=True))
    assert Task.objects.filter(done_on=None, assignee__email="lokal@samspil.example").exists()
    assert JointVisit.objects.exists()
    assert AccessRequest.objects.exists()
    hub = Organisation.objects.get(code=HUB)
    stored = Run.objects.get(as_of=AUTUMN.day)
    now = take(hub=hub, as_of=AUTUMN.day, taken_at=stored.taken_at)
    card = evaluate(contract_of(stored.contract_version), now).scorecard
    assert figures(card) == figures(queries.scorecard(stored))


def figures(card: Scorecard) -> list[tuple[str, str, object]]:
    """Every reading of every point with its value."""
    return [(point.id, each.id, each.value) for point in card.points for each in point.readings]
