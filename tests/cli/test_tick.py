"""The tick runs each sweep alone, one tick at a time, and says how each went."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.utils import timezone

from samspil.cli import main
from samspil.cli.tick import HOUR, LEASE, MINUTE, SWEEPS, Sweep, Tick, in_own_process
from samspil.cli.ticker import PAUSE, Ticker, supervising
from samspil.platform.jobs import actions
from samspil.platform.jobs.models import Lease, SweepRun
from samspil.platform.jobs.queries import lease, sweep_runs

ONE = Sweep("one", "samspil.nowhere:one", MINUTE)
TWO = Sweep("two", "samspil.nowhere:two", HOUR)


def runner(failing: str = "") -> tuple[list[str], Callable[[Sweep, Callable[[], bool]], tuple[int, str]]]:
    """A stand-in for the processes: which sweeps were run, and what it answers."""
    run: list[str] = []

    def answer(sweep: Sweep, _alive: Callable[[], bool]) -> tuple[int, str]:
        run.append(sweep.name)
        return (0, "ValueError: broken") if sweep.name == failing else (3, "")

    return run, answer


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
def test_every_sweep_that_is_listed_exists_and_is_called_as_it_says(sweep: Sweep) -> None:
    module, _, function = sweep.target.partition(":")
    parameters = inspect.signature(getattr(import_module(module), function)).parameters
    assert parameters[sweep.takes].kind == inspect.Parameter.KEYWORD_ONLY


def test_no_two_sweeps_have_one_name_and_mails_are_sent_last() -> None:
    names = [sweep.name for sweep in SWEEPS]
    assert len(set(names)) == len(names)
    assert names[-1] == "messages.send_due"


@pytest.mark.django_db
def test_a_sweep_that_fails_stops_no_other_and_is_told_of() -> None:
    run, answer = runner(failing="one")
    assert Tick(threading.Event(), answer).round([ONE, TWO]) == ["one"]
    assert run == ["one", "two"]
    broken, fine = sweep_runs()
    assert (broken.ok, broken.error, broken.failures) == (False, "ValueError: broken", 1)
    assert (fine.ok, fine.count, fine.failures) == (True, 3, 0)
    Tick(threading.Event(), answer).round([ONE])
    assert SweepRun.objects.get(name="one").failures == 2


@pytest.mark.django_db
def test_while_one_tick_runs_another_does_nothing() -> None:
    actions.take(name=LEASE, holder="elsewhere:1", now=timezone.now())
    run, answer = runner()
    assert Tick(threading.Event(), answer).round([ONE]) is None
    assert run == []


@pytest.mark.django_db
def test_the_lease_of_a_tick_that_was_killed_runs_out() -> None:
    actions.take(name=LEASE, holder="elsewhere:1", now=timezone.now() - actions.LEASE)
    run, answer = runner()
    assert Tick(threading.Event(), answer).round([ONE]) == []
    assert run == ["one"]


@pytest.mark.django_db
def test_a_tick_that_has_ended_leaves_the_lease_to_the_next_at_once() -> None:
    _run, answer = runner()
    Tick(threading.Event(), answer).round([ONE])
    assert actions.take(name=LEASE, holder="elsewhere:1", now=timezone.now())
    kept = lease(LEASE)
    assert kept is not None
    assert kept.holder == "elsewhere:1"


@pytest.mark.django_db
def test_a_tick_that_loses_its_lease_starts_no_further_sweep() -> None:
    run: list[str] = []

    def lose(sweep: Sweep, _alive: Callable[[], bool]) -> tuple[int, str]:
        run.append(sweep.name)
        later = timezone.now() + dt.timedelta(hours=1)
        Lease.objects.filter(name=LEASE).update(holder="elsewhere:1", until=later)
        return 0, ""

    Tick(threading.Event(), lose).round([ONE, TWO])
    assert run == ["one"]


@pytest.mark.django_db
def test_one_who_is_asked_to_stop_starts_nothing_more() -> None:
    stop = threading.Event()
    run, answer = runner()

    def stopping(sweep: Sweep, alive: Callable[[], bool]) -> tuple[int, str]:
        stop.set()
        return answer(sweep, alive)

    Tick(stop, stopping).round([ONE, TWO])
    assert run == ["one"]


@pytest.mark.django_db
def test_each_sweep_comes_as_often_as_it_wants() -> None:
    run, answer = runner()
    tick = Tick(threading.Event(), answer)
    tick.round([ONE, TWO], due_only=True)
    SweepRun.objects.update(started_at=timezone.now() - MINUTE)
    tick.round([ONE, TWO], due_only=True)
    assert run == ["one", "two", "one"]
    SweepRun.objects.update(started_at=timezone.now() - HOUR)
    tick.round([ONE, TWO], due_only=True)
    assert run == ["one", "two", "one", "one", "two"]


def test_a_name_that_no_sweep_has_is_answered_with_the_nearest() -> None:
    done = CliRunner().invoke(main, ["tick", "--only", "messages.send_du"])
    assert done.exit_code == 1
    assert "did you mean messages.send_due" in done.output or "messages.send_due" in done.output


@pytest.mark.django_db
def test_one_sweep_alone_runs_in_its_process_and_says_how_much_it_did() -> None:
    done = CliRunner().invoke(main, ["tick", "--only", "messages.send_due"])
    assert (done.exit_code, done.output) == (0, "0\n")


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation of the test's own, for the processes that it starts."""
    for name in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SAMSPIL_DATA", str(tmp_path))
    monkeypatch.setenv("SAMSPIL_TODAY", "2022-09-30")
    lines = (
        "from samspil.cli.installation import bring_up_to_date, open_installation\n"
        "open_installation()\n"
        "bring_up_to_date()"
    )
    subprocess.run([sys.executable, "-c", lines], check=True)


@pytest.mark.usefixtures("installation")
def test_a_sweep_runs_in_a_process_of_its_own_and_what_went_wrong_is_its_last_line() -> None:
    assert in_own_process(SWEEPS[-1], lambda: True) == (0, "")
    count, error = in_own_process(ONE, lambda: True)
    assert (count, error.startswith("Error: No sweep is called 'one'")) == (0, True)


class Process:
    """A process that lives until it is told otherwise."""

    def __init__(self) -> None:
        self.code: int | None = None
        self.asked = False

    def poll(self) -> int | None:
        return self.code

    def terminate(self) -> None:
        self.asked = True
        self.code = 0

    def wait(self, timeout: float | None = None) -> int | None:
        return self.code


class Kept:
    """A ticker over processes that do nothing, and a clock that is turned by hand."""

    def __init__(self) -> None:
        self.started: list[Process] = []
        self.now = 1000.0
        self.ticker = Ticker(self.start, lambda: self.now)

    def start(self) -> Any:
        self.started.append(Process())
        return self.started[-1]


def test_a_tick_that_dies_is_started_again_but_not_at_once() -> None:
    kept = Kept()
    kept.ticker.keep()
    kept.ticker.keep()
    assert len(kept.started) == 1
    kept.started[0].code = -9
    kept.ticker.keep()
    assert len(kept.started) == 1
    kept.now += PAUSE
    kept.ticker.keep()
    assert len(kept.started) == 2


def test_the_tick_starts_before_the_server_forks_and_stops_with_it() -> None:
    kept = Kept()
    order: list[str] = []

    class Arbiter:
        def manage_workers(self) -> None:
            order.append(f"fork after {len(kept.started)}")

        def stop(self, graceful: bool = True) -> None:
            order.append("workers stopped")

    supervisor = supervising(Arbiter, kept.ticker)()
    supervisor.manage_workers()
    supervisor.stop()
    assert order == ["fork after 1", "workers stopped"]
    assert kept.started[0].asked
