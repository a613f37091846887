"""`samspil store`: scores a contract from a snapshot folder and keeps the run for the pages."""

from __future__ import annotations

from pathlib import Path

import click

from samspil.cli.answers import answer_input_errors
from samspil.cli.installation import open_installation


@click.command()
@click.argument("contract", type=click.Path(path_type=Path))
@click.argument("snapshot", type=click.Path(path_type=Path))
@answer_input_errors
def store(contract: Path, snapshot: Path) -> None:
    """Import CONTRACT (a folder) unless it is here, score it from SNAPSHOT (a folder), keep the run.

    The pages show the run at once; subjects have the snapshot's keys for names.
    """
    open_installation()
    from samspil.core.measures.contract_folder import read_contract
    from samspil.core.measures.evaluate import check_hub
    from samspil.core.measures.intake import read_snapshot
    from samspil.governance.actions import import_contract
    from samspil.scorecards.actions import WrongHubError, store_run
    from samspil.scorecards.queries import scorecard

    # Both are read before anything is written, so that bad input leaves no trace.
    frozen = read_snapshot(snapshot)
    check_hub(read_contract(contract), frozen)
    version = import_contract(by=None, folder=contract)
    try:
        run = store_run(contract_version=version, snapshot=frozen, by=None)
    except WrongHubError as error:
        raise click.ClickException(str(error)) from None
    tally = ", ".join(f"{count} {verdict}" for verdict, count in scorecard(run).tally.items() if count)
    click.echo(f"Run {run.pk}: {version.code} as of {run.as_of}: {tally}")
