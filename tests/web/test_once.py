"""A form that is sent twice makes one of what it makes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from samspil.companies.actions import register_company
from samspil.companies.models import Company, Founder
from samspil.guidance.models import GuidanceCase, Task
from samspil.organisations.models import Municipality, Organisation, User
from samspil.referrals.models import Referral
from tests.web.reading import text

DAY = "2022-09-14"


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_TODAY", DAY)


@pytest.fixture
def company(municipalities: dict[str, Municipality]) -> Company:
    return register_company(by=None, name="Nordvest Smedeværk A/S", municipality=municipalities["0665"])


@pytest.fixture
def adviser(make_user: Callable[..., User], hub: Organisation) -> User:
    return make_user("hans@example.dk", hub)


def fill(name: str, company: Company, adviser: User) -> tuple[str, dict[str, Any], Any]:
    """A form's address, what is written in it, and what it makes."""
    case = {"level": "specialised", "started": "14-09-2022", "adviser": adviser.pk}
    tick = {"opfoelgning": "nej", "dag": "13-09-2022", "andet_slags": "fund", "act": "save"}
    call = {"caller": "Karen Smed", "phone": "97820000", "text": "Vil høre om eksport", "due": "i dag"}
    forms: dict[str, tuple[str, dict[str, Any], Any]] = {
        "case": (reverse("open-case", args=[company.pk]), case, GuidanceCase),
        "tick": (reverse("refer", args=[company.pk]), tick, Referral),
        "call": (reverse("call-back"), call, Task),
        "founder": (
            reverse("founder-new"),
            {"name": "Ida Lund", "municipality": str(company.municipality_id)},
            Founder,
        ),
    }
    return forms[name]


@pytest.mark.parametrize("name", ["case", "tick", "call", "founder"])
def test_two_presses_of_a_button_make_one(name: str, company: Company, adviser: User) -> None:
    client = Client()
    client.force_login(adviser)
    address, given, model = fill(name, company, adviser)
    token = re.search(r'name="once" value="([^"]+)"', client.get(address).content.decode())
    assert token is not None
    given["once"] = token[1]
    first, second = client.post(address, given), client.post(address, given)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert model.objects.count() == 1
    assert "gemt én gang" in text(client.get(second.headers["Location"]))


def test_what_was_refused_may_be_sent_again_and_something_else_is_stored(
    company: Company, adviser: User
) -> None:
    client = Client()
    client.force_login(adviser)
    address, given, _model = fill("founder", company, adviser)
    given["once"] = "a" * 24
    assert client.post(address, given | {"name": "Ida 010190-1234"}).status_code == 200
    assert client.post(address, given).status_code == 302
    # Back in the browser, and another one written in the same form.
    assert client.post(address, given | {"name": "Bo Holm"}).status_code == 302
    assert sorted(Founder.objects.values_list("name", flat=True)) == ["Bo Holm", "Ida Lund"]
