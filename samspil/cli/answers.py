"""How a command answers input it cannot use: every problem on its line, exit code 2, no traceback."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import click

P = ParamSpec("P")
R = TypeVar("R")


def answer_input_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print the problems of an InputError and leave with 2."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        from samspil.core.measures.problems import InputError

        try:
            return command(*args, **kwargs)
        except InputError as error:
            for problem in error.problems:
                click.echo(str(problem), err=True)
            count = len(error.problems)
            click.echo(f"{count} problem{'s' if count > 1 else ''}; nothing was scored or written.", err=True)
            sys.exit(2)

    return wrapped
