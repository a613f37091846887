"""Finds a Chromium for the browser tests, or installs one, and says what it does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a Chromium that starts: SAMSPIL_CHROMIUM, the system's, or Playwright's own."""
    given = os.environ.get("SAMSPIL_CHROMIUM")
    candidates = [given] if given else [*map(shutil.which, NAMES), playwrights_own()]
    return next((path for path in candidates if path and starts(path)), None)


def playwrights_own() -> str | None:
    """Return where Playwright keeps its Chromium, if it has one."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def starts(path: str) -> bool:
    """Return whether the program runs at all; a missing system library shows here."""
    try:
        return (
            subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
        )
    except (OSError, subprocess.TimeoutExpired):
        return False


def ways() -> list[tuple[str, list[list[str]]]]:
    """Return what can be tried here to get one, the least intrusive first."""
    found = [("playwright install chromium", [[sys.executable, "-m", "playwright", "install", "chromium"]])]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        found.append(("apt-get install chromium", [["apt-get", "update", "-qq"], install]))
    return found


def install() -> str | None:
    """Try each way in turn; return the path of the Chromium that came of it."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for title, commands in ways():
        print(f"No Chromium for the browser tests; trying: {title}", flush=True)
        for command in commands:
            done = subprocess.run(
                command,
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            if done.returncode != 0:
                lines = done.stdout.splitlines() or ["no word of why"]
                # The reason comes before the stack trace.
                print("  " + next((line for line in lines if "rror:" in line), lines[-1]), flush=True)
                break
        path = find()
        if path:
            return path
    return None


def main() -> None:
    """Make sure that there is one."""
    path = find() or install()
    if path is None:
        raise SystemExit(
            "The browser tests need Chromium: install it with the system's packages, "
            "or set SAMSPIL_CHROMIUM to one."
        )
    print(f"Browser tests use {path}", flush=True)


if __name__ == "__main__":
    main()
