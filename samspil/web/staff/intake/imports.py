"""One import: how far it is, what is wrong in it, which words it asks about, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from samspil.platform.clock import today
from samspil.platform.imports import actions, checking, files, kinds
from samspil.web.components import export
from samspil.web.components.tables import Column
from samspil.web.staff.intake.frame import import_or_404, reader

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from samspil.platform.imports.models import Import

# More words than this are better mended in the file.
MOST_WORDS = 100


@require_http_methods(["GET", "HEAD", "POST"])
def imported(request: HttpRequest, number: int) -> HttpResponse:
    """Show an import as it stands; start it, cancel it, undo it or say what words mean."""
    row = import_or_404(request, number)
    if request.method == "POST":
        return _done(request, row)
    if row.state == "uploaded":
        return redirect("import-columns", number)
    kind = kinds.get(row.kind)
    context = {
        "imported": row,
        "kind": kind,
        "working": row.state in {"checking", "writing"},
        "share": _share(row),
        "words": _words(row),
        "columns": [column for column in kind.columns if column.key in row.mapping.values()],
        "result": _result(row),
    }
    return render(request, "staff/intake/import.jinja", context)


def _share(row: Import) -> int:
    """How much of the checking is done, in per cent."""
    return min(100 * row.rows_seen // row.rows_total, 100) if row.rows_total else 0


def _words(row: Import) -> list[dict[str, Any]]:
    """The words nobody knows, each with what it may stand for."""
    kind = kinds.get(row.kind)
    setup = checking.asked(row, today())
    asked = []
    for key, words in row.report.get("unknown", {}).items():
        column = kind.column(key)
        first: dict[str, str] = {}
        for code, word in column.choices(setup) if column.choices else ():
            first.setdefault(str(code), str(word))
        options = [("", _("– vælg –")), *first.items(), (kinds.NOTHING, _("Lad feltet være tomt"))]
        listed = list(words.items())
        asked.append(
            {
                "key": key,
                "label": column.label,
                "options": options,
                "words": [(f"{key}:{place}", word, count) for place, (word, count) in enumerate(listed)][
                    :MOST_WORDS
                ],
                "more": max(len(listed) - MOST_WORDS, 0),
            }
        )
    return asked


def _result(row: Import) -> list[tuple[str, int]]:
    """What the import made, in words."""
    tables = {table._meta.label: table for table in kinds.get(row.kind).tables}
    made = row.counts.get("made", {})
    return [
        (str(tables[label]._meta.verbose_name_plural), count)
        for label, count in made.items()
        if label in tables
    ]


def _done(request: HttpRequest, row: Import) -> HttpResponse:
    steps: dict[str, Callable[[HttpRequest, Import], None]] = {
        "confirm": _confirm,
        "cancel": _cancel,
        "undo": _undo,
        "words": _choose_words,
        "again": _check_again,
    }
    step = steps.get(request.POST.get("do", ""))
    if step is None:
        raise Http404
    try:
        step(request, row)
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
    return redirect("import", row.pk)


def _confirm(request: HttpRequest, row: Import) -> None:
    actions.confirm(by=reader(request), imported=row)
    actions.begin(row, on=today())


def _cancel(request: HttpRequest, row: Import) -> None:
    actions.cancel(by=reader(request), imported=row)
    messages.success(request, _("Indlæsningen er annulleret. Der er ikke indlæst noget."))


def _undo(request: HttpRequest, row: Import) -> None:
    done = actions.undo(by=reader(request), imported=row, why=request.POST.get("why", "")[:500])
    removed, kept = done["removed"], done["kept"]
    messages.success(
        request,
        ngettext("%(count)s registrering er fjernet.", "%(count)s registreringer er fjernet.", removed)
        % {"count": removed},
    )
    if kept:
        told = ngettext(
            "%(count)s er ændret eller brugt siden og er blevet stående.",
            "%(count)s er ændret eller brugt siden og er blevet stående.",
            kept,
        )
        messages.warning(request, told % {"count": kept})


def _choose_words(request: HttpRequest, row: Import) -> None:
    chosen: dict[str, dict[str, str]] = {}
    for each in _words(row):
        known = {code for code, _word in each["options"]}
        for name, word, _count in each["words"]:
            code = request.POST.get(name, "")
            if code and code in known:
                chosen.setdefault(each["key"], {})[word] = code
    actions.choose_words(by=reader(request), imported=row, words=chosen)
    actions.begin(row, on=today())


def _check_again(request: HttpRequest, row: Import) -> None:
    actions.choose_columns(by=reader(request), imported=row, mapping=row.mapping)
    actions.begin(row, on=today())


@require_safe
def refused(request: HttpRequest, number: int) -> HttpResponseBase:
    """Send the refused rows as they stood, with what is wrong, to be mended and loaded again."""
    row = import_or_404(request, number)
    heads = [_("Fejl i Samspil"), *row.headers]
    columns = [Column(str(place), head) for place, head in enumerate(heads)]
    rows = ({str(place): cell for place, cell in enumerate(cells)} for cells in files.refused_rows(row))
    return export.download(request, columns, rows, f"afviste-{row.pk}")
