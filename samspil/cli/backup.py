"""`samspil backup` and `samspil restore`: everything in one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from samspil.cli.database import with_one_line
from samspil.cli.installation import bring_up_to_date, open_installation


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database, documents and runs to FILE, as they stand at one moment; work goes on meanwhile.

    The same file restores on SQLite and on PostgreSQL. It holds everything, also the secret key: keep it
    as safe as the installation itself.
    """
    open_installation()
    _take(file)


@with_one_line
def _take(file: Path) -> None:
    from samspil.platform.backup.taking import take

    pending = _steps_left()
    if pending:
        raise click.ClickException(
            f"The tables lack {pending} steps: run `samspil serve` once, then back up."
        )
    manifest = take(file, _tell)
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"{file}: {rows:,} rows of {len(manifest.tables)} tables and {len(manifest.files):,} files.")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty installation from FILE, also one made by an older version or on the other database.

    Nothing is written before the whole file has been checked. An installation in use is left alone.
    """
    open_installation()
    _fill(file)
    # As after every upgrade: the backup may be of an older version.
    steps = bring_up_to_date()
    if steps:
        click.echo(f"The tables were brought up to date ({steps} steps).")


@with_one_line
def _fill(file: Path) -> None:
    from samspil.platform.backup.archive import BackupError
    from samspil.platform.backup.restoring import restore as put_back
    from samspil.platform.clock import today
    from samspil.platform.jobs.stock import take_stock

    if _in_use():
        raise click.ClickException(
            "This installation is in use; set SAMSPIL_DATA, or DATABASE_URL, to an empty place."
        )
    try:
        manifest = put_back(file, _tell)
        take_stock(on=today())
    except BackupError as error:
        raise click.ClickException(str(error)) from None
    rows = sum(table.rows for table in manifest.tables.values())
    click.echo(f"Restored {rows:,} rows and {len(manifest.files):,} files, as of {manifest.made_at}.")


def _tell(table: str, rows: int) -> None:
    if rows:
        click.echo(f"  {table:<40} {rows:>12,}")


def _in_use() -> bool:
    from django.db import connection

    from samspil.organisations.models import Organisation
    from samspil.organisations.queries import is_empty

    there = Organisation._meta.db_table in connection.introspection.table_names()
    return there and not is_empty()


def _steps_left() -> int:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
