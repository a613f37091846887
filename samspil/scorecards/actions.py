"""Every change to runs: scoring the database or a folder, and opening the names behind a figure."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from samspil.companies.models import Subject
from samspil.core.measures.evaluate import check_hub, evaluate
from samspil.governance.queries import contract_of
from samspil.organisations.queries import hubs
from samspil.platform.audit.actions import note_access, record
from samspil.scorecards import archive
from samspil.scorecards.members import MemberPage, members
from samspil.scorecards.models import Run, RunOrigin
from samspil.scorecards.snapshot import take

if TYPE_CHECKING:
    from samspil.core.measures.snapshot import Snapshot
    from samspil.governance.models import ContractVersion
    from samspil.organisations.models import Organisation, User


class WrongHubError(ValueError):
    """A contract was to be scored for another hub than its own, or for one that is not here."""


def run(
    *,
    contract_version: ContractVersion,
    hub: Organisation,
    as_of: dt.date,
    taken_at: dt.datetime,
    by: User | None,
) -> Run:
    """Take a snapshot of the database, score the contract from it and store the run."""
    if contract_version.hub_code != hub.code:
        raise WrongHubError(f"{contract_version} is {contract_version.hub_code}'s contract, not {hub.code}'s")
    started = timezone.now()
    snapshot = take(hub=hub, as_of=as_of, taken_at=taken_at)
    return _store(contract_version, hub, snapshot, RunOrigin.DATABASE, started, by)


def store_run(*, contract_version: ContractVersion, snapshot: Snapshot, by: User | None) -> Run:
    """Score the contract from a snapshot made elsewhere and store the run; its keys stay without names.

    Raises InputError when no row of the snapshot is the hub's, WrongHubError when the hub is not here.
    """
    started = timezone.now()
    check_hub(contract_of(contract_version), snapshot)
    hub = hubs().filter(code=contract_version.hub_code).first()
    if hub is None:
        known = ", ".join(hubs().values_list("code", flat=True)) or "none"
        raise WrongHubError(f"No hub has the code {contract_version.hub_code}; there are: {known}")
    return _store(contract_version, hub, snapshot, RunOrigin.FOLDER, started, by)


def _store(
    version: ContractVersion,
    hub: Organisation,
    snapshot: Snapshot,
    origin: RunOrigin,
    started: dt.datetime,
    by: User | None,
) -> Run:
    """Files first, then the row: a row without files would be a page that breaks, the reverse is harmless."""
    result = evaluate(contract_of(version), snapshot)
    stored = archive.write(snapshot, result.members)
    try:
        with transaction.atomic():
            made = Run.objects.create(
                contract_version=version, hub=hub, origin=origin, as_of=snapshot.as_of,
                taken_at=snapshot.taken_at, snapshot_hash=snapshot.hash,
                scorecard=result.scorecard.to_json(), folder=stored.folder,
                members_sha256=stored.members_sha256, started=started, finished=timezone.now(), made_by=by,
            )  # fmt: skip
            record(by=by, action="run", row=made, contract=version.code, snapshot=snapshot.hash)
    except BaseException:
        archive.remove(stored)
        raise
    return made


def open_members(*, by: User, run: Run, point: str, reading: str = "chosen", **part: Any) -> MemberPage:
    """Return a page of members as `queries.members` does, and log whose names were shown to whom."""
    page = members(by, run, point, reading, **part)
    seen = [row.subject_id for row in page.rows if row.subject_id is not None]
    if seen:
        note_access(
            by=by, place="scorecards.members", kind=Subject, keys=dict.fromkeys(seen),
            run=run.pk, point=point, reading=reading,
        )  # fmt: skip
    return page
