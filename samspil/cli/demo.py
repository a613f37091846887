"""`samspil demo`: the demo region as a snapshot, as true figures, or in a database that is then served."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

import click

from samspil.cli.answers import answer_input_errors
from samspil.cli.database import refuse_filled
from samspil.cli.days import day

if TYPE_CHECKING:
    from samspil.demo.load import Plan
    from samspil.demo.world.records import World

T = TypeVar("T")
# Beside a real installation, never in it: the demo's own data folder, unless one is named.
FOLDER = Path("var") / "demo"


@click.command()
@click.option("--size", default=30_000, show_default=True, help="Companies in the region.")
@click.option("--seed", default=2022, show_default=True, help="The same seed gives the same region.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=day,
    help="The day the demo stands at, until 2023-11-30.  [default: 2022-09-30]",
)
@click.option("--snapshot", type=click.Path(path_type=Path), help="Write a snapshot to this folder and stop.")
@click.option("--csv", is_flag=True, help="The snapshot as CSV, not Parquet.")
@click.option(
    "--truth", type=click.Path(path_type=Path), help="Write the true figures to this file and stop."
)
@click.option("--no-serve", is_flag=True, help="Fill the database and stop.")
@click.option("--port", default=8000, show_default=True, help="Port to serve on.")
@click.option("--fresh", is_flag=True, help="Throw away the demo that is there.")
@answer_input_errors
def demo(
    size: int,
    seed: int,
    today: date | None,
    snapshot: Path | None,
    csv: bool,
    truth: Path | None,
    no_serve: bool,
    port: int,
    fresh: bool,
) -> None:
    """Invent a region, fill an installation of its own with it, and serve that.

    With --snapshot or --truth only those files are written, without a database.
    """
    check_options(size, today)
    if snapshot is not None or truth is not None:
        refuse_places(snapshot, truth)
        world = invent(size, seed)
        if snapshot is not None:
            told(f"Writing the snapshot to {snapshot}", lambda: write_snapshot(world, today, snapshot, csv))
        if truth is not None:
            told(f"Counting the true figures into {truth}", lambda: write_truth(world, today, truth))
        return
    from samspil.cli.serve import refuse_taken_port, serve_afresh

    if not no_serve:
        # Before minutes of work, not after.
        refuse_taken_port("127.0.0.1", port)
    prepare(size, seed, today, fresh)
    if not no_serve:
        serve_afresh(port=port)


def check_options(size: int, today: date | None) -> None:
    """Refuse a region too small to have everything, and a day after everything."""
    from samspil.demo.world.records import FIRST, LAST
    from samspil.demo.world.region import SMALLEST

    if size < SMALLEST:
        raise click.BadParameter(f"found {size}; wanted at least {SMALLEST}", param_hint="--size")
    if today is not None and not FIRST <= today <= LAST:
        raise click.BadParameter(f"found {today}; wanted a day from {FIRST} to {LAST}", param_hint="--today")


def refuse_places(snapshot: Path | None, truth: Path | None) -> None:
    """Before minutes of work: nothing of the user's is written over, and the file has a folder to lie in."""
    if snapshot is not None:
        refuse_filled(snapshot)
    if truth is not None and (truth.is_dir() or not truth.parent.is_dir()):
        raise click.ClickException(f"{truth} cannot be written; wanted a file in a folder that is there.")


def invent(size: int, seed: int) -> World:
    """The region itself."""
    from samspil.demo.world.region import make

    return told(f"Inventing a region of {size:,} companies (seed {seed})", lambda: make(seed, size))


def told(what: str, do: Callable[[], T]) -> T:
    """Say what is being done, and how long it took."""
    click.echo(f"{what} … ", nl=False)
    start = monotonic()
    made = do()
    click.echo(f"{monotonic() - start:.1f} s")
    return made


def write_snapshot(world: World, today: date | None, folder: Path, csv: bool) -> None:
    """The region's snapshot at the day."""
    from samspil.demo.world.region import TODAY
    from samspil.demo.world.tables import snapshot

    snapshot(world, today or TODAY).write(folder, "csv" if csv else "parquet")


def write_truth(world: World, today: date | None, file: Path) -> None:
    """The true figures at every station, each as it was known then; with a day, those reached by then."""
    from samspil.core.measures.contract_folder import read_contract
    from samspil.demo.truth.figures import CONTRACT, STATIONS, as_json
    from samspil.shipped import folder

    contract = read_contract(folder("contracts") / CONTRACT)
    reached = [each for each in STATIONS if today is None or each <= today]
    file.write_text(as_json(world, contract, [(each, each) for each in reached]), encoding="utf-8")


def prepare(size: int, seed: int, today: date | None, fresh: bool) -> None:
    """An installation with the region in it, and the address and log-ins on the screen."""
    from samspil.cli.installation import bring_up_to_date, open_installation
    from samspil.demo.world.region import TODAY

    standing = today or TODAY
    os.environ.setdefault("SAMSPIL_DATA", str(FOLDER))
    os.environ["SAMSPIL_TODAY"] = standing.isoformat()
    open_installation()
    from samspil.demo.load import Plan

    plan = Plan(seed, size, standing.isoformat())
    if fresh:
        throw_away()
    bring_up_to_date()
    if not already_there(plan):
        fill(plan)
    show_log_ins(plan)


def throw_away() -> None:
    """Empty the demo's own database and folder of runs; refuse when they hold something else."""
    from samspil.demo.clearing import NotADemoError, clear

    try:
        clear()
    except NotADemoError as error:
        raise click.ClickException(str(error)) from None


def already_there(plan: Plan) -> bool:
    """Whether this very region is loaded; refuse an installation that holds another, or real work."""
    from samspil.demo.load import loaded
    from samspil.organisations.queries import is_empty

    found = loaded()
    if found == plan:
        click.echo("The region is there already (--fresh makes it again).")
        return True
    if found is not None:
        raise click.ClickException(
            f"Here is a demo of {found.size:,} companies (seed {found.seed}) as of {found.today}; "
            "ask for that one, or throw it away with --fresh."
        )
    if not is_empty():
        raise click.ClickException(
            "This installation is in use and no demo; set SAMSPIL_DATA, or DATABASE_URL, to another place."
        )
    return False


def fill(plan: Plan) -> None:
    """Invent the region and load it."""
    from samspil.demo import load

    start = monotonic()
    load.fill(invent(plan.size, plan.seed), plan, lambda line: click.echo(f"  {line}"))
    click.echo(f"Loaded in {monotonic() - start:.0f} s.")


def show_log_ins(plan: Plan) -> None:
    """Where, when and as whom."""
    from django.conf import settings

    from samspil.demo.database.people import LOG_INS, PASSWORD

    click.echo(f"\nThe region stands at {plan.today}. Everybody and everything in it is invented.")
    click.echo(f"Log in with the password {PASSWORD} as")
    for each in LOG_INS:
        click.echo(f"  {each.email:<30} {each.role.label}, {each.organisation}")
    click.echo(f"Data folder: {settings.DATA} (SAMSPIL_DATA for the other commands)\n")
