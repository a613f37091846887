"""Results that Erhvervsstyrelsen would have reported, beside which our own figures stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from samspil.core.measures.scorecard import Scorecard
from samspil.governance.actions import report_result
from samspil.governance.models import ContractVersion
from samspil.scorecards.models import Run


@dataclass(frozen=True)
class Report:
    """A figure reported on a day: ours rounded, or where the authority counts every answer, that reading."""

    point: str
    reading: str
    on: dt.date
    source: str
    digits: int


AWARENESS = "Demo: Erhvervsstyrelsens kendskabsmåling, efteråret 2022"
EVALUATION = "Demo: Erhvervsstyrelsens opgørelse af brugerevalueringen"
REPORTS = (
    Report("1.1", "chosen", dt.date(2022, 9, 29), AWARENESS, 0),
    Report("1.2", "chosen", dt.date(2022, 9, 29), AWARENESS, 0),
    Report("5.3", "chosen", dt.date(2022, 9, 29), AWARENESS, 0),
    Report("3.1", "answers=all", dt.date(2022, 9, 20), EVALUATION, 1),
    Report("3.2", "answers=all", dt.date(2022, 9, 20), EVALUATION, 0),
    Report("4.1", "chosen", dt.date(2022, 9, 20), EVALUATION, 1),
    Report("6.1", "answers=all", dt.date(2022, 9, 20), EVALUATION, 1),
    Report("7.1", "chosen", dt.date(2022, 9, 20), EVALUATION, 1),
)


def report_results(version: ContractVersion, today: dt.date) -> int:
    """Enter what was reported by today, taken from the newest run; return how many."""
    newest = Run.objects.filter(contract_version=version).first()
    if newest is None:
        return 0
    card = Scorecard.model_validate_json(newest.scorecard)
    return sum(_enter(version, card, each, today) for each in REPORTS if each.on <= today)


def _enter(version: ContractVersion, card: Scorecard, report: Report, today: dt.date) -> bool:
    figure = card.point(report.point).reading(report.reading)
    if figure.value is None:
        return False
    report_result(
        by=None,
        contract=version.code,
        point=report.point,
        year=version.year,
        # Reported as such figures are printed: awareness in whole per cent, as in the contract's notes.
        value=round(figure.value, report.digits),
        n=figure.n,
        source=report.source,
        reported_on=report.on,
        today=today,
    )
    return True
