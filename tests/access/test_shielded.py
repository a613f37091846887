"""What is shielded leaves no trace: every page of every partner is the same, byte for byte, without it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from samspil.cooperation.actions import ask_access
from samspil.organisations.kinds import Role
from tests.access import addresses
from tests.access.world import DAY, SECRET, World, hide, make_open, score

# Somebody of every partner.
WATCHERS = (
    ("hub", Role.DIRECTOR),
    ("neighbour", Role.UNIT_LEADER),
    ("receiver", Role.ADVISER),
    ("guest", Role.UNIT_LEADER),
    ("far", Role.DIRECTOR),
    ("outside", Role.DIRECTOR),
)
LISTS = ("companies", "founders", "cases", "contacts", "referrals")
# A form's own tokens, the names of drafts, and the time of day that a form begins with.
TOKENS = re.compile(rb'(name="(?:csrfmiddlewaretoken|once|draft(?:-\d+)?|at)" value=")[^"]*')
# What changes by itself from one time to the next: the log of one's own openings, a fresh code or secret.
RESTLESS = {"company-seen", "calendar", "history", "profile", "import-template"}


@pytest.fixture
def open_world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world before anything is shielded, a week later."""
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-20")
    world = make_open()
    score(world)
    return world


def pages(world: World) -> list[str]:
    """An address of every route, and of lists, searches and downloads in the states that could tell."""
    found = [
        addresses.address(world, name)
        for name in addresses.routes()
        if name not in RESTLESS and not name.startswith("referral-answer")
    ]
    company = world.rows["company"].pk
    found += [
        f"{reverse(name)}?q={text}"
        for name in (
            "search",
            "search-suggestions",
            "companies",
            "founders",
            "cases",
            "contacts",
            "referrals",
        )
        for text in ("Skjult", "Krag", "Nordvest")
    ]
    found += [f"{reverse(name)}?hent=csv" for name in LISTS]
    found += [
        f"{reverse('register')}?virksomhed={company}",
        f"{reverse('company-choices')}?virksomhed-soeg=Skjult",
    ]
    return found


def seen(
    world: World, looked_at: list[str], watchers: tuple[tuple[str, Role], ...] = WATCHERS
) -> dict[tuple[str, str, str], tuple[int, bytes]]:
    """What each watcher's browser gets."""
    found = {}
    for relation, role in watchers:
        client = Client()
        client.force_login(world.people[relation, role])
        for address in looked_at:
            answer = client.get(address)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]  # as a download has
            answer.close()
            found[relation, role.value, address] = (answer.status_code, TOKENS.sub(rb"\1", body))
    return found


@pytest.mark.requirement("B21")
def test_no_page_of_a_partner_differs_by_what_is_shielded(open_world: World) -> None:
    looked_at = pages(open_world)
    once = seen(open_world, looked_at, WATCHERS[:1])
    before = seen(open_world, looked_at)
    restless = sorted(key for key, answer in once.items() if before[key] != answer)
    assert not restless, f"{restless} differ from one time to the next, so that nothing can be told of them"
    hide(open_world)
    after = seen(open_world, looked_at)
    told = sorted(key for key, answer in after.items() if before[key] != answer)
    assert not told, "\n".join(map(str, told))


@pytest.mark.requirement("B21")
@pytest.mark.parametrize("role", [Role.ADVISER, Role.STUDENT_HELPER, Role.EVALUATOR])
def test_no_colleague_finds_whom_only_a_shielded_case_has_made_known(open_world: World, role: Role) -> None:
    looked_at = [
        *(f"{reverse(name)}?q=Krag" for name in ("search", "search-suggestions", "companies", "founders")),
        f"{reverse('register')}?virksomhed={open_world.rows['company'].pk}",
        f"{reverse('company', args=[open_world.rows['company'].pk])}?vis=kontakter",
        reverse("edit-contact", args=[open_world.rows["interaction"].pk]),
    ]
    watchers = (("owner", role),)
    before = seen(open_world, looked_at, watchers)
    hide(open_world)
    assert seen(open_world, looked_at, watchers) == before
    lawyer = open_world.rows["contact person of a shielded case"].pk
    client = Client()
    client.force_login(open_world.people["owner", role])
    assert client.get(reverse("contact-person", args=[lawyer])).status_code == 404


@pytest.mark.requirement("B21")
def test_what_is_shielded_answers_as_what_there_is_not(open_world: World) -> None:
    hide(open_world)
    hidden = {name: open_world.rows[kind].pk for name, kind in addresses.HIDDEN.items()}
    partners = [each for each in WATCHERS if each[0] != "owner"]
    for relation, role in partners:
        client = Client()
        client.force_login(open_world.people[relation, role])
        for name, arguments in addresses.routes().items():
            told = {arg: hidden[arg] for arg in arguments if arg in hidden}
            of_people = "person" in arguments and not name.startswith("contact-person")
            if not told or of_people:
                continue
            there = client.get(addresses.address(open_world, name, told))
            gone = client.get(addresses.address(open_world, name, dict.fromkeys(told, 999_999)))
            assert there.status_code == gone.status_code in (404, 405), (relation, name)


@pytest.mark.requirement("B21")
def test_nothing_a_partner_does_tells_of_a_shielded_case(open_world: World) -> None:
    hide(open_world)
    company, founder = open_world.rows["company"], open_world.rows["founder of a shielded case"]
    partner = open_world.people["hub", Role.DIRECTOR]
    client = Client()
    client.force_login(partner)
    assert client.post(reverse("ask-access", args=[founder.pk]), {"reason": "x"}).status_code == 404
    assert client.post(reverse("joint-visit", args=[founder.pk]), {"purpose": "x"}).status_code == 404
    request = ask_access(
        by=partner, subject=company, asker=open_world.organisations["hub"],
        owner=open_world.organisations["owner"], reason="x", on=DAY,
    )  # fmt: skip
    body = client.get(reverse("access-request", args=[request.pk])).content.decode()
    assert SECRET not in body
    assert "Krag" not in body
