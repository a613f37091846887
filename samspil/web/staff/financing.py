"""What each municipality pays: the printed amounts beside what the population gives."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samspil.core.allocation import REASONS
from samspil.core.financing import Comparison, compare
from samspil.core.reference import provenance
from samspil.governance import queries
from samspil.platform.danish import sort_key
from samspil.web.components.tables import Column
from samspil.web.jinja import formats
from samspil.web.staff.contracts import version_for


@require_safe
def financing(request: HttpRequest, version: int) -> HttpResponse:
    """Show the table as printed, recomputed by both methods, and what differs."""
    stored = version_for(request, version)
    contract = queries.contract_of(stored)
    printed = contract.financing
    if printed is None:
        raise Http404
    half_up, remainder = compare(printed, "half_up"), compare(printed, "largest_remainder")
    context = {
        "version": stored,
        "hub": contract.hub_name,
        "contract_title": contract.title,
        "financing": printed,
        "half_up": half_up,
        "printed_difference": half_up.printed_difference,
        "columns": columns(),
        "rows": rows(half_up, remainder),
        "total": total(half_up, remainder),
        "methods": [(method_name(each), reproduced(each)) for each in (half_up, remainder)],
        "source": _source(),
    }
    return render(request, "staff/financing/financing.jinja", context)


def columns() -> list[Column]:
    """Return the columns of the table; amounts are in 1,000 kr."""
    return [
        Column("name", _("Kommune")),
        Column("printed", _("Trykt"), "number"),
        Column("half_up", _("Afrundet hver for sig"), "number"),
        Column("remainder", _("Største brøkdele"), "number"),
        Column("difference", _("Forskel fra trykt"), "signed", hint=_("Største brøkdele minus trykt")),
        Column("exact", _("Uden afrunding"), "number", decimals=2),
        Column("residents", _("Indbyggere"), "number"),
    ]


def rows(half_up: Comparison, remainder: Comparison) -> list[dict[str, Any]]:
    """Return a row per municipality in Danish order, so that Aarhus comes last."""
    lines = zip(half_up.lines, remainder.lines, strict=True)
    return sorted(
        (
            {
                "name": line.name,
                "residents": line.residents,
                "exact": float(line.exact),
                "printed": line.printed,
                "half_up": line.recomputed,
                "remainder": other.recomputed,
                "difference": other.recomputed - line.printed,
            }
            for line, other in lines
        ),
        key=lambda row: sort_key(str(row["name"])),
    )


def total(half_up: Comparison, remainder: Comparison) -> dict[str, Any]:
    """Return the row of sums; the printed total stands in the words above, since it is not the sum."""
    return {
        "name": _("Rækkerne i alt"),
        "residents": sum(line.residents for line in half_up.lines),
        "exact": float(sum(line.exact for line in half_up.lines)),
        "printed": half_up.printed_sum,
        "half_up": half_up.allocation.sum,
        "remainder": remainder.allocation.sum,
        "difference": remainder.allocation.sum - half_up.printed_sum,
    }


def method_name(found: Comparison) -> str:
    """What a method of rounding is called."""
    names = {"half_up": _("Afrundet hver for sig"), "largest_remainder": _("Største brøkdele")}
    return names[found.allocation.method]


def reproduced(found: Comparison) -> str:
    """What a method does, and how much of the printed table it gives back."""
    agrees = _("Giver %(agreeing)s af %(of)s trykte beløb og i alt %(sum)s.") % {
        "agreeing": found.agreeing,
        "of": len(found.lines),
        "sum": formats.number(found.allocation.sum),
    }
    return f"{_(REASONS[found.allocation.method])} {agrees}"


def _source() -> str:
    known = provenance("municipalities.csv")
    return f"{known.source} · {known.licence}"
