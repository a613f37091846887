"""Asking another organisation for access to what it has on a company, and the answer to it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samspil.companies.models import Approach
from samspil.cooperation.kinds import AccessState
from samspil.cooperation.models import AccessRequest
from samspil.cooperation.notices import tell, tell_leaders
from samspil.cooperation.rules import ACCESS_TRANSITIONS
from samspil.guidance.kinds import ShareSource
from samspil.guidance.sharing import end_share, share
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.guidance.models import GuidanceCase
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def ask_access(
    *,
    by: User,
    subject: Subject,
    asker: Organisation,
    owner: Organisation,
    reason: str,
    on: dt.date,
) -> AccessRequest:
    """Ask the owner to be let in; one asks only parties that are known to have been in contact.

    That knowledge comes from the minimum facts, so asking tells nothing of a shielded case.
    """
    refuse_cpr(_("Hvorfor"), reason)
    if not reason.strip():
        raise ValidationError({"reason": _("Skriv, hvad I skal bruge oplysningerne til.")})
    if asker == owner:
        raise ValidationError(_("I ser allerede jeres egne oplysninger."))
    if not Approach.objects.filter(subject=subject, organisation=owner).exists():
        raise ValidationError({"owner": _("Vælg en af dem, der har været i kontakt med virksomheden.")})
    request = AccessRequest(
        subject=subject, asker=asker, owner=owner, asked_by=by, asked_on=on, reason=reason.strip()
    )
    checked(request)
    try:
        with transaction.atomic():
            keep(request, by=by, action="ask_access")
    except IntegrityError:
        raise ValidationError(_("I har allerede spurgt, eller I har allerede adgang.")) from None
    advisers = [row.adviser for row in _own_cases(request) if row.adviser is not None]
    tell_leaders(
        owner,
        also=advisers,
        subject=_("%(asker)s spørger om adgang") % {"asker": asker.name},
        body=_("%(asker)s beder om at læse, hvad I har om en virksomhed. Se hvorfor, og svar.")
        % {"asker": asker.name},
        about=request,
        on=on,
    )
    return request


def _own_cases(request: AccessRequest) -> list[GuidanceCase]:
    """The owner's cases of the subject that can be shared at all."""
    rows = request.subject.cases.filter(organisation_id=request.owner_id, shielded=False)
    return list(rows.select_related("adviser").order_by("-started")[:20])


def move(request: AccessRequest, state: AccessState) -> None:
    """Move a request on, if the table lets it; ValidationError says where it stands instead."""
    if (request.state, str(state)) not in ACCESS_TRANSITIONS:
        raise ValidationError(
            _("Anmodningen er allerede: %(state)s.") % {"state": request.get_state_display().lower()}
        )
    request.state = state


@transaction.atomic
def grant_access(
    *,
    by: User,
    request: AccessRequest,
    on: dt.date,
    until: dt.date | None = None,
    case: GuidanceCase | None = None,
    answer: str = "",
) -> AccessRequest:
    """Let the asker read one case or all that the owner has on the subject; never what is shielded."""
    refuse_cpr(_("Svar"), answer)
    if until is not None and until < on:
        raise ValidationError({"until": _("Dagen er allerede gået. Vælg en dag, der kommer.")})
    move(request, AccessState.GRANTED)
    request.share = share(
        by=by,
        subject=request.subject,
        owner=request.owner,
        reader=request.asker,
        source=ShareSource.REQUEST,
        on=on,
        case=case,
    )
    request.case, request.until = case, until
    return _answered(request, by=by, on=on, answer=answer, action="grant_access")


@transaction.atomic
def refuse_access(*, by: User, request: AccessRequest, on: dt.date, answer: str) -> AccessRequest:
    """Say no, and why."""
    refuse_cpr(_("Svar"), answer)
    if not answer.strip():
        raise ValidationError({"answer": _("Skriv, hvorfor I siger nej.")})
    move(request, AccessState.REFUSED)
    return _answered(request, by=by, on=on, answer=answer, action="refuse_access")


def _answered(request: AccessRequest, *, by: User, on: dt.date, answer: str, action: str) -> AccessRequest:
    request.answered_by, request.answered_on, request.answer = by, on, answer.strip()
    checked(request)
    keep(request, by=by, action=action)
    tell(
        [request.asked_by],
        subject=_("%(owner)s har svaret") % {"owner": request.owner.name},
        body=_("Der er svar på jeres anmodning om adgang: %(state)s.")
        % {"state": request.get_state_display().lower()},
        about=request,
        on=on,
    )
    return request


@transaction.atomic
def cancel_access(*, by: User, request: AccessRequest, on: dt.date) -> AccessRequest:
    """Take a request back before it is answered."""
    move(request, AccessState.CANCELLED)
    request.answered_on = on
    keep(request, by=by, action="cancel_access")
    return request


@transaction.atomic
def end_access(*, by: User | None, request: AccessRequest, on: dt.date, why: str = "") -> AccessRequest:
    """End access that was given: the owner withdraws it, or the asker needs it no more."""
    refuse_cpr(_("Hvorfor"), why)
    move(request, AccessState.ENDED)
    if request.share is not None:
        end_share(by=by, shared=request.share, on=on, why=why)
    keep(request, by=by, action="end_access", why=why.strip()[:500])
    tell(
        [request.asked_by],
        subject=_("Adgang ophørt"),
        body=_("Jeres adgang til, hvad %(owner)s har om en virksomhed, er ophørt.")
        % {"owner": request.owner.name},
        about=request,
        on=on,
    )
    return request


def end_due(*, on: dt.date) -> int:
    """End the access whose last day has passed; a sweep, so that it holds also when nobody looks."""
    due = AccessRequest.objects.filter(state=AccessState.GRANTED, until__lt=on)
    rows = list(due.select_related("share", "owner", "asked_by").order_by("pk"))
    for request in rows:
        end_access(by=None, request=request, on=on)
    return len(rows)
