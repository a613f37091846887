"""The result contract: its words, what in it does not hold together, and its folder to take away."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from samspil.core.measures.check import Finding, Severity, findings
from samspil.governance import permissions, queries
from samspil.scorecards import queries as scorecards
from samspil.web import words
from samspil.web.components import navigation

if TYPE_CHECKING:
    from samspil.governance.models import ContractVersion
    from samspil.organisations.models import User

# A zip file must have a day; the contract's own bytes and not the moment of the download decide it.
EPOCH = (1980, 1, 1, 0, 0, 0)


def version_for(request: HttpRequest, key: int) -> ContractVersion:
    """Return a stored version that the reader may see; 404 for all others."""
    version = queries.version_for(permissions.hubs_of(cast("User", request.user)), key)
    if version is None:
        raise Http404
    return version


@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Go to the newest contract of the reader's hub, or say what will stand here."""
    hub = permissions.hubs_of(cast("User", request.user)).first()
    version = queries.versions_of(hub).first() if hub else None
    if version is not None:
        return redirect("contract", version.pk)
    return render(request, "staff/contracts/empty.jinja", {"hub": hub.name if hub else ""})


@require_safe
def contract(request: HttpRequest, version: int) -> HttpResponse:
    """Show one version of a contract."""
    stored = version_for(request, version)
    parsed = queries.contract_of(stored)
    context = {
        "version": stored,
        "contract": parsed,
        "run": scorecards.latest_run(cast("User", request.user), parsed.id),
        "title": words.title(parsed),
        "findings": found(findings(parsed)),
    }
    return render(request, "staff/contracts/contract.jinja", context)


def found(every: list[Finding]) -> list[dict[str, Any]]:
    """Return the findings by severity in the reader's language, errors first and open."""
    titles: dict[Severity, str] = {"error": _("Fejl"), "warning": _("Advarsler"), "note": _("Bemærkninger")}
    parts = []
    for code, title in titles.items():
        rows = [_told(each) for each in every if each.severity == code]
        if rows:
            parts.append({"code": code, "title": title, "rows": rows, "open": code == "error"})
    return parts


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "said": finding.english if words.in_english() else finding.danish,
        "place": finding.place,
        "quote": finding.quote,
        "point": finding.point,
    }


@require_safe
def folder(request: HttpRequest, version: int) -> HttpResponse:
    """Send the folder as it was imported, byte for byte, as a zip file."""
    stored = version_for(request, version)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(stored.files.items()):
            archive.writestr(zipfile.ZipInfo(f"{stored.code}/{name}", EPOCH), text.encode("utf-8"))
    response = HttpResponse(held.getvalue(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{stored.code}.zip"'
    return response


navigation.add(navigation.Room("contracts", gettext_lazy("Resultatkontrakt"), place=100, go="k"))
