"""The shared CRM under load: a page's processor time and questions, and its answers at 16 connections."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

# What a database holds: companies, contact persons, contacts.
SIZES = {"postgresql": (1_000_000, 2_000_000, 3_000_000), "sqlite": (300_000, 600_000, 900_000)}
CONNECTIONS, EACH, ROUNDS = 16, 30, 40
PORT = 8765
DAY = "2022-09-30"


def run(vendors: tuple[str, ...] = ("postgresql", "sqlite"), scale: float = 1.0) -> list[dict[str, object]]:
    """Fill each database and measure its pages; figures as plain values."""
    return [figure for vendor in vendors for figure in _vendor(vendor, scale)]


def _vendor(vendor: str, scale: float) -> list[dict[str, object]]:
    from tools import postgres

    sizes = [round(size * scale) for size in SIZES[vendor]]
    with tempfile.TemporaryDirectory() as data:
        server: Any = postgres.running() if vendor == "postgresql" else nullcontext("")
        with server as address:
            place = os.environ | {
                "SAMSPIL_DATA": data,
                "SAMSPIL_TODAY": DAY,
                "DJANGO_SETTINGS_MODULE": "samspil.config.settings",
            }
            place |= {"DATABASE_URL": address} if address else {}
            filled = _asked(place, "fill", *sizes)
            single = _asked(place, "single")
            with _served(place):
                loaded = _asked(place, "load")
    size = dict(zip(("companies", "contact_persons", "contacts"), sizes, strict=True))
    head = {"what": "the shared CRM", "database": vendor, **size, "filled_in_seconds": filled["seconds"]}
    return [head | {"page": page, **single[page], **loaded.get(page, {})} for page in single]


def _asked(place: dict[str, str], *words: object) -> dict[str, Any]:
    """Run one step in a process of its own, so that none measures what another left in memory."""
    command = [sys.executable, "-m", "benchmarks.crm", *map(str, words)]
    done = subprocess.run(command, env=place, stdout=subprocess.PIPE, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


@contextmanager
def _served(place: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "samspil.cli", "serve", "--port", str(PORT), "--no-tick"]
    server = subprocess.Popen(command, env=place, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                http.client.HTTPConnection("127.0.0.1", PORT, timeout=2).request("GET", "/konto/log-ind/")
                break
            except OSError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait(30)


def fill(companies: int, contacts: int, interactions: int) -> dict[str, Any]:
    """Make the tables and the rows."""
    import django

    django.setup()
    from django.core.management import call_command

    from benchmarks import crm_data

    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    crm_data.fill(companies, contacts, interactions, seed=2022)
    return {"seconds": round(time.perf_counter() - begun, 1)}


def pages() -> dict[str, Callable[[int], tuple[str, dict[str, str] | None]]]:
    """What is measured: the address of a page in its n-th round, and what is posted to it."""
    from benchmarks import crm_data

    return crm_data.pages()


def single() -> dict[str, Any]:
    """One request at a time, in process: processor time and questions to the database."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from benchmarks import crm_data

    client = Client(SERVER_NAME="localhost")
    client.force_login(crm_data.adviser())
    figures = {}
    for name, page in pages().items():
        times, questions = [], 0
        for number in range(ROUNDS):
            address, posted = page(number)
            begun = time.process_time()
            answer = client.post(address, posted) if posted else client.get(address)
            times.append((time.process_time() - begun) * 1000)
            # A form that is shown again has not been stored.
            assert answer.status_code == (302 if posted else 200), (name, address, answer.status_code)
        address, posted = page(ROUNDS)
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(address, posted) if posted else client.get(address)
        assert answer.status_code == (302 if posted else 200), (name, address, answer.status_code)
        marks = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        questions = len([each for each in asked.captured_queries if not each["sql"].startswith(marks)])
        figures[name] = {
            "cpu_ms_median": round(statistics.median(times[5:]), 1),
            "queries": questions,
            "kilobytes": round(len(answer.content) / 1024, 1),
        }
    return figures


def load() -> dict[str, Any]:
    """Sixteen connections at once over HTTP: how long half of the answers took at most, and 95 per cent."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from benchmarks import crm_data

    client = Client(SERVER_NAME="localhost")
    client.force_login(crm_data.adviser())
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    token = "a" * 32
    cookie = f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={token}"
    figures = {}
    for name, page in pages().items():
        took: list[float] = []
        begun = time.perf_counter()
        threads = [
            threading.Thread(target=_ask, args=(page, 1000 * (lane + 1), cookie, token, took))
            for lane in range(CONNECTIONS)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        whole = time.perf_counter() - begun
        assert len(took) == CONNECTIONS * EACH, (name, len(took))
        took.sort()
        figures[name] = {
            "p50_ms_16_connections": round(took[len(took) // 2] * 1000, 1),
            "p95_ms_16_connections": round(took[int(len(took) * 0.95)] * 1000, 1),
            "answers_a_second": round(len(took) / whole, 1),
        }
    return figures


def _ask(page: Callable[[int], Any], first: int, cookie: str, token: str, took: list[float]) -> None:
    from urllib.parse import urlencode

    line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for number in range(first, first + EACH):
        address, posted = page(number)
        begun = time.perf_counter()
        if posted:
            body = urlencode({**posted, "csrfmiddlewaretoken": token})
            kind = {"Content-Type": "application/x-www-form-urlencoded"}
            line.request("POST", address, body, {"Cookie": cookie, **kind})
        else:
            line.request("GET", address, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        if answer.status == (302 if posted else 200):
            took.append(time.perf_counter() - begun)
    line.close()


if __name__ == "__main__":
    step, words = sys.argv[1], [int(word) for word in sys.argv[2:]]
    print(json.dumps({"fill": fill, "single": single, "load": load}[step](*words)))
