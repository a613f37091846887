"""Runs: scored, stored with their files, and unchanged."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samspil.core.measures.contract_folder import read_contract
from samspil.core.measures.evaluate import evaluate
from samspil.core.measures.intake import read_snapshot
from samspil.core.measures.problems import InputError
from samspil.governance.actions import import_contract
from samspil.platform.audit.models import Access, Event
from samspil.scorecards import actions, archive, queries
from samspil.scorecards.models import Run, RunOrigin
from samspil.scorecards.snapshot import take
from samspil.scorecards.standing import open_standing
from tests.scorecards.conftest import CONTRACT, TAKEN, Region, furnish

AS_OF = dt.date(2022, 9, 30)


def make_run(region: Region, as_of: dt.date = AS_OF) -> Run:
    return actions.run(
        contract_version=region.version, hub=region.hub, as_of=as_of, taken_at=TAKEN, by=region.leader
    )


@pytest.mark.requirement("B11", "B12")
def test_a_run_is_the_same_bytes_as_scoring_its_snapshot_without_a_database(region: Region) -> None:
    furnish(region)
    region.version = import_contract(by=None, folder=CONTRACT)
    made = make_run(region)
    folder = archive.runs_folder() / made.folder
    again = evaluate(read_contract(CONTRACT), read_snapshot(folder / "snapshot"))
    assert made.scorecard == again.scorecard.to_json()
    assert made.snapshot_hash == again.scorecard.snapshot_hash
    assert hashlib.sha256((folder / "members.parquet").read_bytes()).hexdigest() == made.members_sha256
    assert Event.objects.get(action="run").by == region.leader


def test_a_run_that_cannot_be_told_of_leaves_no_files(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(OSError, match="disk"):
        make_run(region)
    assert not Run.objects.exists()
    assert list(archive.runs_folder().iterdir()) == []


def test_files_that_cannot_be_written_whole_do_not_appear(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr("samspil.core.measures.snapshot.Snapshot.write", fail)
    with pytest.raises(OSError, match="disk"):
        make_run(region)
    assert list(archive.runs_folder().iterdir()) == []


def test_a_contract_is_scored_for_its_own_hub_only(region: Region) -> None:
    with pytest.raises(actions.WrongHubError, match=region.other_hub.code):
        actions.run(
            contract_version=region.version, hub=region.other_hub, as_of=AS_OF, taken_at=TAKEN, by=None
        )


def test_a_snapshot_made_elsewhere_is_stored_and_its_keys_stay_without_names(
    region: Region, tmp_path: Path
) -> None:
    take(hub=region.hub, as_of=AS_OF, taken_at=TAKEN).write(tmp_path / "csv", "csv")
    made = actions.store_run(
        contract_version=region.version, snapshot=read_snapshot(tmp_path / "csv"), by=None
    )
    assert made.origin == RunOrigin.FOLDER
    assert made.scorecard == make_run(region).scorecard
    page = queries.members(region.leader, made, "8.3", role="counted")
    # The keys are those of our own companies, and still no name is looked up.
    assert {row.key for row in page.rows} >= {region.smith.key}
    assert {(row.name, row.subject_id) for row in page.rows} == {("", None)}
    found = queries.members(region.leader, made, "8.3", search=region.smith.key.upper())
    assert {row.key for row in found.rows} == {region.smith.key}


def test_a_snapshot_of_nobody_here_is_refused_and_leaves_nothing(region: Region, tmp_path: Path) -> None:
    take(hub=region.other_hub, as_of=AS_OF, taken_at=TAKEN).write(tmp_path / "csv", "csv")
    with pytest.raises(InputError, match="erhvervshus-midtjylland"):
        actions.store_run(contract_version=region.version, snapshot=read_snapshot(tmp_path / "csv"), by=None)
    assert not Run.objects.exists()


def test_the_newest_day_stands_first_and_a_figures_development_is_told_oldest_first(region: Region) -> None:
    june, september = make_run(region, dt.date(2022, 6, 30)), make_run(region)
    again = make_run(region)
    assert queries.latest_run(region.anna) == again
    assert queries.latest_run(region.anna, "en-anden-kontrakt") is None
    queries._kept.clear()
    with CaptureQueriesContext(connection) as asked:
        told = queries.development(region.anna, september, "8.3")
    assert len(asked) == 2
    assert [run for run, _ in told] == [june, again]
    assert [figure.as_of for figure in map(queries.scorecard, (june, again))] == [june.as_of, again.as_of]
    assert queries.development(region.anna, september, "9.9") == []
    assert queries.contract(september).id == "erhvervshus-midtjylland-2022"


def test_a_run_whose_files_are_gone_says_so_and_keeps_its_figures(region: Region) -> None:
    furnish(region)
    made = make_run(region)
    shutil.rmtree(archive.runs_folder() / made.folder)
    with pytest.raises(archive.MissingFilesError):
        actions.open_members(by=region.leader, run=made, point="8.3")
    assert open_standing(by=region.leader, run=made, subject=region.smith.pk) is None
    assert queries.scorecard(made).point("8.3").chosen.value
    assert not Access.objects.exists()


def test_a_torn_file_is_as_good_as_gone(region: Region) -> None:
    made = make_run(region)
    (archive.runs_folder() / made.folder / archive.MEMBERS).write_bytes(b"PAR1")
    with pytest.raises(archive.MissingFilesError):
        archive.members_of(made, "8.3", "chosen")


def test_the_next_run_sweeps_what_a_killed_process_left_the_day_before(region: Region) -> None:
    old, young = archive.runs_folder() / ".2022-09-29-old", archive.runs_folder() / ".2022-09-30-young"
    for folder in (old, young):
        folder.mkdir(parents=True)
        (folder / "members.parquet").write_text("half")
    yesterday = time.time() - archive.LEFT_BEHIND - 60
    os.utime(old, (yesterday, yesterday))
    first = make_run(region)
    os.utime(archive.runs_folder() / first.folder, (yesterday, yesterday))
    second = make_run(region)
    left = {path.name for path in archive.runs_folder().iterdir()}
    assert left == {young.name, first.folder, second.folder}
