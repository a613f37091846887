"""`samspil setup` and `samspil serve`, as one types them."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samspil import cli
from samspil.organisations.kinds import AgreementKind, Role
from samspil.organisations.models import Membership, Municipality, OperatorAgreement, Organisation

ADMINISTRATOR = ["--admin-email", "anna@example.dk", "--admin-name", "Anna Bo"]
PASSWORD = ["--admin-password", "en-lang-adgangskode-42"]
MIDTJYLLAND = ["--area", "Midtjylland"]


def setup(*arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli.main, ["setup", *arguments], input=typed)


@pytest.mark.django_db
@pytest.mark.requirement("A7")
def test_an_empty_installation_gets_hub_local_services_and_an_administrator() -> None:
    result = setup(
        *MIDTJYLLAND, *ADMINISTRATOR, *PASSWORD, "--local-service", "Business Djursland=0706,0707", "--yes"
    )
    assert result.exit_code == 0, result.output
    hub = Organisation.objects.get(kind="hub")
    assert hub.code == "erhvervshus-midtjylland"
    assert Municipality.objects.filter(hub=hub).count() == 19
    assert Municipality.objects.filter(hub=None).count() == 79
    assert OperatorAgreement.objects.count() == 19
    shared = OperatorAgreement.objects.filter(organisation__code="business-djursland")
    assert {agreement.legal_kind for agreement in shared} == {AgreementKind.SHARED}
    assert Membership.objects.get().role == Role.ADMINISTRATOR


@pytest.mark.django_db
def test_what_is_not_given_is_asked_for() -> None:
    answers = "Fyn\n\nn\nanna@example.dk\nAnna Bo\nen-lang-adgangskode-42\nen-lang-adgangskode-42\n"
    result = setup(typed=answers)
    assert result.exit_code == 0, result.output
    assert Organisation.objects.get().name == "Erhvervshus Fyn"


@pytest.mark.django_db
def test_a_second_set_up_changes_nothing() -> None:
    assert setup(*MIDTJYLLAND, *ADMINISTRATOR, *PASSWORD, "--yes").exit_code == 0
    again = setup(*MIDTJYLLAND, *ADMINISTRATOR, *PASSWORD, "--yes")
    assert again.exit_code == 1
    assert "set up already" in again.output
    assert Organisation.objects.filter(kind="hub").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--area", "Midtjyland", "--yes"], "did you mean Midtjylland?"),
        (["--yes"], "wanted one of Fyn"),
        ([*MIDTJYLLAND, "--yes"], "give it with --admin-email"),
        ([*MIDTJYLLAND, "--local-service", "Lemvig", "--yes"], "wanted NAME=CODES"),
        (
            [*MIDTJYLLAND, "--local-service", "København=0101", "--yes"],
            "0101 is not a municipality in Midtjylland",
        ),
        (
            [*MIDTJYLLAND, "--local-service", "A=0706", "--local-service", "B=0707,0706", "--yes"],
            "0706 more than once",
        ),
        ([*MIDTJYLLAND, *ADMINISTRATOR, "--admin-password", "kort", "--yes"], "12"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_left(arguments: list[str], said: str) -> None:
    result = setup(*arguments)
    assert (result.exit_code, Organisation.objects.count()) == (1, 0)
    assert said in result.output
    assert "Traceback" not in result.output


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answer(address: str) -> tuple[int, str]:
    """Wait for the server; return status and content of the page."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=60) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")


def test_serve_makes_its_tables_answers_and_stops_when_told(tmp_path: Path) -> None:
    port = free_port()
    environment = {
        **os.environ,
        "SAMSPIL_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "samspil.config.settings",
    }
    environment.pop("DATABASE_URL", None)
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "samspil.cli",
        "serve",
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        status, page = answer(f"http://127.0.0.1:{port}/konto/log-ind/")
        style = re.search(r'href="(/static/[^"]+\.css[^"]*)"', page)
        assert status == 200
        assert style is not None
        assert answer(f"http://127.0.0.1:{port}{style[1]}")[0] == 200
    finally:
        server.send_signal(signal.SIGTERM)
        said = server.communicate(timeout=40)[0]
    assert server.returncode == 0, said
    assert f"http://localhost:{port}/" in said
    assert "Nobody can log in yet" in said
    database = sqlite3.connect(tmp_path / "samspil.sqlite3")
    assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


@pytest.mark.parametrize(("option", "value"), [("port", "99999"), ("workers", "0"), ("threads", "-1")])
def test_serve_refuses_numbers_no_server_can_have(option: str, value: str) -> None:
    result = CliRunner().invoke(cli.main, ["serve", f"--{option}", value])
    assert result.exit_code == 2
    assert f"--{option}" in result.output


def test_serve_says_in_one_line_that_the_port_is_taken(tmp_path: Path) -> None:
    from samspil.cli.serve import run_server

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Exception, match="choose another with --port"):
            run_server(host="127.0.0.1", port=taken.getsockname()[1])
