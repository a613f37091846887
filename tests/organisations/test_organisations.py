"""Organisations, agreements, users and roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samspil.organisations import actions, queries
from samspil.organisations.kinds import AgreementKind, OrganisationKind, Role
from samspil.organisations.models import Municipality, Organisation, Population, User

START, END = dt.date(2021, 1, 1), dt.date(2021, 12, 31)


def local_service(code: str) -> Organisation:
    return actions.create_organisation(by=None, code=code, name=code, kind=OrganisationKind.LOCAL_SERVICE)


def test_the_reference_table_has_98_municipalities_with_codes_of_four_digits(
    municipalities: dict[str, Municipality],
) -> None:
    assert len(municipalities) == 98
    assert municipalities["0751"].name == "Aarhus"
    assert Population.objects.get(municipality="0751", year=2021).residents == 352_751


@pytest.mark.requirement("A7")
def test_an_organisation_of_another_kind_under_another_is_data_and_no_code(hub: Organisation) -> None:
    department = actions.create_organisation(
        by=None,
        code="afdeling",
        name="Afdelingen i Herning",
        kind=OrganisationKind.MUNICIPAL_DEPARTMENT,
        parent=hub,
    )
    assert list(hub.children.all()) == [department]


def test_an_agreement_holds_on_its_first_and_last_day_and_not_after(
    municipalities: dict[str, Municipality],
) -> None:
    lemvig = municipalities["0665"]
    agreement = actions.agree_operator(
        by=None,
        organisation=local_service("business-lemvig"),
        municipality=lemvig,
        legal_kind=AgreementKind.GRANT,
        valid_from=START,
        valid_to=END,
    )
    for day, held in [
        (START, True),
        (END, True),
        (END + dt.timedelta(1), False),
        (START - dt.timedelta(1), False),
    ]:
        assert (agreement in queries.operators_in(lemvig, on=day)) is held


def test_an_agreement_that_ends_before_it_starts_is_refused(municipalities: dict[str, Municipality]) -> None:
    with pytest.raises(ValidationError):
        actions.agree_operator(
            by=None,
            organisation=local_service("business-lemvig"),
            municipality=municipalities["0665"],
            legal_kind=AgreementKind.GRANT,
            valid_from=END,
            valid_to=START,
        )


@pytest.mark.django_db
def test_the_database_itself_refuses_a_municipality_code_that_lost_its_zero() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.create(code="751", name="Aarhus", region="Midtjylland")


def test_only_a_hub_has_an_area(municipalities: dict[str, Municipality]) -> None:
    with pytest.raises(ValueError, match="wanted a hub"):
        actions.assign_to_hub(
            by=None, municipality=municipalities["0665"], hub=local_service("business-lemvig")
        )


def test_two_addresses_that_differ_in_case_are_one_user(make_user: Callable[..., User]) -> None:
    make_user("anna@example.dk")
    with pytest.raises(ValidationError):
        make_user("Anna@Example.dk")


def test_an_easy_password_is_refused(db: None) -> None:
    with pytest.raises(ValidationError):
        actions.create_user(by=None, email="a@example.dk", name="A", password="123456789012")


def test_a_role_counts_in_its_own_organisation_only(
    hub: Organisation, make_user: Callable[..., User]
) -> None:
    user = make_user("anna@example.dk", hub, Role.DIRECTOR)
    other = local_service("business-lemvig")
    assert queries.has_role(user, hub, [Role.DIRECTOR])
    assert not queries.has_role(user, hub, [Role.ADVISER])
    assert not queries.has_role(user, other, [Role.DIRECTOR])
    assert list(queries.organisations_of(user)) == [hub]


def test_a_closed_user_has_no_role(hub: Organisation, make_user: Callable[..., User]) -> None:
    user = make_user("anna@example.dk", hub, Role.DIRECTOR)
    user.is_active = False
    assert not queries.has_role(user, hub, [Role.DIRECTOR])
