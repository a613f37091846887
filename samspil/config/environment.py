"""Reads what the surroundings decide: the data folder, the database, the secret key."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any


def data_folder() -> Path:
    """Return the folder that holds everything worth a backup: SAMSPIL_DATA, or ./var."""
    return Path(os.environ.get("SAMSPIL_DATA") or "var").resolve()


def flag(name: str) -> bool:
    """Return whether an environment variable is switched on ("1", "true", "yes", "on")."""
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """Return a comma-separated environment variable as a list."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, default: int) -> int:
    """Return an environment variable as a whole number from 0 up; ValueError naming it when it is none."""
    given = os.environ.get(name) or str(default)
    if not given.isdecimal():
        raise ValueError(f"{name} is {given!r}; wanted a whole number such as {default}")
    return int(given)


def refuse_wrong_day(name: str) -> None:
    """Raise ValueError when an environment variable holds something that is no day."""
    given = os.environ.get(name)
    try:
        dt.date.fromisoformat(given or "2022-09-30")
    except ValueError:
        raise ValueError(f"{name} is {given!r}; wanted a day such as 2022-09-30") from None


def made(data: Path) -> Path:
    """Return the data folder, made if need be; ValueError naming its variable when it cannot be."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ValueError(f"SAMSPIL_DATA is {data}: {error.strerror}; wanted a folder of one's own") from None
    return data


def secret_key(data: Path) -> str:
    """Return SAMSPIL_SECRET_KEY, or the key kept in the data folder, made on first use."""
    given = os.environ.get("SAMSPIL_SECRET_KEY")
    if given:
        return given
    path = made(data) / "secret-key"
    if not path.exists():
        make_secret_key(path)
    key = path.read_text(encoding="ascii").strip()
    if not key:
        raise ValueError(f"{path} is empty; delete it, and a new key is made.")
    return key


def make_secret_key(path: Path) -> None:
    """Write a key that nobody else may read, whole or not at all; the first of several processes wins."""
    try:
        descriptor, draft = tempfile.mkstemp(dir=path.parent)
    except OSError as error:
        raise ValueError(f"SAMSPIL_DATA is {path.parent}: {error.strerror}; wanted one to write in") from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    with suppress(FileExistsError):
        os.link(draft, path)
    os.unlink(draft)


def database(data: Path) -> dict[str, Any]:
    """Return Django's settings for the database that DATABASE_URL names, or for SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return sqlite(made(data) / "samspil.sqlite3")
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    if scheme == "sqlite":
        # sqlite:///relative and sqlite:////absolute, as everybody writes them.
        path = Path(rest.removeprefix("/"))
        if path.is_dir() or not path.parent.is_dir():
            raise ValueError(f"DATABASE_URL names {str(path)!r}; wanted a file in a folder that is there")
        return sqlite(path)
    raise ValueError(
        f"DATABASE_URL starts with {scheme!r}; wanted postgresql://user:password@host/name or sqlite:///file"
    )


def sqlite(path: Path) -> dict[str, Any]:
    """Return settings under which 16 writers wait for each other instead of failing."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            # A transaction that starts by reading cannot wait for the write lock later; so take it at once.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Return settings for a PostgreSQL address, with its extra parameters passed on to the driver."""
    # Imported here, because an installation on SQLite need not have the driver.
    try:
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        raise ValueError("DATABASE_URL names PostgreSQL; its driver psycopg is not installed") from None

    try:
        parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        raise ValueError(f"DATABASE_URL cannot be read: {str(error).strip()}") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", ""),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "OPTIONS": parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def address() -> str:
    """Return SAMSPIL_ADDRESS, where the pages are reached, for links in mails; without a slash at the end."""
    given = os.environ.get("SAMSPIL_ADDRESS") or "http://localhost:8000"
    if not given.startswith(("http://", "https://")):
        raise ValueError(f"SAMSPIL_ADDRESS is {given!r}; wanted one such as https://samspil.example.dk")
    return given.rstrip("/")


def mail() -> dict[str, Any]:
    """Return Django's settings for the mail server SAMSPIL_SMTP names: host or host:port."""
    given = os.environ.get("SAMSPIL_SMTP", "")
    if not given:
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    security = os.environ.get("SAMSPIL_SMTP_TLS", "").strip().lower() or "none"
    # The usual ports: to hand over openly, with STARTTLS, and under TLS from the first byte.
    usual = {"none": 25, "starttls": 587, "tls": 465}
    if security not in usual:
        raise ValueError(f"SAMSPIL_SMTP_TLS is {security!r}; wanted starttls, tls or none")
    host, _, port = given.partition(":")
    if not host or (port and not port.isdecimal()):
        raise ValueError(f"SAMSPIL_SMTP is {given!r}; wanted a host such as mail.example.dk:587")
    user, password = os.environ.get("SAMSPIL_SMTP_USER", ""), os.environ.get("SAMSPIL_SMTP_PASSWORD", "")
    if user and security == "none":
        raise ValueError("SAMSPIL_SMTP_USER without SAMSPIL_SMTP_TLS would send the password in the open")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": host,
        "EMAIL_PORT": int(port) if port else usual[security],
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": password,
        "EMAIL_USE_TLS": security == "starttls",
        "EMAIL_USE_SSL": security == "tls",
        "EMAIL_TIMEOUT": 30,
    }
