"""Who may open which page: every role at every route of the staff pages, and what the others meet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.models import Subject
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import User
from tests.web import routes
from tests.web.conftest import Enter
from tests.web.reading import text
from tests.web.scored import Scored

SEES_NAMES = {Role.ADVISER, Role.UNIT_LEADER, Role.DIRECTOR, Role.EVALUATOR}
SEES_RUNS = SEES_NAMES | {Role.SECRETARIAT, Role.ADMINISTRATOR}
OF_A_RUN = {"scorecard", "goal", "point", "rows"}
OF_A_CONTRACT = {"contract", "contract-folder", "financing"}


def addresses(scored: Scored) -> dict[str, str]:
    """One address of each route that depends on who looks."""
    company = Subject.objects.filter(cases__shielded=False).order_by("pk").first()
    assert company is not None
    run, version = scored.september.pk, scored.version.pk
    return {
        "scorecard": reverse("scorecard", args=[run]),
        "goal": reverse("goal", args=[run, 8]),
        "point": reverse("point", args=[run, "8.1"]),
        "rows": reverse("rows", args=[run, "8.1"]),
        "standing": reverse("standing", args=[run, company.pk]),
        "contract": reverse("contract", args=[version]),
        "contract-folder": reverse("contract-folder", args=[version]),
        "financing": reverse("financing", args=[version]),
    }


@pytest.mark.parametrize("role", list(Role))
def test_each_role_opens_what_its_work_needs_and_learns_of_nothing_else(
    scored: Scored, enter_as: Enter, role: Role
) -> None:
    client = enter_as(role)
    may = OF_A_CONTRACT | (OF_A_RUN if role in SEES_RUNS else set())
    may |= {"standing"} if role in SEES_NAMES else set()
    found = {name: client.get(address).status_code for name, address in addresses(scored).items()}
    assert found == {name: 200 if name in may else 404 for name in addresses(scored)}


@pytest.mark.parametrize("role", [Role.SECRETARIAT, Role.EVALUATOR, Role.ADVISER])
def test_secretariats_and_evaluators_under_the_hub_see_its_runs_and_others_do_not(
    scored: Scored, client: Client, make_user: Callable[..., User], role: Role
) -> None:
    under = create_organisation(
        by=None, code="kkr", name="KKR Midtjylland", kind=OrganisationKind.SECRETARIAT, parent=scored.hub
    )
    client.force_login(make_user("kkr@example.dk", under, role))
    expected = 404 if role == Role.ADVISER else 200
    assert client.get(addresses(scored)["scorecard"]).status_code == expected
    assert client.get(addresses(scored)["financing"]).status_code == 200


@pytest.mark.parametrize("kind", [OrganisationKind.LOCAL_SERVICE, OrganisationKind.HUB, None])
def test_whoever_belongs_elsewhere_or_nowhere_meets_the_friendly_page(
    scored: Scored, client: Client, make_user: Callable[..., User], kind: OrganisationKind | None
) -> None:
    elsewhere = kind and create_organisation(by=None, code="andre", name="Andre", kind=kind)
    client.force_login(make_user("bo@example.dk", elsewhere, Role.DIRECTOR))
    for address in addresses(scored).values():
        answer = client.get(address)
        assert answer.status_code == 404
        assert "Siden findes ikke" in text(answer)


def test_a_stranger_is_sent_to_the_log_in_page_and_on_from_there(scored: Scored, client: Client) -> None:
    for address in addresses(scored).values():
        assert client.get(address).headers["Location"] == f"/konto/log-ind/?next={address}"


def test_entering_a_result_without_the_right_is_refused_kindly(scored: Scored, enter_as: Enter) -> None:
    answer = enter_as(Role.ADVISER).post(addresses(scored)["point"], {"value": "80"})
    assert answer.status_code == 403
    assert "Samspil</title>" in answer.content.decode()


def test_pages_are_only_read(scored: Scored, director: Client) -> None:
    for name, address in addresses(scored).items():
        if name != "point":
            assert director.post(address).status_code == 405


def test_every_route_has_an_address_to_be_tried_by(scored: Scored) -> None:
    tried = {route.name for route in routes.pages(scored)}
    assert tried | routes.NO_PAGE == routes.names(), "give the new route an address in tests/web/routes.py"
    assert not tried & routes.NO_PAGE
