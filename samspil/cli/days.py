"""A day as an option of a command: 2022-09-30."""

from __future__ import annotations

from datetime import date, datetime

import click


def day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    """The day of an option that click has read as a moment."""
    return value.date() if value else None
