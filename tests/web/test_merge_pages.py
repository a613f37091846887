"""The pages that merge: what is shown before, done once, and undone; nothing told that one may not know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Subject
from samspil.guidance.casework import open_case, shield_case
from samspil.guidance.contacts import register_interaction
from samspil.guidance.kinds import InteractionKind, Level
from samspil.guidance.models import GuidanceCase
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, User
from samspil.upkeep.duplicates import find
from samspil.upkeep.models import Likeness, Merge
from samspil.upkeep.permissions import may_merge
from tests.web.conftest import Enter
from tests.web.reading import text
from tests.web.test_page_queries import asked

DAY = dt.date(2022, 9, 1)


@pytest.fixture
def pair(
    hub: Organisation, make_user: Callable[..., User], municipalities: dict[str, Municipality]
) -> list[Subject]:
    """A smithy twice; the second has a shielded case of the hub's and an open contact."""
    by = make_user("signe@example.dk", hub)
    smed = register_company(
        by=by, name="Nordvest Smedeværk A/S", cvr_number="40084606", municipality=municipalities["0665"]
    )
    twin = register_company(by=by, name="Nordvest Smedevaerk", municipality=municipalities["0665"])
    case = open_case(by=by, subject=twin, organisation=hub, level=Level.SPECIALISED, started=DAY)
    shield_case(by=by, case=case)
    register_interaction(by=by, subject=twin, organisation=hub, on=DAY, kind=InteractionKind.CALL)
    find(on=DAY)
    return [smed, twin]


def address(pair: list[Subject]) -> str:
    return reverse("merge", args=[subject.pk for subject in pair])


def versions(client: Client, pair: list[Subject]) -> str:
    page = client.get(address(pair)).content.decode()
    return page.partition('name="versions" value="')[2].partition('"')[0]


def test_a_pair_is_looked_at_merged_and_parted_again(enter_as: Enter, pair: list[Subject]) -> None:
    client = enter_as(Role.UNIT_LEADER)
    page = text(client.get(reverse("merges")))
    assert "næsten samme navn og samme kommune" in page
    page = text(client.get(address(pair)))
    assert "Nordvest Smedevaerk" in page
    seen = {"versions": versions(client, pair), "take-name": "theirs", "why": "samme adresse"}
    answer = client.post(address(pair), seen)
    assert answer.headers["Location"] == reverse("company", args=[pair[0].pk])
    assert Subject.objects.get(pk=pair[0].pk).name == "Nordvest Smedevaerk"
    assert client.get(reverse("company", args=[pair[1].pk]), follow=True).status_code == 200
    assert "samme adresse" in text(client.get(reverse("merges") + "?fane=sammenlagt"))
    answer = client.post(reverse("unmerge", args=[Merge.objects.get().pk]))
    assert answer.headers["Location"] == reverse("company", args=[pair[1].pk])
    assert Subject.objects.filter(merged_into=None).count() == 2


def test_the_second_of_two_who_merge_is_told(enter_as: Enter, pair: list[Subject]) -> None:
    client = enter_as(Role.ADVISER)
    seen = {"versions": versions(client, pair)}
    Subject.objects.get(pk=pair[1].pk).save()
    answer = client.post(address(pair), seen)
    assert answer.status_code == 422
    assert "ændret, siden du åbnede siden" in text(answer)
    assert not Merge.objects.exists()


@pytest.mark.requirement("B21")
def test_nothing_of_a_shielded_case_is_shown_to_who_may_not_see_it(
    enter_as: Enter, pair: list[Subject], make_user: Callable[..., User], hub: Organisation
) -> None:
    local = create_organisation(
        by=None, code="lokal", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    partner, leader = Client(), enter_as(Role.UNIT_LEADER)
    partner.force_login(make_user("lokal@example.dk", local))
    colleague = enter_as(Role.ADVISER)
    shown = {name: text(client.get(address(pair))) for name, client in
             {"partner": partner, "colleague": colleague, "leader": leader}.items()}  # fmt: skip
    assert "Forløb" in shown["leader"].partition("Hvad der følger med")[2]
    assert "Forløb" not in shown["colleague"].partition("Hvad der følger med")[2].partition("Det, andre")[0]
    content = shown["partner"].partition("Hvad der følger med")[2].partition("Det, andre")[0]
    assert "Kontakter, alle kan se" in content
    assert "Kontakter med indhold" not in content
    assert "Forløb" not in content
    partner.post(address(pair), {"versions": versions(partner, pair)})
    assert GuidanceCase.objects.get().subject == pair[0]


@pytest.mark.parametrize("role", list(Role))
def test_advisers_and_leaders_merge_and_nobody_else(enter_as: Enter, pair: list[Subject], role: Role) -> None:
    client = enter_as(role)
    may = role in {Role.ADVISER, Role.UNIT_LEADER, Role.DIRECTOR}
    for route in (reverse("merges"), address(pair)):
        assert client.get(route).status_code == (200 if may else 404)
    if not may:
        assert client.post(address(pair), {"versions": "1-1"}).status_code == 404
        assert not Merge.objects.exists()


def test_a_merge_of_another_organisation_is_not_undone_by_strangers(
    enter_as: Enter, pair: list[Subject], make_user: Callable[..., User]
) -> None:
    client = enter_as(Role.DIRECTOR)
    client.post(address(pair), {"versions": versions(client, pair)})
    elsewhere = create_organisation(by=None, code="andre", name="Andre", kind=OrganisationKind.HUB)
    client.force_login(make_user("fremmed@example.dk", elsewhere, Role.DIRECTOR))
    assert client.post(reverse("unmerge", args=[Merge.objects.get().pk])).status_code == 404


def test_a_pair_is_dismissed_and_proposed_again(enter_as: Enter, pair: list[Subject]) -> None:
    client = enter_as(Role.ADVISER)
    number = str(Likeness.objects.get().pk)
    assert "Husket" in text(client.post(reverse("merges"), {"dismiss": number}, follow=True))
    assert "Nordvest" in text(client.get(reverse("merges") + "?fane=afviste"))
    assert "Nordvest" in text(client.post(reverse("merges"), {"again": number}, follow=True))
    assert client.post(reverse("merges"), {"dismiss": "x"}).status_code == 404


def test_two_numbers_are_told_before_anything_can_be_pressed(enter_as: Enter, pair: list[Subject]) -> None:
    Subject.objects.filter(pk=pair[1].pk).update(cvr_number="20000007")
    page = text(enter_as(Role.ADVISER).get(address(pair)))
    assert "De har hver sit CVR-nummer" in page
    assert "Hvorfor er de den samme?" not in page


def test_the_permission_says_what_the_page_does(
    enter_as: Enter, pair: list[Subject], make_user: Callable[..., User], hub: Organisation
) -> None:
    for role in Role:
        person = make_user(f"{role.value}.to@example.dk", hub, role)
        client = Client()
        client.force_login(person)
        assert may_merge(person, pair[0]) is (client.get(address(pair)).status_code == 200)


def test_the_page_asks_few_questions(enter_as: Enter, pair: list[Subject]) -> None:
    assert asked(enter_as(Role.DIRECTOR), address(pair)) <= 9


def test_the_other_one_is_found_from_the_page_of_the_first(enter_as: Enter, pair: list[Subject]) -> None:
    smed, twin = pair
    client = enter_as(Role.ADVISER)
    here = reverse("merge-with", args=[twin.pk])
    assert here in client.get(reverse("company", args=[twin.pk])).content.decode()
    asked_for = {"virksomhed-soeg": "40084606", "find": "virksomhed"}
    assert "Nordvest Smedeværk A/S" in text(client.get(here, asked_for))
    assert "Vælg en anden" in text(client.get(here, {"virksomhed": twin.pk}))
    assert "Vælg på listen" in text(client.get(here, {"virksomhed-soeg": "Nordvest"}))
    # The one with a CVR number is proposed as the one that stays.
    assert client.get(here, {"virksomhed": smed.pk}).headers["Location"] == address(pair)


@pytest.mark.parametrize("role", [Role.STUDENT_HELPER, Role.EVALUATOR, Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_who_may_not_merge_is_not_asked_whom_with(enter_as: Enter, pair: list[Subject], role: Role) -> None:
    client = enter_as(role)
    assert client.get(reverse("merge-with", args=[pair[0].pk])).status_code == 404
    assert "Læg sammen med" not in text(client.get(reverse("company", args=[pair[0].pk])))
