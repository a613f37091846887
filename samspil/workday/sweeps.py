"""Finds what the scorecard could not count and who can mend it: idempotent, run by the tick."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, OuterRef, Q, Subquery

from samspil.companies.models import Subject, Succession
from samspil.guidance.models import GuidanceCase
from samspil.organisations.queries import hubs
from samspil.programmes.models import Participation
from samspil.scorecards import archive
from samspil.scorecards.models import Run, RunOrigin
from samspil.scorecards.rules import row_number
from samspil.workday.kinds import Reason
from samspil.workday.models import Defect, Search
from samspil.workday.queries import needs, standing

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator

    import polars as pl

    from samspil.organisations.models import Organisation

logger = logging.getLogger(__name__)
ROLE = "excluded:{}"
# As many keys as one question takes.
MOST = 5000
# What is mended on a case; the other reasons are mended on the subject or the participation.
ON_CASE = (Reason.NO_SEGMENT, Reason.NO_SEGMENT_JUDGEMENT, Reason.OPEN_CASE)


@dataclass
class Found:
    """What a run says is wrong: keys of rows, each with the points that left it out."""

    cases: dict[tuple[Reason, int], set[str]] = field(default_factory=dict)
    participations: dict[tuple[Reason, int], set[str]] = field(default_factory=dict)
    # By the subject's surrogate key, where no single row decides.
    subjects: dict[tuple[Reason, str], set[str]] = field(default_factory=dict)


def find_defects(*, on: dt.date) -> int:
    """Look through the newest run of each hub, once; return how many defects were found or are gone."""
    return sum(search(hub, on=on) for hub in hubs()) + settle(on=on)


def search(hub: Organisation, *, on: dt.date) -> int:
    """Store what can be mended in a hub's newest run of its own registrations; return how much that is."""
    run = Run.objects.filter(hub=hub, origin=RunOrigin.DATABASE, as_of__lte=on).defer("scorecard").first()
    if run is None or Search.objects.filter(hub=hub, run=run).exists():
        return 0
    try:
        frame = archive.rows_in_roles(run, [ROLE.format(reason) for reason in Reason.values])
    except archive.MissingFilesError:
        # Copied back without its files: there is nothing to read until the next run.
        logger.warning("run %s has no files, so nothing can be found to mend", run.pk)
        return 0
    defects = list(_defects(sorted_out(frame), run, hub, on))
    with transaction.atomic():
        _store(defects)
        # What the new run no longer leaves out is nothing to mend any more, mended or not.
        Defect.objects.filter(hub=hub, gone_on=None).exclude(run=run).update(gone_on=on)
        Search.objects.update_or_create(hub=hub, defaults={"run": run, "on": on})
    return len(defects)


def sorted_out(frame: pl.DataFrame) -> Found:
    """Put the rows of a run under what they are about."""
    found = Found()
    for point, subject, row, role in frame.iter_rows():
        reason = Reason(role.removeprefix(ROLE.format("")))
        kind, number = row_number(row) or ("", 0)
        if kind == "case" and reason in ON_CASE:
            found.cases.setdefault((reason, number), set()).add(point)
        elif kind == "participation" and reason == Reason.NO_SUBJECT:
            found.participations.setdefault((reason, number), set()).add(point)
        elif subject:
            found.subjects.setdefault((reason, subject), set()).add(point)
    return found


def _defects(found: Found, run: Run, hub: Organisation, on: dt.date) -> Iterator[Defect]:
    """One row per defect, with who can mend it."""
    common: dict[str, Any] = {"hub": hub, "run": run, "found_on": on}
    seen: set[str] = set()
    for case, reason, points in (*_cases(found), *_cases_of_subjects(found, hub)):
        key = f"{hub.pk}:{reason}:c{case.pk}"
        if key in seen:
            continue
        seen.add(key)
        yield Defect(
            key=key, reason=reason, points=_joined(points), case=case, subject_id=case.subject_id,
            organisation_id=case.organisation_id, adviser_id=_present(case), **common,
        )  # fmt: skip
    for row, reason, points in _participations(found):
        yield Defect(
            key=f"{hub.pk}:{reason}:p{row.pk}", reason=reason, points=_joined(points), participation=row,
            organisation_id=row.session.offer.organiser_id, **common,
        )  # fmt: skip
    yield from _without_municipality(found, hub, common)


def _cases(found: Found) -> Iterator[tuple[GuidanceCase, Reason, set[str]]]:
    rows = _by_key(GuidanceCase.objects.select_related("adviser"), {number for _, number in found.cases})
    for (reason, number), points in found.cases.items():
        if number in rows:
            yield rows[number], reason, points


def _cases_of_subjects(found: Found, hub: Organisation) -> Iterator[tuple[GuidanceCase, Reason, set[str]]]:
    """Where a subject as a whole was left out: those of its cases at the hub that lack what was asked for."""
    for reason in ON_CASE:
        wanted = {key: points for (why, key), points in found.subjects.items() if why == reason}
        for keys in _parts(sorted(wanted)):
            # A case may be on whom the company was before.
            earlier = Succession.objects.filter(successor__key__in=keys)
            before = dict(earlier.values_list("predecessor_id", "successor__key"))
            cases = GuidanceCase.objects.filter(
                Q(subject__key__in=keys) | Q(subject__in=before), needs(reason), organisation=hub
            )
            for case in cases.select_related("adviser", "subject"):
                yield case, reason, wanted[before.get(case.subject_id, case.subject.key)]


def _participations(found: Found) -> Iterator[tuple[Participation, Reason, set[str]]]:
    rows = _by_key(
        Participation.objects.select_related("session__offer"), {number for _, number in found.participations}
    )
    for (reason, number), points in found.participations.items():
        if number in rows:
            yield rows[number], reason, points


def _without_municipality(found: Found, hub: Organisation, common: dict[str, Any]) -> Iterator[Defect]:
    """By the latest case of the hub; else by who held the event; else by who registered the subject."""
    reason = Reason.NO_MUNICIPALITY
    wanted = {key: points for (why, key), points in found.subjects.items() if why == reason}
    for keys in _parts(sorted(wanted)):
        cases = GuidanceCase.objects.filter(subject__key__in=keys, organisation=hub).select_related("adviser")
        latest = {case.subject_id: case for case in cases.order_by("started", "pk")}
        came = Participation.objects.filter(subject__key__in=keys).order_by("session__day", "pk")
        organisers = dict(came.values_list("subject_id", "session__offer__organiser_id"))
        for subject in Subject.objects.filter(key__in=keys, municipality=None):
            case = latest.get(subject.pk)
            holder = organisers.get(subject.pk) or subject.organisation_id or hub.pk
            yield Defect(
                key=f"{hub.pk}:{reason}:s{subject.pk}", reason=reason, points=_joined(wanted[subject.key]),
                subject=subject, case=case, adviser_id=_present(case) if case else None,
                organisation_id=case.organisation_id if case else holder, **common,
            )  # fmt: skip


def _present(case: GuidanceCase) -> int | None:
    """The case's adviser, unless nobody or somebody who has left: then it lies in the inbox."""
    return case.adviser_id if case.adviser is not None and case.adviser.is_active else None


def _by_key(rows: Any, keys: set[int]) -> dict[int, Any]:
    return {number: row for part in _parts(sorted(keys)) for number, row in rows.in_bulk(part).items()}


def _parts(keys: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(keys), MOST):
        yield keys[start : start + MOST]


def _joined(points: Iterable[str]) -> str:
    return ";".join(sorted(points, key=lambda point: [int(part) for part in point.split(".")]))


def _store(defects: list[Defect]) -> None:
    """Write the new ones, and take those that are there under the new run; found again, they stand again."""
    Defect.objects.bulk_create(
        defects,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["run", "points", "organisation", "adviser", "case", "gone_on"],
    )


def settle(*, on: dt.date) -> int:
    """Note what was mended since, and give what changed hands to who has the case now; return how many."""
    open_ones = Defect.objects.filter(gone_on=None)
    mended = open_ones.exclude(pk__in=standing(open_ones).values("pk")).update(gone_on=on)
    now = GuidanceCase.objects.filter(pk=OuterRef("case_id"), adviser__is_active=True).values("adviser_id")
    moved = Defect.objects.filter(gone_on=None, case__isnull=False)
    moved = moved.annotate(now=Subquery(now[:1])).exclude(adviser_id=F("now"))
    moved = moved.exclude(adviser=None, now=None)
    return mended + Defect.objects.filter(pk__in=moved.values("pk")).update(adviser=Subquery(now[:1]))
