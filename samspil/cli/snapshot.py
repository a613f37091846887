"""`samspil snapshot`: a data package from the database, for one hub."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from samspil.cli.database import hub_of, open_database, refuse_filled, with_one_line


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--hub", "code", required=True, help="The hub's code, such as erhvervshus-midtjylland.")
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Leave out events after this day.  [default: today]"
)
@click.option("--csv", "as_csv", is_flag=True, help="Write CSV instead of Parquet.")
@with_one_line
def snapshot(folder: Path, code: str, as_of: dt.datetime | None, as_csv: bool) -> None:
    """Write a snapshot of the database to FOLDER: surrogate keys, codes and days, no names.

    Anyone can score it with `samspil score`, without this database.
    """
    refuse_filled(folder)
    open_database()
    from samspil.platform.clock import now, today
    from samspil.scorecards.snapshot import take

    hub = hub_of(code)
    taken = take(hub=hub, as_of=as_of.date() if as_of else today(), taken_at=now())
    taken.write(folder, "csv" if as_csv else "parquet")
    for name in sorted(taken.present):
        click.echo(f"{taken.tables[name].height:>9,}  {name}")
    click.echo(f"{folder}: {hub.name} as of {taken.as_of}, {taken.hash[:12]}")
