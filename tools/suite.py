"""Runs the suite: everything on SQLite, then what touches the database again on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import nullcontext

from tools import postgres


def pytest(title: str, *options: str, database: str | None) -> int:
    """Run pytest in a process of its own; return its exit code."""
    print(f"\n=== {title}", flush=True)
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database:
        environment["DATABASE_URL"] = database
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-n", str(os.cpu_count() or 1), *options]
    code = subprocess.run(command, env=environment, check=False).returncode
    print(f"=== {title}: {time.monotonic() - started:.0f} s", flush=True)
    return code


def main(extra: list[str]) -> int:
    """Run both, and fail if one fails."""
    codes = [pytest("SQLite, everything", *extra, database=None)]
    given = os.environ.get("DATABASE_URL", "")
    server = nullcontext(given) if given.startswith("postgres") else postgres.running()
    with server as address:
        codes.append(pytest("PostgreSQL", "--database-only", *extra, database=address))
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
