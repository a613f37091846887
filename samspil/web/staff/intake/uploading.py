"""The list of imports with the form that takes a file or what was pasted, and an empty file to fill in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from samspil.platform.imports import actions, kinds
from samspil.upkeep.queries import deciding_for, imports_for, last_source
from samspil.web.components import export
from samspil.web.components.tables import Column, Listing
from samspil.web.staff.intake.frame import kind_names, reader

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from samspil.organisations.models import Organisation

MOST_PASTED = 1_000_000


@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Show what has been moved in, and take a new file."""
    places = list(deciding_for(reader(request)))
    if not places:
        raise Http404
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            return redirect("import-columns", _take(request, places))
        except ValidationError as error:
            errors = [(_field(each), message) for each in error.error_list for message in each.messages]
    listing = Listing.read(request, [])
    found = imports_for(reader(request))
    listing = listing.counted(found.count())
    names = dict(kind_names())
    shown = found[listing.offset : listing.offset + listing.size]
    context = {
        "columns": _columns(len(places) > 1),
        "rows": [_shown(each, names) for each in shown],
        "listing": listing,
        "kinds": kind_names(),
        "places": [(place.pk, place.name) for place in places],
        "typed": {"source": last_source(reader(request)), "kind": "", "pasted": "", **request.POST.dict()},
        "errors": errors,
    }
    return render(request, "staff/intake/imports.jinja", context, status=422 if errors else 200)


def _field(error: ValidationError) -> str:
    return error.code if error.code in {"source", "kind", "file"} else "file"


def _take(request: HttpRequest, places: list[Organisation]) -> int:
    """Store what was sent; ValidationError names the field."""
    place = next((each for each in places if str(each.pk) == request.POST.get("place")), places[0])
    kind, source = request.POST.get("kind", ""), request.POST.get("source", "").strip()
    errors = []
    if kind not in dict(kind_names()):
        errors.append(ValidationError(_("Vælg, hvad filen indeholder."), code="kind"))
    if not source or len(source) > 60:
        errors.append(ValidationError(_("Skriv, hvilket system rækkerne kommer fra."), code="source"))
    name, pieces = _sent(request)
    if not name:
        errors.append(ValidationError(_("Vælg en fil, eller indsæt rækker fra Excel."), code="file"))
    if errors:
        raise ValidationError(errors)
    imported = actions.upload(
        by=reader(request), organisation=place.pk, kind=kind, source=source, name=name, pieces=pieces
    )
    return imported.pk


def _sent(request: HttpRequest) -> tuple[str, Iterable[bytes]]:
    """Return the name and the bytes of the file, or of what was pasted."""
    file, pasted = request.FILES.get("file"), request.POST.get("pasted", "")
    if file is not None:
        return file.name or _("fil"), file.chunks()
    if pasted.strip():
        return _("Indsat fra Excel"), [pasted.encode()]
    return "", []


def _columns(several: bool) -> list[Column]:
    every = [
        Column("name", _("Fil")),
        Column("kind", _("Indhold")),
        Column("source", _("Fra")),
        Column("state", _("Status")),
        Column("rows", _("Rækker"), "number"),
        Column("refused", _("Afviste"), "number"),
        Column("by", _("Af")),
        Column("on", _("Dato"), "day"),
    ]
    return [*every, Column("place", _("Organisation"))] if several else every


def _shown(imported: Any, names: dict[str, str]) -> dict[str, Any]:
    return {
        "name": imported.name,
        "href": reverse("import", args=[imported.pk]),
        "kind": names.get(imported.kind, imported.kind),
        "source": imported.source,
        "state": imported.get_state_display(),
        "rows": imported.counts.get("rows"),
        "refused": imported.counts.get("refused"),
        "by": imported.by.name,
        "on": imported.created_at.date(),
        "place": imported.organisation.name,
    }


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send an empty file with the heads we know best."""
    if not deciding_for(reader(request)).exists() or kind not in dict(kind_names()):
        raise Http404
    known = kinds.get(kind)
    heads = [Column(column.key, str(column.label)) for column in known.columns]
    return export.download(request, heads, [], f"skabelon-{kind}", kind="xlsx")
