"""The page of one contact: what was said, what follows, and taking back what was registered by mistake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samspil.guidance import actions
from samspil.guidance.permissions import may_edit_interaction
from samspil.guidance.queries import interactions_for
from samspil.platform.audit.actions import note_access
from samspil.platform.clock import now, today
from samspil.web.staff.contacts import topics
from samspil.web.staff.contacts.days import said

if TYPE_CHECKING:
    from samspil.guidance.models import Interaction
    from samspil.organisations.models import User


def contact_for(request: HttpRequest, key: int) -> Interaction:
    """Return the contact with what its page shows, also one struck out; 404 when not for this user."""
    found = (
        interactions_for(request.user, also_cancelled=True)
        .select_related("subject", "case", "organisation", "adviser", "person", "approach")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _to_change(request: HttpRequest, key: int) -> Interaction:
    found = contact_for(request, key)
    if not may_edit_interaction(request.user, found):
        raise PermissionDenied
    return found


@require_safe
def contact(request: HttpRequest, contact: int) -> HttpResponse:
    """Show one contact; that its content was opened goes into the access log."""
    row, user = contact_for(request, contact), cast("User", request.user)
    tasks = list(row.tasks.select_related("assignee").order_by("due", "pk"))
    may_edit = may_edit_interaction(user, row)
    note_access(by=user, place="contacts.contact", kind=type(row), keys=[row.pk])
    context = {
        "row": row,
        "topics": topics.labels(row.topics),
        "tasks": [_line(task) for task in tasks],
        "may_edit": may_edit,
        "about": request.GET.get("slet") == "1" and may_edit,
        "error": "",
    }
    return render(request, "staff/contacts/contact.jinja", context)


def _line(task: Any) -> dict[str, Any]:
    state = _("droppet") if task.dropped else _("udført") if task.done_on else ""
    return {
        "what": task.text or task.get_kind_display(),
        "kind": task.get_kind_display(),
        "day": said(task.due),
        "who": task.assignee.name if task.assignee else "",
        "state": state,
    }


@require_POST
def undo(request: HttpRequest, contact: int) -> HttpResponse:
    """Take back what was registered today, right after it was saved; its history stays."""
    row, user = _to_change(request, contact), cast("User", request.user)
    # Later than the same day, one says why.
    fresh = row.registered_at.astimezone(now().tzinfo).date() == now_day()
    if row.adviser_id != user.pk or not fresh:
        return redirect(f"{reverse('contact', args=[row.pk])}?slet=1")
    actions.cancel_interaction(
        by=user, interaction=row, on=today(), why=_("Fortrudt lige efter registreringen")
    )
    messages.success(request, _("Kontakten er taget tilbage. Den tæller ikke med nogen steder."))
    return redirect("contact", row.pk)


def now_day() -> Any:
    """The real day: what is compared with when a row was written, whatever SAMSPIL_TODAY says."""
    from django.utils import timezone

    return timezone.localtime().date()


@require_POST
def cancel(request: HttpRequest, contact: int) -> HttpResponse:
    """Strike out a contact that was registered by mistake, with the reason."""
    row = _to_change(request, contact)
    try:
        actions.cancel_interaction(
            by=cast("User", request.user), interaction=row, on=today(), why=request.POST.get("why", "")
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(f"{reverse('contact', args=[row.pk])}?slet=1")
    messages.success(
        request, _("Kontakten er slettet som fejlregistreret. Den tæller ikke med nogen steder.")
    )
    return redirect("contact", row.pk)


@require_POST
def restore(request: HttpRequest, contact: int) -> HttpResponse:
    """Take back that a contact was struck out."""
    actions.restore_interaction(by=cast("User", request.user), interaction=_to_change(request, contact))
    messages.success(request, _("Kontakten gælder igen. Næste skridt, der hørte til, skal oprettes på ny."))
    return redirect("contact", contact)
