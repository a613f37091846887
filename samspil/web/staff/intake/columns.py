"""The page where one says which column of the file is what."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from samspil.platform.clock import today
from samspil.platform.imports import actions, files, kinds, reading, rules
from samspil.platform.imports.cells import shortened
from samspil.web.staff.intake.frame import import_or_404, reader

if TYPE_CHECKING:
    from samspil.platform.imports.models import Import

SAMPLES = 3


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, number: int) -> HttpResponse:
    """Show each column with its first cells and what we take it for; check the rows when told."""
    imported = import_or_404(request, number)
    if not rules.may_become(imported.state, "checking"):
        return redirect("import", number)
    errors: list[str] = []
    try:
        if request.method == "POST":
            return _chosen(request, imported)
        context = _shown(imported)
    except reading.UnreadableError as error:
        messages.error(request, str(error))
        return redirect("import", number)
    except ValidationError as error:
        errors = error.messages
        context = _shown(imported, request.POST.dict())
    context |= {"imported": imported, "errors": [("", message) for message in errors]}
    return render(request, "staff/intake/columns.jinja", context, status=422 if errors else 200)


def _chosen(request: HttpRequest, imported: Import) -> HttpResponse:
    sheet = request.POST.get("sheet", imported.sheet)
    if sheet != imported.sheet:
        actions.choose_sheet(by=reader(request), imported=imported, sheet=sheet)
        return redirect("import-columns", imported.pk)
    known = {column.key for column in kinds.get(imported.kind).columns}
    mapping = {
        str(place): request.POST.get(f"column-{place}", "")
        for place in range(len(imported.headers))
        if request.POST.get(f"column-{place}", "") in known
    }
    actions.choose_columns(by=reader(request), imported=imported, mapping=mapping)
    actions.begin(imported, on=today())
    return redirect("import", imported.pk)


def _shown(imported: Import, typed: dict[str, str] | None = None) -> dict[str, Any]:
    kind = kinds.get(imported.kind)
    path = files.source_of(imported)
    below = (line for line in reading.lines(path, imported.sheet) if line[0] > imported.header_line)
    samples = [cells for _number, cells in islice(below, SAMPLES)]
    options = [("", _("– udelad –"))]
    options += [(column.key, _named(column)) for column in kind.columns]
    return {
        "kind": kind,
        "sheets": [(name, name) for name in reading.sheets(path)],
        "options": options,
        "heads": [
            {
                "place": place,
                "head": head or _("Kolonne %(number)s") % {"number": place + 1},
                "samples": [
                    shortened(files.without_cpr(cells[place])) for cells in samples if place < len(cells)
                ],
                "field": (typed or {}).get(f"column-{place}", imported.mapping.get(str(place), "")),
            }
            for place, head in enumerate(imported.headers)
        ],
    }


def _named(column: kinds.Column) -> str:
    return f"{column.label} *" if column.required else str(column.label)
