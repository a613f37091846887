"""Documents on a case or a contact: put up, fetched, taken out and put back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspil.platform.audit.actions import note_access
from samspil.platform.clock import now
from samspil.platform.documents import actions, queries
from samspil.platform.documents.kinds import CONTENT_TYPES
from samspil.web.staff.cases.editing import editable
from samspil.web.staff.cooperation.frame import reader

if TYPE_CHECKING:
    from samspil.platform.documents.models import Document


def document_for(request: HttpRequest, key: int) -> Document:
    """Return a document that the reader may read; 404 for all others."""
    found = queries.documents_for(request.user).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@require_POST
def upload(request: HttpRequest, case: int) -> HttpResponse:
    """Put one or several files on a case; what cannot be taken is said for each."""
    user, row = reader(request), editable(request, case)
    before = queries.documents_of(row).filter(pk=_number(request.POST.get("replaces"))).first()
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, _("Vælg en fil først."))
    for file in files[: 1 if before else None]:
        name = file.name or ""
        try:
            stored = actions.store(by=user, owner=row, name=name, content=file, replaces=before, at=now())
        except ValidationError as error:
            messages.error(request, f"{name}: {' '.join(error.messages)}")
        else:
            messages.success(request, _("%(name)s er gemt.") % {"name": stored.name})
    return redirect("case", row.pk)


@require_safe
def fetch(request: HttpRequest, document: int) -> HttpResponseBase:
    """Send a file, always to be kept and never to be shown inside our own pages."""
    found = document_for(request, document)
    path = queries.path_of(found)
    if not path.exists():
        raise Http404
    note_access(by=reader(request), place="documents.fetch", kind=type(found), keys=[found.pk])
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=found.name, content_type=CONTENT_TYPES[found.kind]
    )


@require_POST
def remove(request: HttpRequest, document: int) -> HttpResponse:
    """Take a document out of the lists, or put it back; nothing is deleted."""
    found = document_for(request, document)
    if not queries.may_change(request.user, found):
        raise PermissionDenied
    user = reader(request)
    if request.POST.get("fortryd") == "1":
        actions.put_back(by=user, document=found)
        messages.success(request, _("%(name)s er tilbage.") % {"name": found.name})
    else:
        actions.remove(by=user, document=found, why=request.POST.get("why", "")[:500])
        messages.success(request, _("%(name)s er fjernet fra forløbet.") % {"name": found.name})
    return redirect(_home(found))


def _home(document: Document) -> Any:
    """Where a document is shown: on its case."""
    if document.owner_kind == "guidance.GuidanceCase":
        return redirect("case", document.owner_key).url
    return redirect("cases").url


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0
