"""Every change to grey areas: asked, commented on, and decided by both leaders in the same words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from samspil.cooperation.kinds import GreyState
from samspil.cooperation.models import CooperationAgreement, GreyArea, GreyComment
from samspil.cooperation.notices import tell, tell_leaders
from samspil.guidance.kinds import Level
from samspil.guidance.rules import topic_codes
from samspil.organisations.kinds import OrganisationKind
from samspil.platform.audit.actions import keep
from samspil.platform.columns import checked
from samspil.platform.cpr import refuse_cpr

if TYPE_CHECKING:
    from samspil.companies.models import Subject
    from samspil.organisations.models import Organisation, User


@transaction.atomic
def ask_grey_area(
    *,
    by: User,
    organisation: Organisation,
    hub: Organisation,
    local: Organisation,
    title: str,
    question: str,
    on: dt.date,
    service: str = "",
    topics: Iterable[str] = (),
    level: str = "",
    subject: Subject | None = None,
) -> GreyArea:
    """Put a question to the leaders of the hub and of the local service."""
    refuse_cpr(**{_("Overskrift"): title, _("Spørgsmål"): question})
    kinds = (hub.kind, local.kind)
    if kinds != (OrganisationKind.HUB, OrganisationKind.LOCAL_SERVICE):
        raise ValidationError(_("En gråzone ligger mellem et erhvervshus og en lokal erhvervsservice."))
    for field, text in (("title", title), ("question", question)):
        if not text.strip():
            raise ValidationError({field: _("Skal udfyldes.")})
    grey = GreyArea(
        organisation=organisation,
        hub=hub,
        local=local,
        asked_by=by,
        asked_on=on,
        service=service,
        topics=topic_codes(topics),
        level=level,
        subject=subject,
        title=title.strip(),
        question=question.strip(),
    )
    checked(grey)
    keep(grey, by=by, action="ask_grey_area", service=service)
    for side in (hub, local):
        _tell_side(side, grey, on, _("Et spørgsmål om, hvem der gør hvad"))
    return grey


def _tell_side(side: Organisation, grey: GreyArea, on: dt.date, subject: str) -> None:
    body = _("»%(title)s« venter på jeres fælles afgørelse.") % {"title": grey.title}
    tell_leaders(side, subject=subject, body=body, about=grey, on=on)


@transaction.atomic
def comment_grey_area(*, by: User, grey: GreyArea, organisation: Organisation, text: str) -> GreyComment:
    """Say what one side thinks."""
    refuse_cpr(_("Kommentar"), text)
    if not text.strip():
        raise ValidationError({"text": _("Skriv en kommentar.")})
    comment = GreyComment(grey_area=grey, organisation=organisation, by=by, text=text.strip())
    checked(comment)
    keep(comment, by=by, action="comment_grey_area")
    return comment


@transaction.atomic
def settle_grey_area(
    *,
    by: User,
    grey: GreyArea,
    sides: Iterable[str],
    decision: str,
    level: str,
    on: dt.date,
    version: int | None = None,
) -> GreyArea:
    """A leader stands behind a wording: the other's yes counts only for the very same words (B19).

    `sides` are hub, local or both, where the leader leads both. When both stand behind it, it is decided.
    """
    refuse_cpr(_("Afgørelse"), decision)
    if grey.state != GreyState.OPEN:
        raise ValidationError(
            _("Gråzonen er allerede: %(state)s.") % {"state": grey.get_state_display().lower()}
        )
    if not decision.strip():
        raise ValidationError({"decision": _("Skriv, hvad der er afgjort.")})
    if level not in Level.values:
        raise ValidationError({"level": _("Vælg, hvor det hører til.")})
    if version is not None:
        grey.version = version
    if (decision.strip(), level) != (grey.decision, grey.decided_level):
        grey.hub_leader = grey.local_leader = None
        grey.decision, grey.decided_level = decision.strip(), level
    for side in sides:
        setattr(grey, f"{side}_leader", by)
    both = grey.hub_leader is not None and grey.local_leader is not None
    if both:
        grey.state, grey.decided_on = GreyState.DECIDED, on
    checked(grey)
    keep(grey, by=by, action="decide_grey_area" if both else "propose_decision", level=level)
    if both:
        body = _("»%(title)s« er afgjort.") % {"title": grey.title}
        tell([grey.asked_by], subject=_("En gråzone er afgjort"), body=body, about=grey, on=on)
    else:
        missing = grey.local if grey.hub_leader is not None else grey.hub
        _tell_side(missing, grey, on, _("Et forslag til afgørelse venter på jer"))
    return grey


@transaction.atomic
def withdraw_grey_area(*, by: User, grey: GreyArea) -> GreyArea:
    """Take a question back before it is decided."""
    if grey.state != GreyState.OPEN:
        raise ValidationError(
            _("Gråzonen er allerede: %(state)s.") % {"state": grey.get_state_display().lower()}
        )
    grey.state = GreyState.WITHDRAWN
    keep(grey, by=by, action="withdraw_grey_area")
    return grey


@transaction.atomic
def agree(
    *,
    by: User,
    title: str,
    parties: Iterable[Organisation],
    valid_from: dt.date,
    obligations: str,
    valid_to: dt.date | None = None,
) -> CooperationAgreement:
    """Note a formal agreement to cooperate between two or more organisations (A6)."""
    refuse_cpr(**{_("Titel"): title, _("Forpligtelser"): obligations})
    sides = {each.pk: each for each in parties}
    if len(sides) < 2:
        raise ValidationError({"parties": _("En aftale har mindst to parter.")})
    if valid_to is not None and valid_to < valid_from:
        raise ValidationError({"valid_to": _("Aftalen kan ikke slutte, før den begynder.")})
    agreement = CooperationAgreement(
        title=title.strip(), valid_from=valid_from, valid_to=valid_to, obligations=obligations.strip()
    )
    checked(agreement)
    keep(agreement, by=by, action="agree", parties=sorted(sides))
    agreement.parties.set(sides.values())
    return agreement
