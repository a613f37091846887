"""Companies, founders and what they become."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from samspil.companies import actions
from samspil.companies.models import Company, Founder, Subject, Succession
from samspil.companies.rules import is_cvr_number
from samspil.organisations.models import Organisation
from samspil.platform.audit.models import Event

DAY = dt.date(2022, 3, 1)


@pytest.mark.parametrize("number", ["40084606", "25052943", "10150817", "89563518"])
def test_a_real_cvr_number_has_a_valid_checksum(number: str) -> None:
    assert is_cvr_number(number)


@pytest.mark.parametrize("number", ["88888888", "4008460", "400846060", "4008460x", "４００８４６０６", ""])
def test_a_number_with_a_wrong_checksum_or_length_is_no_cvr_number(number: str) -> None:
    assert not is_cvr_number(number)


@pytest.mark.django_db
def test_a_company_is_registered_once_per_cvr_number() -> None:
    actions.register_company(by=None, name="Nordvest Smedeværk A/S", cvr_number="40084606")
    with pytest.raises(ValidationError, match="CVR"):
        actions.register_company(by=None, name="Den samme igen", cvr_number="40084606")
    with pytest.raises(ValidationError, match="88888888"):
        actions.register_company(by=None, name="Forkert", cvr_number="88888888")


@pytest.mark.django_db
@pytest.mark.requirement("A16", "A8")
def test_founders_need_no_cvr_number_and_there_may_be_many_without() -> None:
    for name in ("Anna", "Bo"):
        actions.register_founder(by=None, name=name)
    assert Founder.objects.count() == 2
    assert Company.objects.count() == 0
    assert Event.objects.filter(action="register_founder").count() == 2


@pytest.mark.django_db
def test_the_database_refuses_a_founder_with_a_cvr_number_and_a_subject_without_a_name() -> None:
    for wrong in (
        Subject(kind="founder", name="Anna", cvr_number="40084606"),
        Subject(kind="company", name=""),
        Subject(kind="club", name="Foreningen"),
        Subject(kind="company", name="Omvendt", founded=DAY, ceased=DAY - dt.timedelta(1)),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong.save()


@pytest.mark.django_db
def test_two_subjects_never_share_a_surrogate_key_and_it_tells_nothing() -> None:
    company = actions.register_company(by=None, name="Firma", cvr_number="40084606")
    other = actions.register_founder(by=None, name="Anna")
    assert company.key != other.key
    assert "40084606" not in company.key


@pytest.mark.django_db
@pytest.mark.requirement("B43", "B79")
def test_a_founder_becomes_a_company_once_and_never_in_a_ring() -> None:
    founder = actions.register_founder(by=None, name="Anna")
    company = actions.register_company(by=None, name="Annas ApS")
    third = actions.register_company(by=None, name="Annas A/S")
    actions.succeed(by=None, predecessor=founder, successor=company, on=DAY)
    actions.succeed(by=None, predecessor=company, successor=third, on=DAY)
    with pytest.raises(ValidationError):
        actions.succeed(by=None, predecessor=founder, successor=third, on=DAY)
    with pytest.raises(ValidationError, match="halen"):
        actions.succeed(by=None, predecessor=third, successor=founder, on=DAY)
    assert Succession.objects.count() == 2


@pytest.mark.parametrize("phone", ["0101901234", "010190-1234", "01 01 90 12 34", "01.01.90-1234"])
def test_a_cpr_number_is_no_telephone_number(phone: str, hub: Organisation) -> None:
    company = actions.register_company(by=None, name="Nordvest Smedeværk A/S")
    with pytest.raises(ValidationError) as refused:
        actions.add_contact_person(by=None, subject=company, organisation=hub, name="Karen Smed", phone=phone)
    assert list(refused.value.error_dict) == ["phone"]
    assert phone not in str(refused.value)


@pytest.mark.parametrize(
    "phone", ["+45 97 82 00 00", "4597820000", "97 82 00 00", "+31 12 34 56 78", "+46 8 123 45 67"]
)
def test_a_number_with_a_country_s_code_is_no_cpr_number(phone: str, hub: Organisation) -> None:
    company = actions.register_company(by=None, name="Nordvest Smedeværk A/S")
    person = actions.add_contact_person(
        by=None, subject=company, organisation=hub, name="Karen Smed", phone=phone
    )
    assert person.phone
