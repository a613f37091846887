"""Pairs that may be the same are found, told to those who may know why, and forgotten when dismissed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q

from samspil.companies.actions import register_company, register_founder
from samspil.companies.likeness import host_of, look_alikes, name_key, name_score
from samspil.companies.models import Subject
from samspil.companies.people import add_contact_person
from samspil.organisations.actions import create_organisation
from samspil.organisations.kinds import OrganisationKind
from samspil.organisations.models import Municipality, Organisation, User
from samspil.platform.danish import search_key
from samspil.upkeep import queries
from samspil.upkeep.actions import dismiss
from samspil.upkeep.duplicates import MOST_EACH, find
from samspil.upkeep.merge import merge
from samspil.upkeep.models import Likeness
from samspil.upkeep.queries import likenesses_for, pairs_for, pairs_of

DAY = dt.date(2022, 9, 30)


@pytest.fixture
def anna(hub: Organisation, make_user: Callable[..., User]) -> User:
    return make_user("anna@example.dk", hub)


@pytest.fixture
def lemvig(municipalities: dict[str, Municipality]) -> Municipality:
    return municipalities["0665"]


def codes() -> list[list[object]]:
    return [row.reasons for row in Likeness.objects.order_by("pk")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Nordvest Smedeværk A/S", "Nordvest Smedevaerk", True),
        ("Åhuse Bageri ApS", "Aahuse bageri", True),
        ("Smedeværk Nordvest", "Nordvest Smedeværk", True),
        ("Nordvest Smedeværk", "Nordvest Tømrer", False),
        ("Engdal Bageri", "Skovbo Bageri", False),
        ("Demo Iværksætter 03074", "Demo Iværksætter 03174", False),
        ("Nordvest Smedeværk 2", "Nordvest Smedeværk", False),
        ("Café 1A Lemvig", "Cafe 1A, Lemvig", True),
    ],
)
def test_names_are_alike_whatever_their_form_spelling_and_order(one: str, other: str, same: bool) -> None:
    score = name_score(name_key(search_key(one)), name_key(search_key(other)))
    assert (score >= 88) is same


def test_pages_of_everybodys_are_nobodys_website() -> None:
    assert host_of("https://www.nordvest-smed.dk/om") == "nordvest-smed.dk"
    assert host_of("https://facebook.com/nordvest") == ""


def test_alike_in_name_and_place_are_found_and_elsewhere_not(
    anna: User, lemvig: Municipality, municipalities: dict[str, Municipality]
) -> None:
    register_company(by=anna, name="Nordvest Smedeværk A/S", municipality=lemvig, cvr_number="40084606")
    register_company(by=anna, name="Nordvest Smedevaerk", municipality=lemvig)
    register_company(by=anna, name="Nordvest Smedeværk", municipality=municipalities["0751"])
    assert find(on=DAY) == 1
    assert codes() == [[["name", None]]]
    assert find(on=DAY) == 0


def test_two_cvr_numbers_are_two_companies(anna: User, lemvig: Municipality) -> None:
    register_company(by=anna, name="Nordvest Smed A/S", municipality=lemvig, cvr_number="40084606")
    register_company(by=anna, name="Nordvest Smed ApS", municipality=lemvig, cvr_number="20000007")
    assert find(on=DAY) == 0


@pytest.mark.requirement("B21")
def test_a_telephone_that_one_organisation_noted_is_told_to_nobody_else(
    anna: User, hub: Organisation, make_user: Callable[..., User]
) -> None:
    local = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    bo = make_user("bo@example.dk", local)
    one, other = (register_company(by=anna, name=name) for name in ("Nordvest Smed", "Engdal Metal"))
    for subject in (one, other):
        add_contact_person(by=anna, subject=subject, organisation=hub, name="Ida", phone="97 82 00 00")
    assert find(on=DAY) == 1
    assert list(likenesses_for(anna)) == [Likeness.objects.get()]
    assert not likenesses_for(bo)


def test_a_founder_whom_one_does_not_know_of_is_in_no_pair(
    anna: User, hub: Organisation, lemvig: Municipality, make_user: Callable[..., User]
) -> None:
    local = create_organisation(
        by=None, code="business-lemvig", name="Business Lemvig", kind=OrganisationKind.LOCAL_SERVICE
    )
    for _number in range(2):
        register_founder(by=anna, name="Mette Madsen", municipality=lemvig, organisation=hub)
    assert find(on=DAY) == 1
    assert likenesses_for(anna).count() == 1
    assert not likenesses_for(make_user("bo@example.dk", local))


def test_a_dismissed_pair_is_remembered_and_a_merged_one_forgotten(
    anna: User, hub: Organisation, lemvig: Municipality
) -> None:
    for _number in range(2):
        register_company(by=anna, name="Vejrup VVS", municipality=lemvig)
    find(on=DAY)
    dismiss(by=anna, pair=Likeness.objects.get())
    assert find(on=DAY) == 0
    assert not likenesses_for(anna)
    assert likenesses_for(anna, dismissed=True).count() == 1
    one, other = Subject.objects.order_by("pk")
    merge(by=anna, organisation=hub, survivor=one, duplicate=other)
    assert not Likeness.objects.exists()


def test_who_is_about_to_be_registered_is_compared_with_who_is_here(anna: User, lemvig: Municipality) -> None:
    smed = register_company(by=anna, name="Nordvest Smedeværk A/S", municipality=lemvig)
    assert [hit.subject for hit in look_alikes(anna, name="nordvest smedevaerk")] == [smed.pk]
    assert look_alikes(anna, name="Nordvest Tømrer") == []
    assert look_alikes(anna, name="x") == []


def test_a_common_name_makes_no_more_pairs_than_somebody_can_look_through(
    anna: User, lemvig: Municipality
) -> None:
    for _each in range(MOST_EACH + 4):
        register_company(by=anna, name="Café Lemvig", municipality=lemvig)
    find(on=DAY)
    of_each = [
        Likeness.objects.filter(Q(first=each) | Q(second=each)).count() for each in Subject.objects.all()
    ]
    assert max(of_each) == MOST_EACH


def test_the_list_asks_about_the_nearest_pairs_only_and_says_that_there_are_more(
    anna: User, lemvig: Municipality, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    for name in ("Nordvest Smed", "Engdal Bageri", "Skovbo Tømrer"):
        for form in ("A/S", "ApS"):
            register_company(by=anna, name=f"{name} {form}", municipality=lemvig)
    find(on=DAY)
    every = list(likenesses_for(anna).order_by("-score", "pk").values_list("pk", flat=True))
    with django_assert_max_num_queries(5):
        assert pairs_for(anna) == (every, False)
    monkeypatch.setattr(queries, "MOST_PAIRS", 2)
    assert pairs_for(anna) == (every[:2], True)
    assert [pair.pk for pair in pairs_of(every[:2])] == every[:2]


def test_who_knows_nobody_in_the_nearest_pairs_is_shown_those_further_down(
    anna: User, lemvig: Municipality, make_user: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    local = create_organisation(by=None, code="lokal", name="Lokal", kind=OrganisationKind.LOCAL_SERVICE)
    for _each in range(2):
        register_founder(by=anna, name="Mette Madsen", municipality=lemvig, organisation=local)
    find(on=DAY)
    for name in ("Nordvest Smedeværk A/S", "Nordvest Smedevaerket"):
        register_company(by=anna, name=name, municipality=lemvig)
    find(on=DAY)
    monkeypatch.setattr(queries, "MOST_PAIRS", 1)
    keys, more = pairs_for(anna)
    assert [(pair.first.name, more) for pair in pairs_of(keys)] == [("Nordvest Smedeværk A/S", False)]
