"""Keeps the tick running beside the server: started before it forks, started again when it dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

# One that dies at once, since the database is away, is not started again and again.
PAUSE = 30.0
# A little longer than the tick gives a sweep that runs.
LAST_WAIT = 25.0


def start_tick() -> subprocess.Popen[bytes]:
    """Start `samspil tick --loop` as a process that ends with this one."""
    command = [sys.executable, "-m", "samspil.cli", "tick", "--loop", "--parent", str(os.getpid())]
    return subprocess.Popen(command)  # noqa: S603  this interpreter, with words of ours


class Ticker:
    """The tick's process, seen from the server's first one."""

    def __init__(
        self,
        start: Callable[[], subprocess.Popen[bytes]] = start_tick,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._start = start
        self._clock = clock
        self._process: subprocess.Popen[bytes] | None = None
        self._started = float("-inf")

    def keep(self) -> None:
        """Start the tick where it does not run, but not more often than every half minute."""
        running = self._process is not None and self._process.poll() is None
        if not running and self._clock() - self._started >= PAUSE:
            self._process, self._started = self._start(), self._clock()

    def ask_to_stop(self) -> None:
        """Let it end what it is at."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def wait(self) -> None:
        """Wait until it has ended, and end it when it does not."""
        if self._process is None:
            return
        try:
            self._process.wait(timeout=LAST_WAIT)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def supervising(arbiter: type[Any], ticker: Ticker) -> type[Any]:
    """Return gunicorn's first process with a tick at its side; it looks after both once a second."""

    class Supervisor(arbiter):  # type: ignore[misc]  # gunicorn has no types
        def manage_workers(self) -> None:
            ticker.keep()
            super().manage_workers()

        def stop(self, graceful: bool = True) -> None:
            ticker.ask_to_stop()
            super().stop(graceful)
            ticker.wait()

    return Supervisor
