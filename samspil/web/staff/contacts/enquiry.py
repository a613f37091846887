"""The page of one anonymous enquiry, and taking one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspil.guidance import actions
from samspil.guidance.permissions import may_work_for
from samspil.guidance.queries import enquiries_for
from samspil.web.staff.contacts import topics

if TYPE_CHECKING:
    from samspil.guidance.models import Enquiry
    from samspil.organisations.models import User


def _enquiry_for(request: HttpRequest, key: int) -> Enquiry:
    found = (
        enquiries_for(request.user, also_cancelled=True)
        .select_related("organisation", "adviser", "municipality")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_safe
def enquiry(request: HttpRequest, enquiry: int) -> HttpResponse:
    """Show one enquiry; nobody's content is in it, so its opening is not logged."""
    row = _enquiry_for(request, enquiry)
    context = {
        "row": row,
        "topics": topics.labels(row.topics),
        "may_edit": may_work_for(request.user, row.organisation),
    }
    return render(request, "staff/contacts/enquiry.jinja", context)


def _to_change(request: HttpRequest, key: int) -> Enquiry:
    row = _enquiry_for(request, key)
    if not may_work_for(request.user, row.organisation):
        raise PermissionDenied
    return row


@require_POST
def undo(request: HttpRequest, enquiry: int) -> HttpResponse:
    """Take an enquiry back; it holds so little that no reason is asked for."""
    row, why = _to_change(request, enquiry), _("Fortrudt")
    actions.cancel_enquiry(by=cast("User", request.user), enquiry=row, why=why)
    messages.success(request, _("Henvendelsen er taget tilbage. Den tæller ikke med nogen steder."))
    return redirect("enquiry", enquiry)


@require_POST
def restore(request: HttpRequest, enquiry: int) -> HttpResponse:
    """Let an enquiry that was taken back hold again."""
    actions.restore_enquiry(by=cast("User", request.user), enquiry=_to_change(request, enquiry))
    messages.success(request, _("Henvendelsen gælder igen."))
    return redirect("enquiry", enquiry)
