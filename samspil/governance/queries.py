"""Every question about contract versions, and what others have measured."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from samspil.core.measures.contract import ResultContract
from samspil.governance.models import ContractVersion, ReportedResult

if TYPE_CHECKING:
    from samspil.organisations.models import Organisation


def versions_of(hub: Organisation) -> QuerySet[ContractVersion]:
    """Return the versions of a hub's contracts, newest year and newest import first, without their texts."""
    return (
        ContractVersion.objects.filter(hub_code=hub.code)
        .defer("content", "files")
        .order_by("-year", "-imported_at", "-pk")
    )


def latest_version(code: str) -> ContractVersion:
    """Return the version of the contract that was imported last; ContractVersion.DoesNotExist if none."""
    return ContractVersion.objects.filter(code=code).latest("imported_at", "pk")


def version_for(hubs: QuerySet[Organisation], key: int) -> ContractVersion | None:
    """Return a stored version when it belongs to one of the hubs, else nothing."""
    codes = hubs.order_by().values("code")
    return ContractVersion.objects.filter(pk=key, hub_code__in=codes).defer("content").first()


def contract_of(version: ContractVersion) -> ResultContract:
    """Return the parsed contract; kept in the process, since a version never changes."""
    return _parsed(version.pk, version.hash)


@lru_cache(maxsize=64)
def _parsed(key: int, hash: str) -> ResultContract:
    # The hash beside the key, because test databases use keys again.
    content = ContractVersion.objects.values_list("content", flat=True).get(pk=key, hash=hash)
    return ResultContract.model_validate_json(content)


def reported_results(contract: str) -> dict[str, list[ReportedResult]]:
    """Return what others measured, by point: the rows that nothing has corrected since."""
    rows = ReportedResult.objects.filter(contract=contract, superseded_at=None).order_by(
        "point", "-year", "period", "group"
    )
    found: dict[str, list[ReportedResult]] = {}
    for row in rows:
        found.setdefault(row.point, []).append(row)
    return found


def history_of(result: ReportedResult) -> list[ReportedResult]:
    """Return all rows for the same point, year, period and group, newest first."""
    same = ReportedResult.objects.filter(
        contract=result.contract,
        point=result.point,
        year=result.year,
        period=result.period,
        group=result.group,
    )
    return list(same.select_related("entered_by").order_by("-entered_at", "-pk"))


# A point has a handful of results a year; more than these are history nobody scrolls through.
RESULTS_SHOWN = 50


def results_at(contract: str, point: str) -> list[ReportedResult]:
    """Return what others measured at a point, corrected rows included, the newest year and entry first."""
    rows = ReportedResult.objects.filter(contract=contract, point=point)
    return list(rows.order_by("-year", "period", "group", "-entered_at", "-pk")[:RESULTS_SHOWN])
