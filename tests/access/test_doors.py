"""Every named route, for every role: who is let in, and that all others learn nothing."""

from __future__ import annotations

import pytest
from django.test import Client

from samspil.organisations.kinds import Role
from samspil.organisations.models import User
from tests.access import addresses, doors
from tests.access.matrix import allowed
from tests.access.world import World, make, score

# All roles of the owner and of the hub; of the others those that could see most, and one that sees least.
# The matrix itself is tried for everybody in test_matrix.py.
WHOLE = ("owner", "hub")
ENDS = {
    ("neighbour", Role.DIRECTOR),
    ("receiver", Role.ADVISER),
    ("receiver", Role.SECRETARIAT),
    ("guest", Role.UNIT_LEADER),
    ("far", Role.DIRECTOR),
    ("outside", Role.DIRECTOR),
}
# Whose hands are tried at what they may not do.
TRIED = {
    ("owner", Role.SECRETARIAT),
    ("owner", Role.EVALUATOR),
    ("owner", Role.STUDENT_HELPER),
    ("hub", Role.DIRECTOR),
    ("guest", Role.UNIT_LEADER),
}
OPEN_TO_STRANGERS = {"accessibility", "referral-answer", "calendar-feed", "welcome", "language"}


@pytest.fixture
def scored(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    """The world a week later, with a run that opens."""
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-20")
    world = make()
    score(world)
    return world


def visitors(world: World) -> list[tuple[str, Role, User]]:
    return [
        (relation, role, user)
        for (relation, role), user in world.people.items()
        if relation in WHOLE or (relation, role) in ENDS
    ]


def enter(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opened(client: Client, address: str) -> int:
    """The answer's code; a file that was opened is closed again."""
    answer = client.get(address)
    answer.close()
    return answer.status_code


def test_every_route_is_declared() -> None:
    declared = set(doors.PAGES) | doors.HANDS | doors.ELSEWHERE
    missing = sorted(set(addresses.routes()) - declared)
    assert missing == [], "say in tests/access/doors.py whom these routes let in"
    assert sorted(declared - set(addresses.routes())) == [], "these routes are no more"


@pytest.mark.requirement("B21")
def test_every_page_lets_in_whom_the_matrix_says_and_nobody_else(scored: World) -> None:
    wrong: list[tuple[str, str, str, int]] = []
    for relation, role, user in visitors(scored):
        client = enter(user)
        for name, row in doors.PAGES.items():
            status = opened(client, addresses.address(scored, name))
            refused = doors.FORBIDDEN.get(name)
            may_see = refused is not None and allowed(refused, relation, role)
            wanted = {200, 302} if allowed(row, relation, role) else {403} if may_see else {404}
            if status not in wanted:
                wrong.append((name, relation, role.value, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_who_is_not_let_in_changes_nothing_either(scored: World) -> None:
    wrong: list[tuple[str, str, str, int]] = []
    for relation, role in sorted(TRIED):
        client = enter(scored.people[relation, role])
        for name, row in doors.PAGES.items():
            if not allowed(row, relation, role):
                status = client.post(addresses.address(scored, name)).status_code
                if status not in {403, 404, 405}:
                    wrong.append((name, relation, role.value, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_no_hand_from_outside_moves_anything(scored: World) -> None:
    outsiders = [scored.people[each] for each in (("far", Role.DIRECTOR), ("guest", Role.UNIT_LEADER))]
    wrong = []
    for user in [*outsiders, scored.people["owner", Role.SECRETARIAT]]:
        client = enter(user)
        for name in sorted(doors.HANDS - {"language"}):
            status = client.post(addresses.address(scored, name)).status_code
            if status not in {403, 404, 405}:
                wrong.append((name, user.name, status))
    assert not wrong, "\n".join(map(str, wrong))


def test_a_stranger_is_asked_to_log_in_everywhere_but_at_what_is_public(scored: World) -> None:
    client = Client()
    for name in sorted(set(addresses.routes()) - OPEN_TO_STRANGERS):
        answer = client.get(addresses.address(scored, name))
        assert answer.status_code == 302, name
        assert answer.headers["Location"].startswith("/konto/log-ind/"), name
