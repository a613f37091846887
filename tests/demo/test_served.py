"""`samspil demo` as one meets it: made, scored and served in one go, with the rows behind a figure."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

PATIENCE = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def started(server: subprocess.Popen[str]) -> str:
    """What the command says until it has told its address."""
    assert server.stdout is not None
    said = ""
    for line in server.stdout:
        said += line
        if line.startswith("Samspil: http://"):
            break
    return said


def test_the_process_that_scored_the_region_also_answers_with_the_rows_behind_a_figure(
    tmp_path: Path,
) -> None:
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"SAMSPIL_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "samspil.config.settings"}
    command = [sys.executable, "-u", "-m", "samspil.cli", "demo", "--size", "200", "--port", str(port)]
    server = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        said = started(server)
        password = re.search(r"password (\S+) as", said)
        assert password is not None, said
        home = f"http://127.0.0.1:{port}"
        browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        form = browser.open(f"{home}/", timeout=PATIENCE).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert token is not None
        answers = {"login": "direktoer@samspil.example", "password": password[1]}
        body = urllib.parse.urlencode(answers | {"csrfmiddlewaretoken": token[1]}).encode()
        log_in = urllib.request.Request(f"{home}/konto/log-ind/?next=/", body, {"Referer": home})
        browser.open(log_in, timeout=PATIENCE)
        scorecard = browser.open(f"{home}/maal/", timeout=PATIENCE)
        rows = browser.open(f"{scorecard.url}8.3/raekker/", timeout=PATIENCE).read().decode()
    finally:
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=40)
    assert "Rækkerne bag tallet" in rows
    assert "<tbody" in rows
