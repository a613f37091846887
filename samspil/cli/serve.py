"""`samspil serve`: the pages, on this machine."""

from __future__ import annotations

import os
import socket
import sys
from typing import Any, NoReturn

import click

from samspil.cli.installation import bring_up_to_date, open_installation
from samspil.cli.ticker import Ticker, supervising


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on."
)
@click.option("--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Server processes.")
@click.option(
    "--threads", type=click.IntRange(min=1), default=8, show_default=True, help="Threads in each process."
)
@click.option(
    "--tick/--no-tick",
    "ticking",
    default=True,
    show_default=True,
    help="Run the sweeps too: chase, remind, send mails. Off where a timer runs `samspil tick`.",
)
def serve(host: str, port: int, workers: int, threads: int, ticking: bool) -> None:
    """Serve the pages on this machine until Ctrl-C."""
    open_installation()
    if bring_up_to_date():
        click.echo("The tables were brought up to date.")
    from samspil.organisations.queries import is_empty

    if is_empty():
        click.echo("Nobody can log in yet: run `samspil setup` for an empty installation, or `samspil demo`.")
    run_server(host=host, port=port, workers=workers, threads=threads, ticking=ticking)


def run_server(*, host: str, port: int, workers: int = 2, threads: int = 8, ticking: bool = False) -> None:
    """Serve until stopped, and tell the address once it answers. ClickException when the port is taken."""
    refuse_taken_port(host, port)
    open_installation()
    from django.db import connections
    from gunicorn.app.base import BaseApplication
    from gunicorn.arbiter import Arbiter

    # The server forks; a database connection must not be shared across that.
    connections.close_all()

    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104  compared, not listened on
    if shown != "localhost" and "SAMSPIL_HOSTS" not in os.environ:
        click.echo("Only localhost is answered until SAMSPIL_HOSTS lists the names the pages are reached by.")

    def tell(_server: object) -> None:
        click.echo(f"Samspil: http://{shown}:{port}/   (Ctrl-C stops)")

    class Server(BaseApplication):
        """gunicorn, set up from here and not from files."""

        def load_config(self) -> None:
            for name, value in server_settings(host, port, workers, threads).items():
                self.cfg.set(name, value)
            # Told once somebody listens, so that the address can be opened at once.
            self.cfg.set("when_ready", tell)

        def load(self) -> Any:
            from django.core.wsgi import get_wsgi_application

            return get_wsgi_application()

        def run(self) -> None:
            supervisor = supervising(Arbiter, Ticker()) if ticking else Arbiter
            supervisor(self).run()

    Server().run()


def serve_afresh(*, port: int) -> NoReturn:
    """Become `samspil serve`: a process that has scored must not fork.

    The engine's threads stay behind, and what the fork asks of them hangs for ever.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    command = [sys.executable, "-m", "samspil.cli", "serve", "--port", str(port)]
    os.execv(sys.executable, command)  # noqa: S606  this interpreter, with words of ours


def server_settings(host: str, port: int, workers: int, threads: int) -> dict[str, Any]:
    """Return gunicorn's settings."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return {
        "bind": [address],
        "worker_class": "gthread",
        "workers": workers,
        "threads": threads,
        # A report may take a while; a hung worker may not.
        "timeout": 120,
        "graceful_timeout": 20,
        "loglevel": "warning",
        "control_socket_disable": True,
    }


def refuse_taken_port(host: str, port: int) -> None:
    """Say in one line that the port is taken, instead of letting the server try again and again."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Cannot listen on {host}:{port} ({error.strerror}); choose another with --port."
            ) from None
