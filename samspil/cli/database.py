"""Opens the installation for a command that reads or writes its database; trouble there takes one line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from samspil.cli.installation import bring_up_to_date, open_installation

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation

P = ParamSpec("P")
R = TypeVar("R")


def open_database() -> None:
    """Load Django and create or alter the tables, so that a fresh installation has them too."""
    open_installation()
    with_one_line(bring_up_to_date)()


def with_one_line(command: Callable[P, R]) -> Callable[P, R]:
    """Answer an error of the database, or a file that cannot be read or written, in one line."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        from django.db import Error

        try:
            return command(*args, **kwargs)
        except OSError as error:
            raise click.ClickException(str(error)) from None
        except Error as error:
            said = " ".join(str(error).split())
            raise click.ClickException(f"The database does not answer: {said}") from None

    return wrapped


def hub_of(code: str) -> Organisation:
    """The hub of that code; a ClickException with the nearest when there is none."""
    from samspil.core.measures.problems import nearest
    from samspil.organisations.queries import hubs

    hub = hubs().filter(code=code).first()
    if hub is None:
        codes = list(hubs().values_list("code", flat=True))
        known = f"there are: {codes}" if codes else "there are none; `samspil setup` makes the first"
        raise click.ClickException(f"No hub has the code {code!r}{nearest(code, codes)}; {known}")
    return hub


def refuse_filled(folder: Path) -> None:
    """Leave alone what lies in a folder already, and a file that stands in its place."""
    if folder.exists() and not folder.is_dir():
        raise click.ClickException(f"{folder} is a file; wanted a new or an empty folder.")
    if folder.exists() and any(folder.iterdir()):
        raise click.ClickException(f"{folder} is not empty; wanted a new or an empty folder.")
