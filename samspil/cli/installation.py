"""Opens the installation that the environment names, for the commands that need its database."""

from __future__ import annotations

import os
import sys
import warnings

import click


def open_installation() -> None:
    """Load Django with the installation's settings; a wrong setting is told in one line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspil.config.settings")
    # Django warns about its own coming versions; that is for us to read in the tests, not for the user here.
    if not sys.warnoptions:
        warnings.simplefilter("ignore", DeprecationWarning)
    try:
        import django
    except ModuleNotFoundError:
        raise click.ClickException(
            "This command needs the pages and the database: install samspil[web]."
        ) from None

    try:
        django.setup()
    except ValueError as error:
        raise click.ClickException(str(error)) from None


def bring_up_to_date() -> int:
    """Create or alter the tables that the code expects; return how many steps were taken."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if steps:
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise click.ClickException(f"The database does not answer: {str(error).strip()}") from None
    return len(steps)
