"""`samspil tick`: runs every sweep that finds what follows from facts and days, once or every minute.

Each sweep runs in a process of its own: one that fails, hangs or eats the memory ends alone, and the
others go on. The process that starts them has never scored, so it may start others safely.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import click

from samspil.cli.database import open_database, with_one_line
from samspil.cli.installation import open_installation

logger = logging.getLogger("samspil.tick")

MINUTE = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)
LEASE = "tick"
# The lease is renewed this often while a sweep runs, and a request to stop is heard.
BEAT = 20
# A sweep that takes longer hangs.
LONGEST = 30 * 60
# How long a sweep that runs may take to end when the tick is stopped.
LAST_WAIT = 20


@dataclass(frozen=True)
class Sweep:
    """A sweep by name: `target` is "module:function", called with the day, or with the time of day.

    It is idempotent, takes only `on` (a date) or `now` (a moment), and returns how much it did.
    """

    name: str
    target: str
    every: dt.timedelta = HOUR
    takes: str = "on"

    def run(self) -> int:
        """Do it, in this process."""
        from samspil.platform import clock

        module, _, function = self.target.partition(":")
        value = clock.now() if self.takes == "now" else clock.today()
        count: int = getattr(import_module(module), function)(**{self.takes: value})
        return count


# In this order. A room that wants to be swept adds its line; nothing else needs to know of it.
SWEEPS: tuple[Sweep, ...] = (
    Sweep("cooperation.end_due", "samspil.cooperation.actions:end_due"),
    Sweep("guidance.remind_idle", "samspil.guidance.sweeps:remind_idle"),
    Sweep("guidance.close_idle", "samspil.guidance.sweeps:close_idle"),
    Sweep("referrals.chase_due", "samspil.referrals.sweeps:chase_due"),
    Sweep("referrals.ask_use_due", "samspil.referrals.sweeps:ask_use_due"),
    Sweep("workday.find_defects", "samspil.workday.sweeps:find_defects", 10 * MINUTE),
    Sweep("upkeep.follow", "samspil.upkeep.stragglers:follow"),
    Sweep("upkeep.find_duplicates", "samspil.upkeep.duplicates:find", 24 * HOUR),
    Sweep("imports.run_waiting", "samspil.platform.imports.working:run_waiting", MINUTE),
    Sweep("jobs.take_stock", "samspil.platform.jobs.stock:take_stock", 24 * HOUR),
    # Last, so that what the others have posted leaves at once.
    Sweep("messages.send_due", "samspil.platform.messages.sending:send_due", MINUTE, takes="now"),
)


@click.command()
@click.option("--loop", "forever", is_flag=True, help="Go on until stopped: a look every minute.")
@click.option("--only", metavar="SWEEP", help="Run this one sweep and nothing else, here and now.")
@click.option("--parent", type=int, hidden=True, help="End when this process has ended.")
@with_one_line
def tick(forever: bool, only: str | None, parent: int | None) -> None:
    """Run the sweeps: chase referrals, remind of idle cases, send what waits in the outbox.

    `samspil serve` does this by itself. Run it from a timer where the pages are served another way.
    """
    if only is not None:
        open_installation()
        click.echo(named(only).run())
        return
    open_database()
    stop = stopping()
    if forever:
        go_on(stop, parent)
        return
    ticker = Tick(stop)
    failed = ticker.round(SWEEPS)
    if failed is None:
        click.echo("Another tick is running; nothing to do.")
    elif failed:
        raise click.ClickException(f"These failed, the rest were run: {', '.join(failed)}")


def named(name: str) -> Sweep:
    """The sweep of that name; a ClickException with the nearest when there is none."""
    for sweep in SWEEPS:
        if sweep.name == name:
            return sweep
    from samspil.core.measures.problems import nearest

    names = [sweep.name for sweep in SWEEPS]
    raise click.ClickException(f"No sweep is called {name!r}{nearest(name, names)}; there are: {names}")


def stopping() -> threading.Event:
    """Return what is set when somebody asks the process to end."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def go_on(stop: threading.Event, parent: int | None = None, wait: float = 60) -> None:
    """Look every minute what is due, until stopped or until the server that started it is gone."""
    from django.db import Error, close_old_connections, connections

    ticker = Tick(stop)
    while not stop.is_set() and (parent is None or os.getppid() == parent):
        try:
            ticker.round(SWEEPS, due_only=True)
            close_old_connections()
        except (Error, OSError):
            # The database is away for a moment; the next look tries again.
            logger.exception("the tick could not look what is due")
            connections.close_all()
        for _ in range(int(wait)):
            if stop.wait(1) or (parent is not None and os.getppid() != parent):
                break


# Runs a sweep and returns how much it did, and what went wrong; `alive` is to be called now and then.
Runner = Callable[[Sweep, Callable[[], bool]], tuple[int, str]]


def in_own_process(sweep: Sweep, alive: Callable[[], bool]) -> tuple[int, str]:
    """Run a sweep as `samspil tick --only`; return how much it did, and the last line of what went wrong."""
    command = [sys.executable, "-m", "samspil.cli", "tick", "--only", sweep.name]
    # A session of its own: Ctrl-C in the terminal asks the tick to end, and the sweep may end its work.
    child = subprocess.Popen(  # noqa: S603  this interpreter, with words of ours
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    waited = 0
    while True:
        try:
            said, trouble = child.communicate(timeout=BEAT)
            break
        except subprocess.TimeoutExpired:
            waited += BEAT
            if not alive() or waited >= LONGEST:
                return 0, ended(child)
    if trouble.strip():
        logger.warning("%s: %s", sweep.name, trouble.strip())
    if child.returncode:
        lines = trouble.strip().splitlines() or [f"ended with {child.returncode}"]
        return 0, lines[-1]
    return int(said.strip().splitlines()[-1]), ""


def ended(child: subprocess.Popen[str]) -> str:
    """Ask a sweep to end, then end it; say what happened to it."""
    child.terminate()
    try:
        child.communicate(timeout=LAST_WAIT)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
    return "It was stopped before it had ended."


class Tick:
    """One process's turn at the sweeps: it works only while it holds the lease."""

    def __init__(self, stop: threading.Event, runner: Runner = in_own_process) -> None:
        self.stop = stop
        self.runner = runner
        self.holder = f"{socket.gethostname()}:{os.getpid()}"

    def beat(self) -> bool:
        """Renew the lease; False when it is another's by now, or when somebody asked us to stop."""
        from django.utils import timezone

        from samspil.platform.jobs import actions

        return actions.take(name=LEASE, holder=self.holder, now=timezone.now()) and not self.stop.is_set()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Hold the lease for the block; gives whether we got it."""
        from django.utils import timezone

        from samspil.platform.jobs import actions

        got = self.beat()
        try:
            yield got
        finally:
            if got:
                actions.give_back(name=LEASE, holder=self.holder, now=timezone.now())

    def round(self, sweeps: Iterable[Sweep], *, due_only: bool = False) -> list[str] | None:
        """Run the sweeps one after the other; return those that failed, None when another tick runs."""
        from django.utils import timezone

        from samspil.platform.jobs import actions

        failed = []
        with self.turn() as ours:
            if not ours:
                return None
            for sweep in self.due(sweeps) if due_only else list(sweeps):
                if not self.beat():
                    break
                actions.note_start(name=sweep.name, now=timezone.now())
                count, error = self.runner(sweep, self.beat)
                actions.note_end(name=sweep.name, now=timezone.now(), count=count, error=error)
                if error:
                    logger.error("%s failed: %s", sweep.name, error)
                    failed.append(sweep.name)
        return failed

    def due(self, sweeps: Iterable[Sweep]) -> list[Sweep]:
        """Those whose time has come: never run, or begun as long ago as they want to wait."""
        from django.utils import timezone

        from samspil.platform.jobs.queries import sweep_runs

        now = timezone.now()
        begun = {run.name: run.started_at for run in sweep_runs()}
        # A look comes a moment early or late; what runs every minute runs at every look.
        slack = MINUTE / 2
        return [
            sweep
            for sweep in sweeps
            if sweep.name not in begun or begun[sweep.name] + sweep.every <= now + slack
        ]
