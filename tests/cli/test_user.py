"""`samspil user`, as one types it."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from samspil import cli
from samspil.cli.user import ROLES
from samspil.organisations.kinds import Role
from samspil.organisations.models import Membership, Organisation, User
from samspil.platform.audit.models import Event

PASSWORD = "en-lang-adgangskode-42"


def user(*words: str, email: str = "Dina@example.dk", typed: str = PASSWORD + "\n") -> Result:
    given = ["user", "--email", email, "--name", "Dina Dam", *words]
    return CliRunner().invoke(cli.main, given, input=typed)


def test_the_roles_are_those_of_organisations() -> None:
    assert set(ROLES) == set(Role.values)


@pytest.mark.parametrize("way", ["a pipe", "a prompt"])
def test_a_director_is_made_who_can_log_in(hub: Organisation, way: str) -> None:
    words = ["--organisation", hub.code, "--role", "director"]
    if way == "a pipe":
        done = user(*words, "--password-file", "-")
    else:
        done = user(*words, typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert PASSWORD not in done.output
    made = User.objects.get(email="dina@example.dk")
    assert made.check_password(PASSWORD)
    assert made.is_active
    membership = Membership.objects.get(user=made)
    assert (membership.organisation, membership.role) == (hub, Role.DIRECTOR)
    assert {"create_user", "grant"} <= set(Event.objects.values_list("action", flat=True))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--organisation", "erhvervshus-midtjyland", "--role", "director"], "did you mean"),
        (["--organisation", "erhvervshus-midtjylland", "--role", "chef"], "director"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_made(hub: Organisation, words: list[str], said: str) -> None:
    done = user(*words, "--password-file", "-")
    assert done.exit_code in (1, 2)
    assert said in done.output
    assert not User.objects.exists()


def test_an_easy_password_a_bad_address_and_one_that_is_taken_are_refused(hub: Organisation) -> None:
    words = ["--organisation", hub.code, "--role", "adviser", "--password-file", "-"]
    easy, bad = user(*words, typed="kort\n"), user(*words, email="dina")
    assert (easy.exit_code, bad.exit_code) == (1, 1)
    assert not User.objects.exists()
    assert user(*words).exit_code == 0
    again = user(*words)
    assert again.exit_code == 1
    assert len(again.output.splitlines()) == 1
    assert Membership.objects.count() == 1


def test_who_can_log_in_already_gets_another_role_and_keeps_name_and_password(hub: Organisation) -> None:
    assert user("--organisation", hub.code, "--role", "adviser", "--password-file", "-").exit_code == 0
    words = ["user", "--email", "dina@example.dk", "--organisation", hub.code, "--role", "unit_leader"]
    done = CliRunner().invoke(cli.main, words)
    assert done.exit_code == 0, done.output
    made = User.objects.get()
    assert (made.name, made.check_password(PASSWORD)) == ("Dina Dam", True)
    assert set(made.memberships.values_list("role", flat=True)) == {"adviser", "unit_leader"}
    assert CliRunner().invoke(cli.main, words).exit_code == 1, "the same role twice is none"
