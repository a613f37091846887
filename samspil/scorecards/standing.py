"""How one company or founder stands in a run: counted or not, point by point, and what mends it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from samspil.companies.models import Subject
from samspil.core.measures.registry import find
from samspil.governance.queries import contract_of
from samspil.platform.audit.actions import note_access
from samspil.scorecards import archive
from samspil.scorecards.models import RunOrigin
from samspil.scorecards.names import secrets_of
from samspil.scorecards.permissions import sight_of

if TYPE_CHECKING:
    from samspil.organisations.models import User
    from samspil.scorecards.models import Run


@dataclass(frozen=True)
class Place:
    """A role at a point under the chosen reading, and in how many rows."""

    point: str
    role: str
    rows: int


@dataclass(frozen=True)
class Standing:
    """A subject and its places, in the order of the contract."""

    name: str
    cvr_number: str
    municipality: str
    founder: bool
    places: tuple[Place, ...]


def open_standing(*, by: User, run: Run, subject: int) -> Standing | None:
    """Return how the subject stands and log that `by` looked; None where it must not be found.

    The same rules as for a list of members: names for who sees names, nothing behind a shielded case,
    and at points of the evaluation only what the company consented to. None
    too when the run's files are gone.
    """
    sight = sight_of(by, run.hub_id)
    if not sight.names or run.origin != RunOrigin.DATABASE:
        return None
    who = Subject.objects.filter(pk=subject).select_related("municipality").first()
    if who is None:
        return None
    shielded, consented = secrets_of(by, run.hub_id)
    if who.key in shielded:
        return None
    try:
        rows = archive.rows_of(run, who.key)
    except archive.MissingFilesError:
        return None
    if not sight.answers:
        agreed = pl.col("row").is_in(consented.implode()).fill_null(False)
        rows = rows.filter(~pl.col("point").is_in(_evaluated(run)) | agreed)
    if rows.is_empty():
        return None
    note_access(by=by, place="scorecards.standing", kind=Subject, keys=[who.pk], run=run.pk)
    municipality = who.municipality.name if who.municipality else ""
    founder = who.kind == "founder"
    return Standing(who.name, who.cvr_number or "", municipality, founder, _places(run, rows))


def _evaluated(run: Run) -> list[str]:
    """The points whose rows are answers to the user evaluation."""
    points = contract_of(run.contract_version).points
    return [point.id for point in points if point.measure and "answers" in find(point.measure).tables]


def _places(run: Run, rows: pl.DataFrame) -> tuple[Place, ...]:
    counted = rows.group_by("point", "role").len()
    order = {point.id: place for place, point in enumerate(contract_of(run.contract_version).points)}
    found = [Place(point, role, count) for point, role, count in counted.iter_rows()]
    return tuple(sorted(found, key=lambda place: (order[place.point], place.role)))
