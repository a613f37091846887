"""Reads what the surroundings decide: the data folder, the database, the secret key."""

from __future__ import annotations

import os
import secrets
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


def secret_key(data: Path) -> str:
    """Return SAMSPIL_SECRET_KEY, or the key kept in the data folder, made on first use."""
    given = os.environ.get("SAMSPIL_SECRET_KEY")
    if given:
        return given
    path = data / "secret-key"
    data.mkdir(parents=True, exist_ok=True)
    try:
        # Exclusive, because several server processes may start at once; nobody else may read it.
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if not key:
            raise RuntimeError(f"{path} is empty; delete it, and a new key is made.") from None
        return key
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def database(data: Path) -> dict[str, Any]:
    """Return Django's settings for the database that DATABASE_URL names, or for SQLite in the data folder."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return sqlite(data / "samspil.sqlite3")
    scheme, _, rest = url.partition("://")
    if scheme in {"postgres", "postgresql"}:
        return postgresql(url)
    if scheme == "sqlite":
        # sqlite:///relative and sqlite:////absolute, as everybody writes them.
        return sqlite(Path(rest.removeprefix("/")))
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
    from psycopg.conninfo import conninfo_to_dict

    parts = {key: value for key, value in conninfo_to_dict(url).items() if value is not None}
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
