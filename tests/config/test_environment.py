"""What the surroundings decide."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from samspil.config import environment


def test_the_secret_key_is_made_once_and_kept_from_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAMSPIL_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path / "new")
    assert len(first) >= 50
    assert environment.secret_key(tmp_path / "new") == first
    assert stat.S_IMODE((tmp_path / "new" / "secret-key").stat().st_mode) == 0o600


def test_an_empty_key_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMSPIL_SECRET_KEY", raising=False)
    (tmp_path / "secret-key").touch()
    with pytest.raises(ValueError, match="is empty"):
        environment.secret_key(tmp_path)


def test_the_first_of_two_processes_that_make_a_key_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SAMSPIL_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    environment.make_secret_key(tmp_path / "secret-key")
    assert environment.secret_key(tmp_path) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAMSPIL_TODAY", "i dag"),
        ("SAMSPIL_PROXIES", "en"),
        ("DATABASE_URL", "mysql://localhost/x"),
        ("DATABASE_URL", "postgresql://localhost:5432:1/x?y"),
        ("DATABASE_URL", "sqlite:////nowhere/at/all.db"),
        ("DATABASE_URL", "sqlite:///"),
        ("SAMSPIL_DATA", "/dev/null/x"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(name: str, value: str, tmp_path: Path) -> None:
    surroundings = {**os.environ, "SAMSPIL_DATA": str(tmp_path), "DATABASE_URL": "", name: value}
    surroundings["DJANGO_SETTINGS_MODULE"] = "samspil.config.settings"
    command = [sys.executable, "-m", "samspil.cli", "setup", "--yes"]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {name}")
    assert done.stderr.count("\n") == 1


def test_a_postgresql_address_keeps_its_parameters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:hemm%40lig@db.example:5433/samspil?sslmode=require")
    given = environment.database(tmp_path)
    assert (given["USER"], given["PASSWORD"], given["HOST"], given["PORT"], given["NAME"]) == (
        "anna",
        "hemm@lig",
        "db.example",
        "5433",
        "samspil",
    )
    assert given["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize(("url", "name"), [("sqlite:///a.db", "a.db"), ("sqlite:////srv/a.db", "/srv/a.db")])
def test_a_sqlite_address_names_a_file(
    url: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    assert environment.database(tmp_path)["NAME"] == Path(name)


def test_another_database_is_refused_with_what_is_wanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost/x")
    with pytest.raises(ValueError, match="wanted postgresql"):
        environment.database(tmp_path)


def test_an_installation_shows_no_errors_to_strangers_unless_asked() -> None:
    assert settings.DEBUG is False
    assert not settings.DATABASES["default"].get("ATOMIC_REQUESTS")


@pytest.mark.django_db
def test_the_database_is_the_one_that_was_asked_for() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SHOW server_version_num")
            assert int(cursor.fetchone()[0]) >= 150000
        else:
            assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
            cursor.execute("PRAGMA foreign_keys")
            assert cursor.fetchone() == (1,)


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_without_a_mail_server_mails_are_written_to_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAMSPIL_SMTP", raising=False)
    assert environment.mail() == {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}


@pytest.mark.parametrize(
    ("security", "port", "starttls", "tls"),
    [("none", 25, False, False), ("starttls", 587, True, False), ("tls", 465, False, True)],
)
def test_a_mail_server_is_reached_at_the_usual_port_of_its_encryption(
    monkeypatch: pytest.MonkeyPatch, security: str, port: int, starttls: bool, tls: bool
) -> None:
    monkeypatch.setenv("SAMSPIL_SMTP", "mail.example.dk")
    monkeypatch.setenv("SAMSPIL_SMTP_TLS", security)
    found = environment.mail()
    assert (found["EMAIL_HOST"], found["EMAIL_PORT"]) == ("mail.example.dk", port)
    assert (found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (starttls, tls)


def test_a_mail_server_may_have_a_port_user_and_password_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_SMTP", "mail.example.dk:2525")
    monkeypatch.setenv("SAMSPIL_SMTP_TLS", "starttls")
    monkeypatch.setenv("SAMSPIL_SMTP_USER", "samspil")
    monkeypatch.setenv("SAMSPIL_SMTP_PASSWORD", "hemmelig")
    found = environment.mail()
    assert (found["EMAIL_PORT"], found["EMAIL_HOST_USER"]) == (2525, "samspil")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SAMSPIL_SMTP_TLS", "ssl3"),
        ("SAMSPIL_SMTP", "mail.example.dk:smtp"),
        # The password would go over the line for all to read.
        ("SAMSPIL_SMTP_USER", "samspil"),
    ],
)
def test_a_mail_server_that_cannot_be_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("SAMSPIL_SMTP", "mail.example.dk")
    for other in ("SAMSPIL_SMTP_TLS", "SAMSPIL_SMTP_USER"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, value)
    with pytest.raises(ValueError, match=name):
        environment.mail()


def test_the_address_of_the_pages_is_one_and_ends_without_a_slash(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMSPIL_ADDRESS", "https://samspil.example.dk/")
    assert environment.address() == "https://samspil.example.dk"
    monkeypatch.setenv("SAMSPIL_ADDRESS", "samspil.example.dk")
    with pytest.raises(ValueError, match="SAMSPIL_ADDRESS"):
        environment.address()
