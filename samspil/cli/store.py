"""`samspil store`: scores a contract from the database, or from a snapshot folder, and keeps the run."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from samspil.cli.answers import answer_input_errors
from samspil.cli.contracts import contract_folder
from samspil.cli.database import hub_of, open_database, with_one_line


@click.command()
@click.argument("contract")
@click.argument("snapshot", required=False, type=click.Path(path_type=Path))
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Leave out events after this day.  [default: today]"
)
@answer_input_errors
@with_one_line
def store(contract: str, snapshot: Path | None, as_of: dt.datetime | None) -> None:
    """Import CONTRACT unless it is here, score it, keep the run; the pages show it at once.

    CONTRACT is a folder, or the id of a contract that ships with samspil. Without SNAPSHOT it is
    scored from the database, and the pages name those behind each figure to who may see them. From
    SNAPSHOT, a folder, subjects keep the snapshot's keys for names, and its own day is the default.
    """
    from samspil.core.measures.contract_folder import read_contract
    from samspil.core.measures.evaluate import check_hub
    from samspil.core.measures.intake import read_snapshot

    # Everything is read and looked up before anything is written, so that bad input leaves no trace.
    folder = contract_folder(contract)
    parsed = read_contract(folder)
    day = as_of.date() if as_of else None
    frozen = None
    if snapshot is not None:
        frozen = read_snapshot(snapshot, day)
        check_hub(parsed, frozen)
    open_database()
    from samspil.governance.actions import import_contract
    from samspil.platform.clock import now, today
    from samspil.scorecards import actions
    from samspil.scorecards.queries import scorecard

    hub = hub_of(parsed.hub)
    if frozen is None and day is not None and day > today():
        raise click.BadParameter(f"found {day}; wanted a day until {today()}", param_hint="--as-of")
    version = import_contract(by=None, folder=folder)
    if frozen is None:
        run = actions.run(
            contract_version=version, hub=hub, as_of=day or today(), taken_at=now(), by=None
        )  # fmt: skip
    else:
        run = actions.store_run(contract_version=version, snapshot=frozen, by=None)
    tally = ", ".join(f"{count} {verdict}" for verdict, count in scorecard(run).tally.items() if count)
    click.echo(f"Run {run.pk}: {version.code} as of {run.as_of}: {tally}")
