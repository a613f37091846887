"""`samspil demo`: the demo region as a snapshot, as true figures, or in a database that is then served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

from samspil.cli.answers import answer_input_errors

if TYPE_CHECKING:
    from samspil.demo.world.records import World

T = TypeVar("T")
CONTRACT = "erhvervshus-midtjylland-2022"


def day(_context: click.Context, _parameter: click.Parameter, value: datetime | None) -> date | None:
    """The day of a --today option."""
    return value.date() if value else None


@click.command()
@click.option("--size", default=30_000, show_default=True, help="Companies in the region.")
@click.option("--seed", default=2022, show_default=True, help="The same seed gives the same region.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=day,
    help="The day the demo stands at.  [default: 2022-09-30]",
)
@click.option("--snapshot", type=click.Path(path_type=Path), help="Write a snapshot to this folder and stop.")
@click.option("--csv", is_flag=True, help="The snapshot as CSV, not Parquet.")
@click.option(
    "--truth", type=click.Path(path_type=Path), help="Write the true figures to this file and stop."
)
@answer_input_errors
def demo(
    size: int, seed: int, today: date | None, snapshot: Path | None, csv: bool, truth: Path | None
) -> None:
    """Make the demo region."""
    from samspil.demo.world.region import make

    try:
        world = told(f"Inventing a region of {size} companies (seed {seed})", lambda: make(seed, size))
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--size") from None
    if snapshot is not None:
        told(f"Writing the snapshot to {snapshot}", lambda: write_snapshot(world, today, snapshot, csv))
    if truth is not None:
        told(f"Counting the true figures into {truth}", lambda: write_truth(world, today, truth))


def told(what: str, do: Callable[[], T]) -> T:
    """Say what is being done, and how long it took."""
    click.echo(f"{what} … ", nl=False)
    start = monotonic()
    made = do()
    click.echo(f"{monotonic() - start:.1f} s")
    return made


def write_snapshot(world: World, today: date | None, folder: Path, csv: bool) -> None:
    """The region's snapshot at the day, in place of one that was there."""
    from samspil.core.measures.tables import TABLES
    from samspil.demo.world.region import TODAY
    from samspil.demo.world.tables import snapshot

    for table in TABLES:
        for kind in ("csv", "parquet"):
            (folder / f"{table.name}.{kind}").unlink(missing_ok=True)
    snapshot(world, today or TODAY).write(folder, "csv" if csv else "parquet")


def write_truth(world: World, today: date | None, file: Path) -> None:
    """The true figures at every station, each as it was known then; with a day, those reached by then."""
    from samspil.core.measures.contract_folder import read_contract
    from samspil.demo.truth.figures import STATIONS, as_json
    from samspil.shipped import folder

    contract = read_contract(folder("contracts") / CONTRACT)
    reached = [day for day in STATIONS if today is None or day <= today]
    file.write_text(as_json(world, contract, [(day, day) for day in reached]), encoding="utf-8")
